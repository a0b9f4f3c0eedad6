import type { ComputeWork } from "../../engine/page/compute.ts";
import type { Failure } from "../load/messages.ts";

/** What is said to a thread that computes. */
export type ToComputeWorker =
  | {
    readonly kind: "open";
    readonly file: string;
    /** The most milliseconds that a step may take. */
    readonly timeout: number;
  }
  | { readonly kind: "compute"; readonly work: ComputeWork };

/** What it says. */
export type FromComputeWorker =
  | ComputeAnswer
  /** An error of the scenario that nothing waited for. */
  | { readonly kind: "stray"; readonly message: string };

/** What it says to what it was told: one answer to each. */
export type ComputeAnswer =
  | { readonly kind: "opened" }
  | {
    readonly kind: "computed";
    readonly result: unknown;
    /** Milliseconds since 1970, with fractions, which all threads know alike. */
    readonly start: number;
    readonly end: number;
  }
  | { readonly kind: "failed"; readonly error: Failure };
