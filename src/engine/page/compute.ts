import vm from "node:vm";
import type { Parameters } from "../../scenario/settings.ts";
import { outOfTime } from "./failure.ts";

/** Runs a computing step on another thread. */
export type Compute = (work: ComputeWork, signal: AbortSignal) => Promise<Computed>;

/** What a computing step gets; it is copied to the thread. */
export interface ComputeWork {
  /** The step's name. */
  readonly step: string;
  readonly input: unknown;
  readonly results: Readonly<Record<string, unknown>>;
  readonly parameters: Parameters;
}

/** What it gave, and when it ran: instants of this thread's `performance.now()`. */
export interface Computed {
  readonly result: unknown;
  readonly start: number;
  readonly end: number;
}

/**
 * Runs computing work in this thread, and cuts it off after so many milliseconds, as no timer fires while it runs.
 *
 * @throws what the work throws; an Error named `clientTimeout` when it was cut off
 */
export function computeWithin<T>(timeout: number, work: () => T): T {
  watched ??= vm.createContext({});
  watched.work = work;
  try {
    return WATCHED.runInContext(watched, { timeout: Math.ceil(timeout) }) as T;
  } catch (error) {
    if (Object(error).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw outOfTime("computing", timeout);
  }
}

/** Only of a script can V8 be told how long it may take; where it runs makes no difference to what it calls. */
const WATCHED = new vm.Script("work()");
let watched: vm.Context | undefined;

/**
 * Passes on what a computing step gave.
 *
 * @throws {TypeError} when it is a promise
 */
export function checkComputed<T>(result: T): T {
  if (typeof Object(result).then !== "function") return result;
  // It is refused, so nobody waits for it: its failure must not be a stray one.
  Promise.resolve(result).catch(() => {});
  throw new TypeError(
    "Cannot take its result as a compute step must not return a promise: what waits is added with step()",
  );
}
