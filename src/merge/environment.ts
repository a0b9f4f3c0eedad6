import type { Environment } from "../result/document.ts";
import type { TargetDescription } from "../result/target.ts";
import { addParameters } from "./merge_figures.ts";
import type { MatchedParts } from "./match.ts";
import { sumOf } from "../measure/sums.ts";

type Settings = Environment["settings"];

/** What is said of the machines, as of one: what they have together, and the versions that they have. */
export function mergeMachines(
  all: readonly Environment[],
): Pick<Environment, "cassbench" | "deno" | "os" | "cpus"> {
  return {
    cassbench: listOnce(all.map(({ cassbench }) => cassbench)),
    deno: listOnce(all.map(({ deno }) => deno)),
    os: listOnce(all.map(({ os }) => os)),
    cpus: sumOf(all, ({ cpus }) => cpus),
  };
}

/** Each value once: `0.1.0, 0.2.0`. */
export function listOnce(values: readonly string[]): string {
  return [...new Set(values)].join(", ");
}

/** How far off the figures can be: as far as those of the machine that was worst; `undefined` where one does not know. */
export function worstCalibration(all: readonly Environment[]): Environment["calibration"] {
  const known = all.flatMap(({ calibration }) => calibration ?? []);
  if (known.length < all.length) return undefined;
  return known.toSorted((a, b) => b.error - a.error)[0];
}

/**
 * The settings of all together: pools, rates, operations and threads are those of all machines, as their cases are; of the
 * axes, whatever one of them had.
 */
export function mergeSettings(
  all: readonly Settings[],
  cases: readonly MatchedParts[],
): Settings {
  const [first, ...others] = all as [Settings, ...Settings[]];
  if (others.length === 0) return first;
  const { operations, stages, rate, mode } = first;
  const union = <T>(list: (settings: Settings) => readonly T[]) => [...new Set(all.flatMap(list))];
  return {
    ...first,
    latency: union(({ latency }) => latency),
    client: union(({ client }) => client),
    ...mode && { mode: union(({ mode = [] }) => mode) },
    matrix: mergeMatrices(all),
    repetitions: Math.max(...all.map(({ repetitions }) => repetitions)),
    workers: sumOf(all, ({ workers }) => workers),
    poolSizes: addAxis(cases, "poolSize", union(({ poolSizes }) => poolSizes)),
    ...rate && { rate: addAxis(cases, "rate", union(({ rate = [] }) => rate)) },
    ...operations !== undefined && {
      operations: sumOf(all, ({ operations = 0 }) => operations),
    },
    ...stages && {
      stages: stages.map(({ from, to, duration }) => ({
        ...from !== undefined && { from: from * all.length },
        ...{ to: to * all.length, duration },
      })),
    },
  };
}

function mergeMatrices(all: readonly Settings[]): Settings["matrix"] {
  const names = new Set(all.flatMap(({ matrix }) => Object.keys(matrix)));
  return Object.fromEntries(
    [...names].map((
      name,
    ) => [name, [...new Set(all.flatMap(({ matrix }) => matrix[name] ?? []))]]),
  );
}

/** What became of the values of an axis that adds up, in their order. */
function addAxis(
  cases: readonly MatchedParts[],
  axis: "poolSize" | "rate",
  values: readonly number[],
): number[] {
  const sums = values.flatMap((value) =>
    cases.filter(([{ measured }]) => measured.parameters[axis] === value)
      .map((parts) => Number(addParameters(parts.map(({ measured }) => measured.parameters))[axis]))
  );
  return [...new Set(sums)];
}

/** The cluster as all machines saw it. What they saw otherwise, as they are elsewhere, is all there, or left out. */
export function mergeTargets(all: readonly TargetDescription[]): TargetDescription {
  const [first, ...others] = all as [TargetDescription, ...TargetDescription[]];
  if (others.length === 0) return first;
  const { dataCenter, rack, coordinators: _c, resolved: _r, addresses: _a, ...cluster } = first;
  const { unreachable: _u, ended: _e, dataCenters: _d, ...same } = cluster;
  const list = (
    of: (target: TargetDescription) => readonly string[] | undefined,
  ) => [...new Set(all.flatMap((target) => of(target) ?? []))];
  const [coordinators, unreachable, dataCenters] = [
    list(({ coordinators }) => coordinators),
    list(({ unreachable }) => unreachable),
    list(({ dataCenters }) => dataCenters),
  ];
  const resolved = Object.assign({}, ...all.map(({ resolved }) => resolved));
  const addresses = Object.assign({}, ...all.map(({ addresses }) => addresses));
  const ended = Map.groupBy(all.flatMap(({ ended = [] }) => ended), ({ name }) => name);
  const isOne = (of: (target: TargetDescription) => unknown) =>
    others.every((other) => of(other) === of(first));
  return {
    ...same,
    ...unreachable.length > 0 && { unreachable },
    ...dataCenter !== undefined && isOne((one) => one.dataCenter) && { dataCenter },
    ...dataCenters.length > 0 && { dataCenters },
    ...rack !== undefined && isOne((one) => one.rack) && { rack },
    ...all.every(({ coordinators }) => coordinators) && { coordinators },
    ...Object.keys(resolved).length > 0 && { resolved },
    ...Object.keys(addresses).length > 0 && { addresses },
    ...ended.size > 0 && { ended: [...ended.values()].map(([one]) => one!) },
  };
}
