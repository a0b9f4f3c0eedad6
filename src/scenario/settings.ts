import type { Fault } from "./faults.ts";
import type { Network } from "./network.ts";
import type { NodeEvent } from "./node_event.ts";
import type { Keyspace, Replication } from "./schema/keyspace.ts";
import type { ThresholdSetting } from "./threshold.ts";

/** A scenario's own axes: name → the values to try. */
export type Axes = Readonly<Record<string, readonly AxisValue[]>>;

/** A value that an axis can have. */
export type AxisValue = string | number | boolean;

/** One value of each axis. */
export type AxisValues<A extends Axes> = { readonly [K in keyof A]: A[K][number] };

/** The coordinates of a case: the injected latency in milliseconds, the pool size, and the scenario's own axes. */
export type Parameters<A extends Axes = Axes> = AxisValues<A> & {
  readonly latency: number;
  readonly poolSize: number;
  /** Milliseconds that proxies add to each round trip; absent where the network is not said to have a latency. */
  readonly networkLatency?: number;
  /** Operations per second; absent under a closed load and with stages. */
  readonly rate?: number;
  /** How the steps of a page run; absent without steps. */
  readonly mode?: Mode;
  /** Which client sends the requests; absent where it is the driver in all cases. */
  readonly client?: Client;
};

/** How many replicas must answer, in CQL's words. */
export type Consistency =
  | "any"
  | "one"
  | "two"
  | "three"
  | "quorum"
  | "all"
  | "localQuorum"
  | "eachQuorum"
  | "localOne";

/**
 * How the steps of a page run: `serial`, one after the other; `concurrent`, at once as far as they need not wait for each
 * other; `threads`, the same with the steps that compute on threads of their own.
 */
export type Mode = "serial" | "concurrent" | "threads";

/**
 * Which code sends the requests: `driver`, npm:cassandra-driver, shows what an application gets; `wire`, cassbench's own
 * lean client, what the cluster can do.
 */
export type Client = "driver" | "wire";

/** Every client. */
export const CLIENTS: readonly ["driver", "wire"] = ["driver", "wire"];

/** A part of an open load, in which the rate changes in a straight line. */
export interface Stage {
  /** Operations per second at its start. @default where the stage before ended; 0 for the first */
  readonly from?: number;
  /** Operations per second at its end. */
  readonly to: number;
  /** Its length in milliseconds. */
  readonly duration: number;
}

/** When a request that has no answer yet is sent once more. The first good answer is taken. */
export interface Speculative {
  /** After how many milliseconds without an answer, each time. */
  readonly after: number;
  /** How often at most. */
  readonly most: number;
}

/**
 * The settings of a scenario that flags and {@linkcode RunOptions} override. What values each takes, its flag and its help
 * are in settings_table.ts.
 */
