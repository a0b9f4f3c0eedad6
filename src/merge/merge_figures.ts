import { onEarlierClock } from "../measure/common_clock.ts";
import { mergeThreads } from "../measure/loads.ts";
import type { Measured } from "../measure/measured.ts";
import type { CaseResult, LoadResult, Schedule } from "../result/case.ts";
import { type KeptFigures, mergeKept } from "./kept.ts";
import { mostOf, sumOf } from "../measure/sums.ts";

/** What several documents say of one case, as if one had measured it all. */
export interface MergedFigures {
  readonly figures: Measured & KeptFigures;
  readonly starts: Starts;
}

/** When the machines began, by their own clocks. */
export interface Starts {
  /** Milliseconds after the first of them, in the order of the documents. */
  readonly after: readonly number[];
  /** How far apart they are. */
  readonly spread: number;
  /** Whether there was a time in which all of them measured. */
  readonly isTogether: boolean;
}

/** A second is padded with at most this many before it, whatever a document says of its clock. */
const MOST_SECONDS = 86_400;

/**
 * Merges what several documents say of one case. Histograms, counts and seconds are added; nothing is averaged. Pool sizes,
 * rates and threads add up too, as that is what the servers had to carry.
 */
export function mergeFigures(parts: readonly CaseResult[]): MergedFigures {
  const starts = compareStarts(parts);
  const parameters = addParameters(parts.map(({ parameters }) => parameters));
  const rate = sumOf(parts, ({ schedule }) => schedule?.rate ?? 0);
  const loads = Map.groupBy(parts.flatMap(({ loads = [] }) => loads), ({ name }) => name);
  const shares = parts.map((part, at): Measured => {
    const share: Measured = {
      ...part,
      parameters,
      schedule: withRate(part.schedule, rate),
      ...part.loads && { loads: part.loads.map((load) => wholeLoad(load, loads)) },
    };
    return starts.isTogether ? onEarlierClock(share, starts.after[at] ?? 0) : share;
  });
  return { figures: { ...mergeThreads(shares), ...mergeKept(parts) }, starts };
}

/** The parameters of cases that are one, of which those that say how much was sent add up. */
export function addParameters(
  all: readonly CaseResult["parameters"][],
): CaseResult["parameters"] {
  const added = ["rate", "poolSize", "workers"].filter((name) => all[0]?.[name] !== undefined);
  const sums = added.map((name) => [name, sumOf(all, (one) => Number(one[name]))] as const);
  return { ...all[0], ...Object.fromEntries(sums) };
}

/** Threads share one schedule, each of which says its rate. */
function withRate(schedule: Schedule | null, rate: number): Schedule | null {
  return schedule && { ...schedule, rate };
}

function wholeLoad(
  load: LoadResult,
  all: ReadonlyMap<string, readonly LoadResult[]>,
): LoadResult {
  const own = all.get(load.name) ?? [load];
  return {
    ...load,
    poolSize: sumOf(own, ({ poolSize }) => poolSize),
    schedule: withRate(load.schedule, sumOf(own, ({ schedule }) => schedule?.rate ?? 0)),
  };
}

function compareStarts(parts: readonly CaseResult[]): Starts {
  const instants = parts.map(({ startedAt }) => Date.parse(startedAt));
  const first = Math.min(...instants);
  const after = instants.map((instant) => instant - first);
  const spread = mostOf(after, (ms) => ms);
  const ends = parts.map(({ elapsed }, at) => (after[at] ?? 0) + elapsed);
  return { after, spread, isTogether: spread < Math.min(...ends, MOST_SECONDS * 1_000) };
}
