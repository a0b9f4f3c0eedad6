import vm from "node:vm";
import type { Parameters } from "../../scenario/settings.ts";
import { outOfTime } from "./failure.ts";

/** Runs a computing step on another thread; rejects with the signal's reason when that aborts. */
export type Compute = (work: ComputeWork, signal: AbortSignal) => Promise<Computed>;

/** What a computing step gets. It is copied to the thread. */
export interface ComputeWork {
  /** The step's name. */
  readonly step: string;
  readonly input: unknown;
  readonly results: Readonly<Record<string, unknown>>;
  readonly parameters: Parameters;
}

/** What a computing step returned, and when it ran: instants of the asking thread's `performance.now()`. */
export interface Computed {
  readonly result: unknown;
  readonly start: number;
  readonly end: number;
}

/**
 * Runs computing work in this thread. V8 itself cuts it off after the timeout in milliseconds, as no timer fires
 * meanwhile.
 *
 * @throws what the work throws; an Error named `clientTimeout` when it was cut off
 */
export function computeWithin<T>(timeout: number, work: () => T): T {
  sandbox ??= vm.createContext({});
  sandbox.work = work;
  try {
    return SCRIPT.runInContext(sandbox, { timeout: Math.ceil(timeout) }) as T;
  } catch (error) {
    if (Object(error).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw outOfTime("computing", timeout);
  }
}

/** V8 takes a timeout only for a script. The context in which the script runs does not matter to the function it calls. */
const SCRIPT = new vm.Script("work()");
let sandbox: vm.Context | undefined;

/**
 * Passes on what a computing step returned.
 *
 * @throws {TypeError} when it is a promise
 */
export function checkComputed<T>(result: T): T {
  if (typeof Object(result).then !== "function") return result;
  // Nobody waits for a promise that is refused, so its failure must not become an unhandled rejection.
  Promise.resolve(result).catch(() => {});
  throw new TypeError(
    "Cannot take its result as a compute step must not return a promise: what waits is added with step()",
  );
}
