import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";
import { listProblems, messageOf, ResultError } from "../../errors.ts";
import { VERSION } from "../../result/environment.ts";
import { printable } from "../../result/format.ts";
import { type LoggedInterval, writeIntervalLog } from "../../result/interval_log.ts";
import { listNames } from "../named.ts";
import { type IntervalLog, type NamedLog, readLog } from "./read_log.ts";

/** More problems than these say no more. */
const MOST_PROBLEMS = 20;

/**
 * Merges interval logs of HdrHistogram, of cassbench or of other programs, into one. The histograms of a tag that begin in
 * the same second of the wall clock are added, without loss; the others are kept as they are.
 *
 * @param logs the texts, and what errors call them
 * @throws {ResultError} naming every line that is no interval, and what else forbids it
 *
 * @example
 * ```ts
 * import { hlog, mergeIntervalLogs, run, scenario } from "@cassbench/cassbench";
 *
 * const ping = scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * });
 * const [one, two] = [await run(ping), await run(ping)];
 * const merged = mergeIntervalLogs([
 *   { name: "one.hlog", text: hlog(one) },
 *   { name: "two.hlog", text: hlog(two) },
 * ]);
 * console.log(merged.split("\n").length);
 * ```
 */
export function mergeIntervalLogs(logs: readonly NamedLog[]): string {
  const read = logs.map(readLog);
  assertAlike(logs, read);
  const groups = Map.groupBy(
    read.flatMap(({ intervals }) => intervals),
    ({ tag, start }) => JSON.stringify([Math.floor(start / 1_000), tag]),
  );
  const intervals = [...groups.values()].map(mergeIntervals).toSorted(byTime);
  const names = printable(logs.map(({ name }) => name).join(", "));
  return writeIntervalLog(
    `cassbench ${VERSION}: merged of ${names}`,
    Math.min(...read.map(({ startedAt }) => startedAt)),
    read.flatMap(({ name, comments }) => comments.map((text) => `${printable(name)}: ${text}`)),
    intervals,
  );
}

function byTime(a: LoggedInterval, b: LoggedInterval): number {
  return a.start - b.start || ((a.tag ?? "") < (b.tag ?? "") ? -1 : 1);
}

/** Intervals of one tag that began in one second. */
function mergeIntervals(intervals: readonly LoggedInterval[]): LoggedInterval {
  const [first, ...others] = intervals as [LoggedInterval, ...LoggedInterval[]];
  if (others.length === 0) return first;
  const start = Math.min(...intervals.map((one) => one.start));
  return {
    ...first,
    start,
    length: Math.max(...intervals.map((one) => one.start + one.length)) - start,
    max: Math.max(...intervals.map(({ max }) => max)),
    histogram: addHistograms(intervals),
  };
}

/** Adds histograms that need not be of one program, so the sum is as exact as the most exact of them. */
function addHistograms(intervals: readonly LoggedInterval[]): string {
  const all = intervals.map(decode);
  const sum = build({
    bitBucketSize: 64,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: Math.max(...all.map((one) => one.highestTrackableValue)),
    numberOfSignificantValueDigits: Math.max(
      ...all.map((one) => one.numberOfSignificantValueDigits),
    ) as 1 | 2 | 3 | 4 | 5,
  });
  for (const one of all) sum.add(one);
  return encodeIntoCompressedBase64(sum);
}

/** What reads buckets need not look at how many there can be; HdrHistogram's own decoder does. */
function decode({ tag = "none", start, histogram }: LoggedInterval): Histogram {
  try {
    return decodeFromCompressedBase64(histogram);
  } catch (cause) {
    throw new ResultError(
      `Cannot merge logs as a histogram cannot be read, of tag ${printable(tag)} at ` +
        `${start / 1_000}: ${messageOf(cause)}`,
      HINT,
      { cause },
    );
  }
}

const HINT = "name interval logs of HdrHistogram, as --hlog FILE writes them, of the same run on " +
  "every machine";

/** Makes sure that the logs can be read, and that what has one name in them is of one kind. */
function assertAlike(logs: readonly NamedLog[], read: readonly IntervalLog[]): void {
  const copies = [...Map.groupBy(logs, ({ text }) => text).values()]
    .filter(({ length }) => length > 1)
    .map((same) => `${listNames(same.map(({ name }) => name))} are the same log`);
  const problems = [
    ...read.flatMap(({ problems }) => problems),
    ...copies,
    ...findOtherCases(read),
    ...findOtherUnits(read),
  ];
  if (problems.length === 0) return;
  const more = problems.length - MOST_PROBLEMS;
  const shown = problems.slice(0, MOST_PROBLEMS);
  throw new ResultError(
    `Cannot merge logs as${listProblems([...shown, ...more > 0 ? [`and ${more} more`] : []])}`,
    HINT,
  );
}

/** cassbench's own logs say in a comment which case a tag is of, whose numbers follow the order of a run. */
function findOtherCases(logs: readonly IntervalLog[]): string[] {
  const cases = logs.flatMap(({ name, comments }) =>
    comments.flatMap((comment) => {
      const [, tag, label = ""] = /^(case\d+): (.*?)[\d,]+ operations?\b/.exec(comment) ?? [];
      return tag === undefined ? [] : [{ name, tag, label: label.replace(/, $/, "") }];
    })
  );
  return [...Map.groupBy(cases, ({ tag }) => tag)].flatMap(([tag, own]) => {
    const other = own.find(({ label }) => label !== own[0]!.label);
    if (other === undefined) return [];
    const [first, second] = [own[0]!, other].map(({ name, label }) =>
      `"${name}": ${label || "none"}`
    );
    return [`${tag} is another case in ${first}, than in ${second}`];
  });
}

function findOtherUnits(logs: readonly IntervalLog[]): string[] {
  const known = logs.filter(({ unit }) => unit !== undefined);
  const [first, ...others] = known;
  return others.filter(({ unit = 1 }) => Math.abs(Math.log10(unit / (first!.unit ?? 1))) > 1)
    .map(({ name }) => `"${name}" has its times in another unit than "${first!.name}"`);
}
