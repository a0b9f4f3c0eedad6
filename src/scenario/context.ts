import { AsyncLocalStorage } from "node:async_hooks";
import type { Parameters } from "./settings.ts";

/** What an operation knows of itself while it runs. */
export interface Context<Input = unknown> {
  /** Counts the case's operations from 0. */
  readonly iteration: number;
  /** The virtual user that runs it: its place in the pool, from 0. */
  readonly user: number;
  /** 32 hexadecimal digits, as W3C Trace Context and OpenTelemetry have them. */
  readonly traceId: string;
  /** What `input` made. */
  readonly input: Input;
  /** The coordinates of the case. */
  readonly parameters: Parameters;
  /** The step, or the spawned task, that runs; `undefined` outside of any. */
  readonly step: string | undefined;
  /** Aborted when nobody waits any longer: a timeout, or a failure with `onFailure: "abort"`. */
  readonly signal: AbortSignal;
}

/** What runs a step, a task or an operation; who runs it keeps more beside the context. */
export interface Running {
  /** What it sees of itself. */
  readonly context: Context;
}

/** Follows each step through everything that it awaits. */
export const contexts: AsyncLocalStorage<Running> = new AsyncLocalStorage();

/**
 * The context of the page, or of the operation with tasks, that runs: visible in all that it awaits, without being passed.
 *
 * @example
 * ```ts
 * import { context, run, scenario } from "@cassbench/cassbench";
 *
 * const ask = (cql: string) => console.log(context().iteration, context().step, cql);
 * await run(scenario({
 *   name: "page",
 *   operations: 2,
 *   steps: (page) => page.step("now", async () => ask("SELECT now() FROM system.local")),
 * }));
 * ```
 *
 * @throws {Error} outside of steps, tasks and operations that take tasks
 */
export function context<Input = unknown>(): Context<Input> {
  const running = contexts.getStore();
  if (running !== undefined) return running.context as Context<Input>;
  throw new Error(
    "Cannot give a context as none is here: steps have one, and operations that name their fourth parameter, `tasks`",
  );
}
