import type { ThreadWrites } from "../../cluster/written/log.ts";
import type { Coordination } from "../../cluster/node_times.ts";
import type { Measured } from "../../measure/measured.ts";
import type { AgentClock, AgentDescription } from "../../result/agent.ts";
import type { AgentPart } from "../../result/conclude/agents.ts";
import type { EarlyEnd, Second } from "../../result/case.ts";
import type { SampledOperations } from "../../result/samples.ts";
import type { Channel } from "../../runtime/channel.ts";
import type { Case } from "../../scenario/planned.ts";

/** Who carries a share of a case: a Worker of this process, or an agent on another machine. Both are open. */
export interface Carrier {
  /** It rejects what it is asked with a {@linkcode CarrierLost} once the carrier is lost. */
  readonly channel: Channel<LoadCalls, LoadNews>;
  /** How many threads it has. */
  readonly threads: number;
  /** Which agent it is; absent where it is a Worker of this process. */
  readonly agent?: AgentDescription;
  /** Measures the clock of an agent, before each case. */
  readonly measureClock?: () => Promise<AgentClock>;
  /** Why an agent is lost; `undefined` while it is not. One that is lost between two cases carries nothing of the next. */
  readonly lossOf?: () => CarrierLost | undefined;
  /** Since which instant of `performance.now()` nothing has been heard of an agent; `undefined` while it is heard. */
  readonly silentSince?: () => number | undefined;
}

/** Why a carrier's share is missing, in words that follow its name: "was silent for 10 s". */
export class CarrierLost extends Error {
  override readonly name = "CarrierLost";
}

/** What a carrier can be asked while it is open. */
export interface LoadCalls {
  /** Runs its share of a case. It tells when it is ready, and then waits for `start`. */
  run(call: RunCall): Promise<SharedCase>;
  /** Tells the places of threads that it cannot see by itself. A call that is lost costs nothing, as the next one has newer places. */
  reached(places: readonly ReachedPlace[]): void;
  /** Starts its clock: at an instant of {@linkcode ownClock}, or now. */
  start(at?: number): void;
  /** Ends the case that runs, as another carrier's part of it has ended before its time. */
  endEarly(why: EarlyEnd): void;
  /** What the case that ran last wrote, thread by thread. */
  written(): Promise<readonly ThreadWrites[]>;
  /** Stops the case that runs, also if it waits for its start. It will run no other. */
  stop(): void;
  /** Closes its connections. */
  close(): Promise<void>;
}

/** What a carrier tells while it runs a case. */
export type LoadNews =
  /** It has warmed up, and waits for the call of `start`. */
  | { readonly kind: "ready" }
  | {
    readonly kind: "progress";
    readonly done: number;
    readonly elapsed: number;
    readonly errors: number;
  }
  /** Its part ends before its time. */
  | { readonly kind: "earlyEnd"; readonly why: EarlyEnd }
  | { readonly kind: "second"; readonly second: Second }
  /** The places of its threads. */
  | { readonly kind: "reached"; readonly places: readonly ReachedPlace[] };

/** A thread of a case, counted from 0, and the index of its next operation. */
export type ReachedPlace = readonly [worker: number, index: number];

/** What a carrier is asked to run. */
export interface RunCall extends BaseShare {
  readonly next: Case;
  /** How many operations it may keep by themselves; absent where none are asked for. */
  readonly room?: number | undefined;
}

/** Which part of a whole some threads carry. */
export interface BaseShare {
  /** The number of the first of these threads among all of the case. */
  readonly first: number;
  /** How many threads the case has. */
  readonly workers: number;
  /** As `Share.reached`; absent where the threads share no memory, or there is only one. */
  readonly reached?: Int32Array | undefined;
}

/** What all threads of a carrier, or of all carriers, measured of a case together. */
export interface SharedCase {
  readonly measured: Measured;
  readonly coordination: Coordination;
  /** The operations by themselves; absent where they were not asked for. */
  readonly samples?: SampledOperations;
  /** When its clock started, by {@linkcode ownClock}. */
  readonly startedAt: number;
  /** What each agent measured; absent where there are none. */
  readonly parts?: readonly AgentPart[];
}

/**
 * The clock by which a carrier tells instants, in milliseconds. It follows no step of the wall clock, so two of them keep
 * their distance.
 */
export function ownClock(): number {
  return performance.timeOrigin + performance.now();
}
