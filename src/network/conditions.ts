import type { CaseNetwork, NetworkConditions, NetworkStage } from "../scenario/network.ts";
import type { WayConditions } from "./shaping.ts";

/** How the proxy of one node is at an instant. */
export interface NodeConditions {
  /** Of each direction. */
  readonly way: WayConditions;
  readonly isStalled: boolean;
  readonly isRefusing: boolean;
}

/** How the network to a node is at an instant of the case's clock; `undefined` before the clock starts. */
export function conditionsAt(
  network: CaseNetwork,
  node: number,
  at: number | undefined,
): NodeConditions {
  const stages = (network.stages ?? []).filter((stage) =>
    at !== undefined && concerns(stage, node) && stage.at <= at && at < endOf(stage)
  );
  const parts: readonly NetworkConditions[] = [network, network.nodes?.[node] ?? {}, ...stages];
  const { latency = 0, jitter = 0, bandwidth = Infinity } = Object.assign({}, ...parts);
  return {
    way: { delay: latency / 2, jitter: jitter / 2, bandwidth },
    isStalled: stages.some(({ stall }) => stall),
    isRefusing: stages.some(({ refuse }) => refuse),
  };
}

/** The instants of the case's clock at which something changes, in order. */
export function changesOf({ stages = [] }: CaseNetwork): number[] {
  const instants = stages.flatMap((stage) => [stage.at, endOf(stage)]);
  return [...new Set(instants)].filter(Number.isFinite).sort((a, b) => a - b);
}

/** Whether the connections to a node are reset at an instant of the case's clock. */
export function isResetAt({ stages = [] }: CaseNetwork, node: number, at: number): boolean {
  return stages.some((stage) => stage.reset && stage.at === at && concerns(stage, node));
}

function concerns({ node }: NetworkStage, which: number): boolean {
  return node === undefined || node === which;
}

function endOf({ at, for: length = Infinity }: NetworkStage): number {
  return at + length;
}
