import { listProblems, ResultError } from "../errors.ts";
import type { HistoryLine } from "./read_history.ts";
import { caseOfRow, describeCase, type HistoryRow, isSameCommit, lineOf } from "./row.ts";

/** A history with rows added, and how many of them took the place of others. */
export interface AddedRows {
  readonly text: string;
  readonly replaced: number;
}

/**
 * Adds rows to a history, after all others, whose lines stay as they are.
 *
 * @param before the history, `lines` as they were read from it
 * @param isReplacing whether a row of the same case and commit gives its line to the new one
 * @throws {ResultError} where there is such a row and it may not
 */
export function addRows(
  before: { readonly text: string; readonly lines: readonly HistoryLine[]; readonly name: string },
  rows: readonly HistoryRow[],
  isReplacing: boolean,
): AddedRows {
  const pairs = rows.map((row) => ({
    row,
    old: before.lines.find((line) =>
      caseOfRow(line.row) === caseOfRow(row) && isSameCommit(line.row.commit, row.commit)
    ),
  }));
  const doubles = pairs.flatMap(({ row, old }) => old === undefined ? [] : [{ row, old }]);
  if (doubles.length > 0 && !isReplacing) {
    const told = doubles.map(({ row, old }) => `line ${old.number} has ${describeCase(row)}`);
    const commit = rows[0]?.commit.slice(0, 12);
    throw new ResultError(
      `Cannot add to "${before.name}" what commit ${commit} has already:${listProblems(told)}`,
      "--replace puts the new figures in the place of these; those of another machine or server " +
        "belong in another --file",
    );
  }
  const lines = before.text.split("\n");
  const newline = before.text.includes("\r\n") ? "\r\n" : "\n";
  for (const { row, old } of doubles) {
    lines[old.number - 1] = lineOf(row) + (newline === "\r\n" ? "\r" : "");
  }
  const kept = lines.join("\n");
  const gap = kept === "" || kept.endsWith("\n") ? "" : newline;
  const added = pairs.filter(({ old }) => old === undefined)
    .map(({ row }) => `${lineOf(row)}${newline}`);
  return { text: kept + gap + added.join(""), replaced: doubles.length };
}
