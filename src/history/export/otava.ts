import { ResultError } from "../../errors.ts";
import { describeCase, type HistoryRow, MEASURES } from "../row.ts";
import type { HistorySeries } from "../series.ts";

/** What Apache Otava reads: a table for each case, and the configuration that names them. */
export interface OtavaExport {
  /** The tables by the names of their files. */
  readonly tables: ReadonlyMap<string, string>;
  /** Its otava.yaml. */
  readonly configuration: string;
  /** How many rows are in no table, as their figures are invalid or missing. */
  readonly leftOut: number;
}

/**
 * A history for Apache Otava, as its importer of CSV reads it (docs/CSV.md of its repository): columns `time`, `commit` and
 * a column for each metric, none of which may be empty. So every case has a table of its own.
 *
 * @param file what the tables are named after; that of an only case has exactly this name
 * @throws {ResultError} where there is no row for any
 */
export function otavaExport(all: readonly HistorySeries[], file: string): OtavaExport {
  const names = uniqueWords(all.map(describeCase));
  const tables = new Map<string, string>();
  const tests: string[] = [];
  let leftOut = 0;
  for (const [at, { rows }] of all.entries()) {
    const whole = rows.filter(isWhole);
    leftOut += rows.length - whole.length;
    if (whole.length === 0) continue;
    const name = names[at] ?? "";
    const table = all.length === 1 ? file : `${file.replace(/\.csv$/i, "")}-${name}.csv`;
    tables.set(table, tableOf(whole));
    tests.push(testOf(name, table));
  }
  if (tables.size === 0) {
    throw new ResultError(
      "Cannot export the history as none of its figures is valid",
      "`history show` says which commits are left out",
    );
  }
  return { tables, configuration: `tests:\n${tests.join("")}`, leftOut };
}

function isWhole(row: HistoryRow): boolean {
  return row.valid && MEASURES.every((measure) => row[measure] !== null);
}

function tableOf(rows: readonly HistoryRow[]): string {
  const lines = rows.map((row) =>
    [row.at, row.commit, ...MEASURES.map((measure) => row[measure]?.mean)].join(",")
  );
  return `${[`time,commit,${MEASURES.join(",")}`, ...lines].join("\r\n")}\r\n`;
}

/** A test of its configuration. Direction 1 says that more is better, −1 that less is. */
function testOf(name: string, file: string): string {
  const metrics = MEASURES.map((measure) =>
    `      ${measure}:\n        column: ${measure}\n        direction: ${
      measure === "throughput" ? 1 : -1
    }\n`
  );
  return [
    `  ${name}:\n    type: csv\n    file: ${JSON.stringify(file)}\n`,
    `    time_column: time\n    attributes: [commit]\n    metrics:\n${metrics.join("")}`,
  ].join("");
}

/** Texts as words of letters, digits and dashes, each another one. */
function uniqueWords(texts: readonly string[]): string[] {
  const used = new Set<string>();
  return texts.map((text) => {
    const word = text.replaceAll(/[^a-z0-9.]+/gi, "-").replaceAll(/^[-.]+|[-.]+$/g, "").slice(
      0,
      100,
    );
    let unique = word || "case";
    for (let number = 2; used.has(unique.toLowerCase()); number++) {
      unique = `${word || "case"}-${number}`;
    }
    used.add(unique.toLowerCase());
    return unique;
  });
}
