import { z } from "zod";
import { listProblems, ResultError } from "../errors.ts";
import { printable } from "../result/format.ts";
import { caseOfRow, describeCase, type HistoryRow, isSameCommit } from "./row.ts";

/** A line of a history. */
export interface HistoryLine {
  /** Counts from 1. */
  readonly number: number;
  /** As it stands in the file. */
  readonly text: string;
  readonly row: HistoryRow;
}

/** More problems than these say no more. */
const MOST_PROBLEMS = 10;

const HINTS = {
  conflict: "keep the lines of both sides and delete the marks; with `history.jsonl merge=union` " +
    "in .gitattributes git does so itself",
  broken: "`git log -p` on the file shows how the line was; delete it, and add its result again",
  stranger: "name the file that `history add` writes: --file history.jsonl",
  later: "read it with the version that wrote it",
  double: "keep the one that is meant, and delete the other line",
} as const;

interface Problem {
  readonly kind: keyof typeof HINTS;
  readonly message: string;
}

/**
 * Reads a history: a row on each line.
 *
 * @param name what errors call it
 * @throws {ResultError} naming every line that is no row, and those of one case and commit
 */
export function readHistory(text: string, name: string): HistoryLine[] {
  const lines: HistoryLine[] = [];
  const problems: Problem[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line, at + 1);
    if ("problem" in read) problems.push(read.problem);
    else lines.push({ number: at + 1, text: line, row: read.row });
  }
  problems.push(...findDoubles(lines));
  const [first] = problems;
  if (first !== undefined) {
    const messages = problems.slice(0, MOST_PROBLEMS).map(({ message }) => message);
    const more = problems.length - messages.length;
    if (more > 0) messages.push(`${more} more lines like these`);
    throw new ResultError(
      `Cannot read the history "${name}" as${listProblems(messages)}`,
      HINTS[first.kind],
    );
  }
  return lines;
}

function readLine(
  line: string,
  number: number,
): { readonly row: HistoryRow } | { readonly problem: Problem } {
  const problem = (kind: Problem["kind"], what: string) => ({
    problem: { kind, message: `line ${number} ${what}` },
  });
  if (/^(<{7}|={7}|>{7}|\|{7})( |\r?$)/.test(line)) {
    return problem("conflict", `is a mark that git left of a conflict: found "${shown(line)}"`);
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    const isRow = line.startsWith('{"schemaVersion":');
    return isRow
      ? problem("broken", `is broken: found "… ${shown(line.slice(-30))}"`)
      : problem("stranger", `is no row of a history: found "${shown(line)}"`);
  }
  const { schemaVersion, commit } = Object(value) as Record<string, unknown>;
  if (typeof schemaVersion !== "number" || commit === undefined) {
    return problem("stranger", `is no row of a history: found "${shown(line)}"`);
  }
  if (schemaVersion > 1) {
    return problem(
      "later",
      `is of a later version: schemaVersion must be 1: found ${schemaVersion}`,
    );
  }
  const { error } = rowSchema.safeParse(value);
  if (error === undefined) return { row: value as HistoryRow };
  const [issue] = error.issues;
  return problem("broken", `is no row as ${issue?.path.join(".")} ${issue?.message}`);
}

/** Lines that say twice what a case measured at a commit. */
function findDoubles(lines: readonly HistoryLine[]): Problem[] {
  const byCase = Map.groupBy(lines, ({ row }) => `${caseOfRow(row)} ${row.commit.slice(0, 7)}`);
  return [...byCase.values()].flatMap((group) =>
    group.flatMap(({ number, row }, at) => {
      const first = group.slice(0, at).find((other) => isSameCommit(other.row.commit, row.commit));
      if (first === undefined) return [];
      const what = `${describeCase(row)} at commit ${row.commit.slice(0, 12)}`;
      return [{
        kind: "double" as const,
        message: `lines ${first.number} and ${number} are both of ${what}`,
      }];
    })
  );
}

function shown(line: string): string {
  const text = printable(line.trim());
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const number = z.number("must be a number");

const figure = z.object({
  mean: number.min(0, "must not be below 0"),
  low: number.optional(),
  high: number.optional(),
}, "must be an object with a mean");

const text = z.string("must be a text");
const count = z.int("must be a whole number").min(0, "must not be below 0");

const rowSchema = z.object({
  schemaVersion: z.literal(1, "must be 1"),
  commit: text.regex(/^[0-9a-f]{7,64}$/, "must be a hash of 7 to 64 hexadecimal digits"),
  at: text.refine(
    (at) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && !Number.isNaN(Date.parse(at)),
    "must be a time such as 2026-11-22T06:25:00.000Z",
  ),
  scenario: text,
  parameters: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], "must be a text, a number, true or false"),
    "must be an object",
  ),
  repetitions: count,
  valid: z.boolean("must be true or false"),
  errors: count,
  throughput: figure,
  p50: figure.nullable(),
  p99: figure.nullable(),
  client: text,
  machine: text,
  server: text,
  settings: z.record(z.string(), z.unknown(), "must be an object"),
});
