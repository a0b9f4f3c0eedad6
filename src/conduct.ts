import { readCalibration } from "./kept_calibration.ts";
import type { Case, Plan } from "./plan.ts";
import type { CaseResult, Second, Status } from "./result/case.ts";
import { compose } from "./result/compose.ts";
import type { Result, SearchResult } from "./result/document.ts";
import { openRunner } from "./runner.ts";
import { lengthOf, type Settings } from "./scenario/settings.ts";
import { DRIVER_VERSION, type TargetChoice } from "./target/target.ts";

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

/** What goes on in a run. */
export interface Conduct {
  /** Runs a case; rejects when the signal stops the run. Gives the result's place among the cases, too. */
  runCase(next: Case): Promise<{ readonly result: CaseResult; readonly index: number }>;
  /** Notes what a search has found so far. */
  noteSearch(search: readonly SearchResult[]): void;
}

/**
 * Opens what a plan needs, lets `work` run its cases, and says what was measured: also when it is stopped or fails.
 *
 * @param cases how many cases there are; `undefined` when nobody knows
 */
export async function conduct(
  planned: Plan,
  options: RunOptions,
  cases: number | undefined,
  work: (conduct: Conduct) => Promise<void>,
): Promise<Result> {
  const { target = "embedded", nodes, port, file, onProgress = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  const { scenario: { name }, settings } = planned;
  const startedAt = new Date();
  const calibration = readCalibration();
  const onWait = (message: string) => onProgress({ type: "waiting", message });
  const runner = await openRunner(planned, { target, nodes, port, file, signal, onWait });
  const measured: CaseResult[] = [];
  let search: readonly SearchResult[] | undefined;

  function report(status: Status): Result {
    const environment = { target: runner.description, driver: DRIVER_VERSION };
    const parts = { name, file, settings, startedAt, status, cases: measured, search };
    const result = compose({ ...parts, ...environment, calibration });
    onProgress({ type: "measured", result });
    return result;
  }

  async function runCase(next: Case) {
    signal.throwIfAborted();
    const index = measured.length;
    const tell = (done: number, elapsed: number) => {
      const share = shareDone(planned, next, done, elapsed);
      onProgress({ type: "running", at: { case: next, index, cases, done, elapsed, share } });
    };
    tell(0, 0);
    const result = await runner.runCase(next, {
      onProgress: tell,
      onSecond: (second) => onProgress({ type: "second", case: next, second }),
    });
    measured.push(result);
    if (measured.length !== cases) report("aborted");
    await runner.tearDown(next);
    return { result, index };
  }

  let isWhole = false;
  try {
    await work({ runCase, noteSearch: (found) => search = found });
    isWhole = measured.every(({ status }) => status === "completed");
  } catch (error) {
    if (!signal.aborted) {
      report("failed");
      throw error;
    }
  } finally {
    await runner.close();
  }
  return report(isWhole ? "completed" : "aborted");
}

function shareDone(
  { settings }: Plan,
  { parameters }: Case,
  done: number,
  elapsed: number,
): number {
  const { operations = Infinity } = settings;
  const length = lengthOf(settings) ??
    (parameters.rate === undefined ? Infinity : operations / parameters.rate * 1_000);
  return Math.min(1, length === Infinity ? done / operations : elapsed / length);
}