export interface Settings<A extends Axes = Axes> {
  /** Milliseconds to inject before each request, one case each. @default {[0]} */
  readonly latency?: readonly number[];
  /** A network between client and nodes, beside the one that is there. @default none */
  readonly network?: Network;
  /** The most operations in flight, one case each; 1 is serial. @default {[1, 100]}, with a rate `[1000]`, with workers `[100]`, with steps `[1]` */
  readonly poolSizes?: readonly number[];
  /** Operations per case. @default {1000} */
  readonly operations?: number;
  /** Milliseconds per case, in place of `operations`. */
  readonly duration?: number;
  /** Operations per second, one case each. An operation is sent when it is due, even while earlier ones still run. */
  readonly rate?: readonly number[];
  /** A rate that changes over time, in place of `rate`, `operations` and `duration`. */
  readonly stages?: readonly Stage[];
  /** How the steps of a page run, one case each; only with `steps`. @default {["serial", "concurrent"]} */
  readonly mode?: readonly Mode[];
  /** Which client sends the requests, one case each. @default {["driver"]} */
  readonly client?: readonly Client[];
  /** The most milliseconds an operation, or a page, may take; then it fails as `clientTimeout`. @default {60_000}, and the largest `latency` */
  readonly timeout?: number;
  /** When a step or task fails: whether its operation awaits those that still run, or aborts them. @default {"await"} */
  readonly onFailure?: "await" | "abort";
  /** How many operations of each case run with Cassandra's tracing on. @default {0} */
  readonly trace?: number;
  /** Whether operations are due at even times, or at random ones, as when many people act independently. @default {"constant"} */
  readonly arrivals?: "constant" | "poisson";
  /** Whether an operation that is due while the pool is full waits in a queue or is dropped. @default {"queue"} */
  readonly overflow?: "queue" | "drop";
  /** Milliseconds that an open load waits after its schedule's end for what is in flight; that then fails as `clientTimeout`. @default {10_000} */
  readonly drain?: number;
  /** The warm-up before each case in milliseconds. @default 250, or 1,000 operations if they take less */
  readonly warmup?: number;
  /** How often every case runs, in turns with the others. @default {1} */
  readonly repetitions?: number;
  /** Threads that share each case's load, with connections of their own. @default {1} */
  readonly workers?: number;
  /** Bounds that every case must keep. @default {[]} */
  readonly thresholds?: readonly ThresholdSetting[];
  /**
   * Whether a search, when it has found a rate, also measures 10, 25, 50, 75, 90 and 95 % of it, as a curve of latency
   * against throughput. Other runs have none. @default {false}
   */
  readonly curve?: boolean;
  /** What is done to nodes of the target while each case runs. @default nothing */
  readonly events?: readonly NodeEvent[];
  /** How often a request that failed is sent again, as far as that does no harm. @default {0} */
  readonly retries?: number;
  /** Sends a request that has no answer yet once more, where that does no harm. @default never */
  readonly speculative?: Speculative;
  /** How the embedded server, and no other target, misbehaves while a case's clock runs. @default {[]} */
  readonly faults?: readonly Fault[];
  /** How many operations of a case may fail: it ends when so many have. @default as many as there are */
  readonly maxErrors?: number;
  /** How many operations of the run are kept by themselves, where that is asked for; of more, a random sample. @default {1_000_000} */
  readonly maxSamples?: number;
  /** The scenario's own axes; each value reaches `input` and `operation` as a parameter. */
  readonly matrix?: A;
  /** Whether the scenario's `populate` is left out, as its rows are there already. @default {false} */
  readonly noPopulate?: boolean;
  /** Makes the inputs repeatable. @default {1} */
  readonly seed?: number;
  /** The keyspace of the tables, by its name or with more than that; created when missing. @default {"cassbench"} */
  readonly keyspace?: string | Keyspace;
  /** How often a keyspace that is created keeps each row. @default three times in the local data center, or as often as it has nodes */
  readonly replication?: Replication;
  /** Whether what is missing of the schema is created; where not, it must all be there. @default {true} */
  readonly createSchema?: boolean;
  /** How many replicas must answer. @default {"localOne"} */
  readonly consistency?: Consistency;
  /**
   * Whether each acknowledged write of a case, and of `populate`, is read back and compared when that has ended. One that
   * is not found makes the case not valid. @default {false}
   */
  readonly verifyWrites?: boolean;
  /** Connections per host and worker. @default one, and one more for each 1,000 operations in flight */
  readonly connections?: number;
}

/**
 * All settings with their values. Those that the load does not have are absent: a closed load has no `rate`. The keyspace
 * is its name; what else was said of it stands beside it.
 */
export type FullSettings =
  & Omit<Settings, "keyspace">
  & Required<
    Omit<
      Settings,
      | "network"
      | "operations"
      | "duration"
      | "rate"
      | "stages"
      | "mode"
      | "replication"
      | "noPopulate"
      | "curve"
      | "maxErrors"
      | "maxSamples"
      | "speculative"
      | "events"
      | "keyspace"
    >
  >
  & { readonly keyspace: string }
  & Pick<Keyspace, "durableWrites">;

/** How long each case is in milliseconds, where its settings say so. */
export function lengthOf(
  { duration, stages }: Pick<Settings, "duration" | "stages">,
): number | undefined {
  return duration ?? stages?.reduce((sum, stage) => sum + stage.duration, 0);
}
