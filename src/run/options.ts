import type { TargetChoice } from "../cluster/target.ts";
import type { Second } from "../result/case.ts";
import type { Result } from "../result/document.ts";
import type { Case } from "../scenario/planned.ts";
import type { Settings } from "../scenario/settings.ts";

/** How to run a scenario: where, and any of its settings in place of its own. */
export interface RunOptions extends Settings {
  /** Where to run. @default {"embedded"} */
  readonly target?: TargetChoice;
  /** Nodes of `target: "cassandra"`. @default one, or as many as `cassandra start` started */
  readonly nodes?: number;
  /** Port of `target: "cassandra"`. @default 9042, or where `cassandra start` started one */
  readonly port?: number;
  /** Stops the run; what was measured until then is the result. */
  readonly signal?: AbortSignal;
  /** Is told what happens while it happens. */
  readonly onProgress?: (progress: Progress) => void;
  /** The scenario's file, for the result; with several workers each loads it. */
  readonly file?: string;
}

/** What happens during a run. */
export type Progress =
  | { readonly type: "waiting"; readonly message: string }
  | { readonly type: "running"; readonly at: CaseProgress }
  /** A second of a case is over. */
  | { readonly type: "second"; readonly case: Case; readonly second: Second }
  | { readonly type: "measured"; readonly result: Result };

/** How far a case is. */
export interface CaseProgress {
  /** The case that runs. */
  readonly case: Case;
  /** Counts the cases from 0. */
  readonly index: number;
  /** How many cases there are; a search does not know. */
  readonly cases: number | undefined;
  /** Operations that ended. */
  readonly done: number;
  /** Milliseconds since the case's clock started. */
  readonly elapsed: number;
  /** How much of the case is done, from 0 to 1. */
  readonly share: number;
}

/** The settings among the options. */
export function settingsAmong(options: RunOptions): Settings {
  const { target: _, nodes: _n, port: _p, file: _f, signal: _s, onProgress: _o, ...rest } = options;
  return rest;
}
