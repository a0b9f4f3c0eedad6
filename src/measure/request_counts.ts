import type { RequestFigures } from "../result/case.ts";
import type { Rows } from "../scenario/session.ts";

/** What a session counts of its requests. It is counted where an answer is read, as a promise more would cost. */
export interface RequestCounts {
  /** Reads by `find` and `findAll`. */
  reads: number;
  /** Those of them that gave no row. */
  misses: number;
  /** Writes that said whether they were applied. */
  conditional: number;
  /** Those of them that were not. */
  notApplied: number;
  /** Texts of `execute` that the session had not prepared before. */
  texts: number;
}

/** Past this many texts that a case prepares, its result tells of them. */
const FEW_TEXTS = 30;

/** Starts counting. */
export function createRequestCounts(): RequestCounts {
  return { reads: 0, misses: 0, conditional: 0, notApplied: 0, texts: 0 };
}

/** Counts what `find` gave. */
export function countRow(counts: RequestCounts, row: unknown): void {
  counts.reads++;
  if (row === undefined) counts.misses++;
}

/** Counts what `findAll` gave. */
export function countRows(counts: RequestCounts, { rows }: Rows<unknown>): void {
  counts.reads++;
  if (rows.length === 0) counts.misses++;
}

/** Counts a conditional write. */
export function countApplied(counts: RequestCounts, isApplied: boolean): void {
  counts.conditional++;
  if (!isApplied) counts.notApplied++;
}

/** Counts what `execute` gave, which may be of a conditional write. */
export function countAnswer(
  counts: RequestCounts,
  { rows }: Rows<Record<string, unknown>>,
): void {
  const applied = rows[0]?.["[applied]"];
  if (typeof applied === "boolean") countApplied(counts, applied);
}

/** Adds several counts up. */
export function sumRequestCounts(all: readonly RequestCounts[]): RequestCounts {
  const sum = createRequestCounts();
  for (const counts of all) {
    for (const name of Object.keys(sum) as (keyof RequestCounts)[]) sum[name] += counts[name];
  }
  return sum;
}

/** The counts as results have them: what is 0 is left out. */
export function figuresOfRequests(
  { reads, misses, conditional, notApplied }: RequestCounts,
): RequestFigures {
  return {
    ...reads > 0 && { reads },
    ...misses > 0 && { misses },
    ...conditional > 0 && { conditional },
    ...notApplied > 0 && { notApplied },
  };
}

/** How many texts were prepared, where they are more than a few. */
export function manyTexts({ texts }: RequestCounts): { preparedTexts?: number } {
  return texts > FEW_TEXTS ? { preparedTexts: texts } : {};
}

/** Merges the figures of several threads. */
export function mergeRequestFigures(parts: readonly RequestFigures[]): RequestFigures {
  const sum = (name: keyof RequestFigures) =>
    parts.reduce((total, { [name]: count = 0 }) => total + count, 0);
  return figuresOfRequests({
    ...{ reads: sum("reads"), misses: sum("misses"), texts: 0 },
    ...{ conditional: sum("conditional"), notApplied: sum("notApplied") },
  });
}
