import type { LoadResult } from "../result/case.ts";
import {
  type Measured,
  mergeFigures,
  mergeMeasured,
  mergeMix,
  mergeSchedules,
} from "./measured.ts";
import { mostOf, sumOf } from "./sums.ts";

/** What a thread measured of a load that ran beside the measured one. */
export interface LoadPart {
  readonly name: string;
  readonly measured: Measured;
}

/** Adds to what a thread measured what it ran beside that. */
export function withLoads(measured: Measured, parts: readonly LoadPart[]): Measured {
  return { ...measured, loads: parts.map(loadResultOf) };
}

/** Merges what several threads measured of one case, and of the loads that ran beside it. */
export function mergeThreads(parts: readonly Measured[]): Measured {
  const byName = Map.groupBy(parts.flatMap(({ loads = [] }) => loads), ({ name }) => name);
  const loads = [...byName.values()].map(mergeLoad);
  return { ...mergeMeasured(parts), ...loads.length > 0 && { loads } };
}

function loadResultOf({ name, measured }: LoadPart): LoadResult {
  const { parameters, elapsed, throughput, schedule, mix } = measured;
  return {
    ...{ name, poolSize: Number(parameters.poolSize) },
    ...mergeFigures([measured]),
    ...{ elapsed, throughput, schedule },
    ...mix && { mix },
  };
}

/** The threads of a load end it within a millisecond, so what they did in a second adds up. */
function mergeLoad(parts: readonly LoadResult[]): LoadResult {
  const [first] = parts as [LoadResult, ...LoadResult[]];
  return {
    ...first,
    ...mergeFigures(parts),
    elapsed: mostOf(parts, ({ elapsed }) => elapsed),
    throughput: sumOf(parts, ({ throughput }) => throughput),
    schedule: mergeSchedules(parts.map(({ schedule }) => schedule)),
    ...first.mix && { mix: first.mix.map((_, at) => mergeMix(parts, at)) },
  };
}
