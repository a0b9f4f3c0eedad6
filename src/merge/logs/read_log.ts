import { readHistogram } from "../../result/histogram.ts";
import type { LoggedInterval } from "../../result/interval_log.ts";
import { printable } from "../../result/format.ts";

/** An interval log of HdrHistogram, and what it is called: mostly the name of its file. */
export interface NamedLog {
  /** What errors and the merged log call it. */
  readonly name: string;
  /** What stands in it. */
  readonly text: string;
}

/** What stands in an interval log. */
export interface IntervalLog {
  readonly name: string;
  /** When it began: milliseconds since 1970. */
  readonly startedAt: number;
  /** Its comments, without those that say when it began and how it is written. */
  readonly comments: readonly string[];
  readonly intervals: readonly LoggedInterval[];
  /** How many of its histograms' units make one of its longest times; `undefined` where it has none. */
  readonly unit: number | undefined;
  /** What is wrong with it, in words. */
  readonly problems: readonly string[];
}

/** Later than that, as seconds since 1970, is no time of a measurement: it is in milliseconds. */
const MILLISECONDS = 1e11;

/** Earlier than that, as seconds since 1970, is no time of a measurement: it is counted from its beginning. */
const EARLIEST = 1e9;

/** A log without a base that is older than its start by so many seconds counts from it, as HdrHistogram reads it. */
const YEAR = 365 * 24 * 3_600;

const LINE = /^(?:Tag=([^,]*),)?([\d.eE+-]+),([\d.eE+-]+),([\d.eE+-]+|NaN),([\w+/]+={0,2})$/;

const INSTANT = /^#\[(StartTime|BaseTime): ([\d.eE+]+)/;

/** A line that holds an interval, as it is written. */
interface Written {
  readonly tag: string | undefined;
  readonly start: number;
  readonly length: number;
  readonly max: number;
  readonly histogram: string;
}

/**
 * Reads an interval log of HdrHistogram, version 1.0 to 1.3, of any program. Its times may be in seconds or milliseconds,
 * and count from 1970, from its BaseTime, or from its StartTime.
 */
export function readLog({ name, text }: NamedLog): IntervalLog {
  const problems: string[] = [];
  const comments: string[] = [];
  const written: Written[] = [];
  const instants: Partial<Record<"StartTime" | "BaseTime", number>> = {};
  let unit: number | undefined;

  function readLine(line: string, number: number): void {
    const [, instant, value] = INSTANT.exec(line) ?? [];
    if (instant !== undefined) instants[instant as "StartTime"] = secondsOf(Number(value));
    else if (line.startsWith("#")) comments.push(plainComment(line));
    else if (line !== "" && !line.startsWith('"')) readInterval(line, number);
  }

  function readInterval(line: string, number: number): void {
    const [, tag, start, length, max, histogram = ""] = LINE.exec(line) ?? [];
    const figures = { start: Number(start), length: Number(length), max: Number(max) || 0 };
    const buckets = histogram.startsWith("HISTF") ? readHistogram(histogram) : null;
    if (!Number.isFinite(figures.start + figures.length) || buckets === null) {
      problems.push(
        `line ${number} of "${name}" is no interval: ${explain(line, buckets === null)}`,
      );
      return;
    }
    const longest = buckets.at(-1)?.high ?? 0;
    if (figures.max > 0 && longest > 0) unit ??= longest * 1e6 / figures.max;
    written.push({ tag, ...figures, histogram });
  }

  text.split("\n").forEach((line, at) => readLine(line.trim(), at + 1));
  if (written.length === 0 && problems.length === 0) problems.push(`"${name}" has no interval`);
  const { seconds, base } = clockOf(written, instants);
  if (base === undefined) {
    problems.push(`"${name}" does not say when it began: it has no StartTime, and counts from 0`);
  }
  const intervals = written.map(({ tag, start, length, max, histogram }) => ({
    ...tag !== undefined && { tag },
    start: (start * seconds + (base ?? 0)) * 1_000,
    length: length * seconds * 1_000,
    ...{ max, histogram },
  }));
  const first = intervals.reduce((first, { start }) => Math.min(first, start), Infinity);
  const startedAt = instants.StartTime === undefined ? first : instants.StartTime * 1_000;
  return {
    name,
    startedAt,
    comments: comments.filter((text) => text !== ""),
    intervals,
    unit,
    problems,
  };
}

function secondsOf(instant: number): number {
  return instant > MILLISECONDS ? instant / 1_000 : instant;
}

/** What its times are in seconds, and the seconds since 1970 from which they count; `undefined` where it does not say. */
function clockOf(
  written: readonly Written[],
  { StartTime, BaseTime }: Partial<Record<"StartTime" | "BaseTime", number>>,
): { readonly seconds: number; readonly base: number | undefined } {
  const first = written.reduce((first, { start }) => Math.min(first, start), Infinity);
  const seconds = first > MILLISECONDS && first < Infinity ? 1 / 1_000 : 1;
  if (first === Infinity || first * seconds > EARLIEST) return { seconds, base: 0 };
  const start = StartTime ?? 0;
  const base = BaseTime ?? (first * seconds < start - YEAR ? StartTime : undefined);
  return { seconds, base };
}

/** `#[cassbench 0.1.0: latency]` is a comment, too; how the log is written needs not be said twice. */
function plainComment(line: string): string {
  const text = line.replace(/^#\[?(.*?)\]?$/, "$1");
  return text.startsWith("Histogram log format") ? "" : printable(text);
}

function explain(line: string, isHistogram: boolean): string {
  if (!LINE.test(line)) {
    const shown = line.length > 40 ? `${line.slice(0, 40)}…` : line;
    return `found ${printable(shown)}`;
  }
  return isHistogram
    ? "it ends in no histogram of version 2 (HISTF…)"
    : "its start and its length must be numbers";
}
