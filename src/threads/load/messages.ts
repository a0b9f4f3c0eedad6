import type { LoadConnection } from "../../cluster/driver/connect.ts";
import type { Counts } from "../../cluster/nodes.ts";
import type { Measured } from "../../measure/measured.ts";
import type { Second } from "../../result/case.ts";
import type { Case, Plan } from "../../scenario/planned.ts";

/** What a worker needs to know before its first case. */
export interface Opening extends Pick<Plan, "settings" | "isWarmupAsked"> {
  /** The scenario's file: functions cannot be sent, so every worker loads it. */
  readonly file: string;
  readonly connection: LoadConnection;
  /** Counts the workers from 0. */
  readonly worker: number;
}

/** What is said to a worker. */
export type ToWorker =
  | { readonly kind: "open"; readonly opening: Opening }
  | { readonly kind: "run"; readonly case: Case }
  /** At this many milliseconds since 1970, with fractions, which all threads know alike. */
  | { readonly kind: "start"; readonly at: number }
  | { readonly kind: "stop" }
  | { readonly kind: "close" };

/** What a worker says. */
export type FromWorker =
  | { readonly kind: "opened" }
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly done: number; readonly elapsed: number }
  | { readonly kind: "second"; readonly second: Second }
  | { readonly kind: "measured"; readonly measured: Measured; readonly coordinated: Counts }
  | { readonly kind: "closed" }
  /** A promise of the scenario that nothing waited for. */
  | { readonly kind: "stray"; readonly message: string }
  | { readonly kind: "failed"; readonly error: Failure };

/** An error, as it can be sent. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly hint: string | undefined;
}
