import type { CoordinatedRequests } from "../result/node.ts";
import type { RequestFigures, Tries } from "../result/request_figures.ts";
import type { Rows } from "../scenario/calls/session.ts";
import { sumOf } from "./sums.ts";
import { mergeSummaries } from "./times.ts";

/** What a session counts of its requests. It is counted where an answer is read, as a promise more would cost. */
export interface RequestCounts {
  /** Writes that it was asked for. What they are counted for is whether there were any. */
  writes: number;
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
  /** Requests that were sent again after they had failed. */
  retries: number;
  /** Requests that were sent once more while they had no answer. */
  speculative: number;
  /** Requests that could be sent again, how often they were sent altogether, and the one of them that was sent most. */
  requests: number;
  tries: number;
  mostTries: number;
}

/** Past this many texts that a case prepares, its result tells of them. */
const FEW_TEXTS = 30;

/** Starts counting. */
export function createRequestCounts(): RequestCounts {
  return {
    ...{ writes: 0, reads: 0, misses: 0, conditional: 0, notApplied: 0, texts: 0 },
    ...{ retries: 0, speculative: 0, requests: 0, tries: 0, mostTries: 0 },
  };
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
    const most = Math.max(sum.mostTries, counts.mostTries);
    for (const name of Object.keys(sum) as (keyof RequestCounts)[]) sum[name] += counts[name];
    sum.mostTries = most;
  }
  return sum;
}

/** The counts as results have them: what is 0 is left out. */
export function figuresOfRequests(
  { reads, misses, conditional, notApplied, ...again }: RequestCounts,
): RequestFigures {
  return {
    ...reads > 0 && { reads },
    ...misses > 0 && { misses },
    ...conditional > 0 && { conditional },
    ...notApplied > 0 && { notApplied },
    ...again.retries > 0 && { retries: again.retries },
    ...again.speculative > 0 && { speculative: again.speculative },
    ...again.requests > 0 && { tries: describeTries(again) },
  };
}

function describeTries(
  { requests, tries, mostTries: max }: Pick<RequestCounts, "requests" | "tries" | "mostTries">,
): Tries {
  return { requests, mean: tries / requests, max };
}

/** How many texts were prepared, where they are more than a few. */
export function manyTexts({ texts }: RequestCounts): { preparedTexts?: number } {
  return texts > FEW_TEXTS ? { preparedTexts: texts } : {};
}

/** Merges the figures of several threads. */
export function mergeRequestFigures(parts: readonly RequestFigures[]): RequestFigures {
  return figuresOfRequests(sumRequestCounts(parts.map(countsIn)));
}

/** Merges what several threads counted of the requests that one node coordinated. */
export function mergeCoordinated(parts: readonly CoordinatedRequests[]): CoordinatedRequests {
  return {
    coordinated: sumOf(parts, ({ coordinated }) => coordinated),
    errors: sumOf(parts, ({ errors }) => errors),
    requestTime: mergeSummaries(parts.map(({ requestTime }) => requestTime)),
  };
}

function countsIn(figures: RequestFigures): RequestCounts {
  const { reads = 0, misses = 0, conditional = 0, notApplied = 0, retries = 0, ...more } = figures;
  const { requests = 0, mean = 0, max: mostTries = 0 } = more.tries ?? {};
  return {
    ...{ writes: 0, reads, misses, conditional, notApplied, texts: 0, retries },
    ...{ speculative: more.speculative ?? 0, requests, tries: mean * requests, mostTries },
  };
}
