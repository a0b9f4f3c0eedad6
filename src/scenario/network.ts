import type { NodeEvent } from "./node_event.ts";

/** What the bytes between the client and a node go through, beside what the network does to them anyway. */
export interface NetworkConditions {
  /** Milliseconds that are added to each round trip: half on the way to the node, half on the way back. @default {0} */
  readonly latency?: number;
  /** Up to this many milliseconds more in each round trip, at random. @default {0} */
  readonly jitter?: number;
  /** Bytes per second that pass in each direction, on all connections to a node together. @default without a bound */
  readonly bandwidth?: number;
}

/** A part of a case in which the network is another one. Where several stages overlap, what a later one says holds. */
export interface NetworkStage extends NetworkConditions {
  /** When it begins, in milliseconds of the case's clock. */
  readonly at: number;
  /** Its length in milliseconds. @default until the case ends */
  readonly for?: number;
  /** The only node that it is about, counted from 1 in the order of their addresses. @default all nodes */
  readonly node?: number;
  /** Whether nothing passes, while connections stay open; what waits passes at its end. */
  readonly stall?: boolean;
  /** Whether all connections are reset when it begins. What was under way on them is lost; new ones are taken. */
  readonly reset?: boolean;
  /** Whether new connections are refused. */
  readonly refuse?: boolean;
}

/**
 * A network between client and nodes: a TCP proxy in front of each node of the target, in a thread of its own. It begins
 * with each case's warm-up and ends with the case; between cases the proxies pass everything on at once.
 */
export interface Network extends Omit<NetworkConditions, "latency"> {
  /** Milliseconds that are added to each round trip; of a list, one case each, as parameter `networkLatency`. @default {0} */
  readonly latency?: number | readonly number[];
  /** Nodes to which the way is another one, by their number, from 1 in the order of their addresses. */
  readonly nodes?: Readonly<Record<number, NetworkConditions>>;
  /** Parts of each case in which the network is another one. */
  readonly stages?: readonly NetworkStage[];
}

/** The network of one case: its latency is a number. */
export type CaseNetwork = Omit<Network, "latency"> & Pick<NetworkConditions, "latency">;

/** The network of a case with these coordinates. */
export function caseNetwork(
  network: Network | undefined,
  { networkLatency }: { readonly networkLatency?: number },
): CaseNetwork {
  const { latency: _, ...rest } = network ?? {};
  return { ...rest, ...networkLatency !== undefined && { latency: networkLatency } };
}

/** The latencies of a network, one case each; `undefined` where nothing is said of them. */
export function networkLatencies(network: Network | undefined): readonly number[] | undefined {
  const { latency } = network ?? {};
  return typeof latency === "number" ? [latency] : latency;
}

/** Whether anything is done to nodes while a case runs: by events, or by stages of the network. */
export function actsOnNodes({ events, network = {} }: {
  readonly events?: readonly NodeEvent[];
  readonly network?: Network;
}): boolean {
  return events !== undefined || eventsOfStages(network, 1).length > 0;
}

/**
 * What the stages of a network do to nodes, as events: when nothing passes, when connections are reset or refused, and when
 * that ends.
 *
 * @param nodes how many there are
 */
export function eventsOfStages({ stages = [] }: Network, nodes: number): NodeEvent[] {
  const all = Array.from({ length: nodes }, (_, at) => at + 1);
  return stages.flatMap(({ at, for: length, node, stall, reset, refuse }) => {
    const actions = [
      ...reset ? [{ at, do: "reset" }] as const : [],
      ...stall ? [{ at, do: "stall" }] as const : [],
      ...refuse ? [{ at, do: "refuse" }] as const : [],
      ...stall && length !== undefined ? [{ at: at + length, do: "unstall" }] as const : [],
      ...refuse && length !== undefined ? [{ at: at + length, do: "accept" }] as const : [],
    ];
    return actions.flatMap((action) =>
      (node === undefined ? all : [node]).map((node) => ({ ...action, node }))
    );
  });
}
