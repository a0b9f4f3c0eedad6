/** What a case holds beside what its load measured, merged of several documents. */
import { mergeCoordinated } from "../measure/request_counts.ts";
import { mergeSummaries } from "../measure/times.ts";
import type { CaseResult, SampleFigures } from "../result/case.ts";
import type { NetworkResult } from "../result/network.ts";
import type { NodeResult } from "../result/node.ts";
import type { Verified } from "../result/verified.ts";
import { addCounts, mostOf, sumOf } from "../measure/sums.ts";

/** More examples say no more. */
const MOST_EXAMPLES = 10;

/** The fields of a case that are merged here; those that no document has are absent. */
export type KeptFigures = Pick<
  CaseResult,
  "nodes" | "verified" | "network" | "samples" | "endedServers"
>;

/** Merges what is beside the load. */
export function mergeKept(parts: readonly CaseResult[]): KeptFigures {
  const nodes = mergeNodes(parts.flatMap(({ nodes = [] }) => nodes));
  const verified = mergeVerified(parts.flatMap(({ verified }) => verified ?? []));
  const network = mergeNetworks(parts.flatMap(({ network }) => network ?? []));
  const samples = mergeSampleFigures(parts.flatMap(({ samples }) => samples ?? []));
  const ended = Map.groupBy(
    parts.flatMap(({ endedServers = [] }) => endedServers),
    ({ name }) => name,
  );
  return {
    ...nodes.length > 0 && { nodes },
    ...verified && { verified },
    ...network && { network },
    ...samples && { samples },
    ...ended.size > 0 && { endedServers: [...ended.values()].map(([first]) => first!) },
  };
}

/**
 * The nodes that any of the machines saw, by address. What each coordinated is added up; what a node says of itself counts
 * the requests of all clients, so of several documents the one that saw most of it has it.
 */
export function mergeNodes(nodes: readonly NodeResult[]): NodeResult[] {
  const total = sumOf(nodes, ({ coordinated }) => coordinated);
  const byAddress = Map.groupBy(nodes, ({ address }) => address);
  return [...byAddress].toSorted(([a], [b]) => a < b ? -1 : 1).map(([address, own]) => {
    const { coordinated, ...more } = mergeCoordinated(
      own.map(({ errors = 0, requestTime = null, ...node }) => ({ ...node, errors, requestTime })),
    );
    const isOld = own.some(({ requestTime }) => requestTime === undefined);
    const seen = own.flatMap(({ server }) => server ?? []);
    return {
      ...{ address, coordinated },
      ...!isOld && more,
      share: total === 0 ? 0 : coordinated / total,
      server: seen.toSorted((a, b) => b.reads + b.writes - a.reads - a.writes)[0] ?? null,
    };
  });
}

/** Adds up what was found of writes. */
export function mergeVerified(all: readonly Verified[]): Verified | undefined {
  if (all.length === 0) return undefined;
  const notChecked = addCounts(all.map(({ notChecked = {} }) => notChecked));
  const examples = all.flatMap(({ examples = [] }) => examples).slice(0, MOST_EXAMPLES);
  return {
    acknowledged: sumOf(all, ({ acknowledged }) => acknowledged),
    readBack: sumOf(all, ({ readBack }) => readBack),
    overwritten: sumOf(all, ({ overwritten }) => overwritten),
    missing: sumOf(all, ({ missing }) => missing),
    different: sumOf(all, ({ different }) => different),
    ...Object.keys(notChecked).length > 0 && { notChecked },
    unknown: sumOf(all, ({ unknown }) => unknown),
    unknownApplied: sumOf(all, ({ unknownApplied }) => unknownApplied),
    ...examples.length > 0 && { examples },
    elapsed: mostOf(all, ({ elapsed }) => elapsed),
  };
}

/** Each machine has proxies of its own: the busiest are the first to be a limit. */
function mergeNetworks(all: readonly NetworkResult[]): NetworkResult | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  const busy = ({ cpu, spinning }: NetworkResult) => cpu - spinning;
  const { cpu, spinning } = others.reduce((a, b) => busy(b) > busy(a) ? b : a, first);
  return {
    held: mergeSummaries(all.map(({ held }) => held)),
    late: mergeSummaries(all.map(({ late }) => late)),
    bytes: sumOf(all, ({ bytes }) => bytes),
    connections: sumOf(all, ({ connections }) => connections),
    ...{ cpu, spinning },
  };
}

/** The rows stay in the files of the machines; where the chances differ, the least is told. */
function mergeSampleFigures(all: readonly SampleFigures[]): SampleFigures | undefined {
  if (all.length === 0) return undefined;
  const chances = all.flatMap(({ every }) => every ?? []);
  return {
    kept: sumOf(all, ({ kept }) => kept),
    every: chances.length === 0 ? null : Math.max(...chances),
  };
}
