import { AsyncLocalStorage } from "node:async_hooks";
import type { Parameters } from "./settings.ts";

/** What an operation can ask about itself while it runs. */
export interface Context<Input = unknown> {
  /** The number of the operation in its case, from 0. */
  readonly iteration: number;
  /** The number of the slot that runs it, from 0: a virtual user. */
  readonly user: number;
  /** 32 hexadecimal digits, in the format of W3C Trace Context and OpenTelemetry. */
  readonly traceId: string;
  /** The input that the scenario's `input` made for it. */
  readonly input: Input;
  /** The coordinates of the case. */
  readonly parameters: Parameters;
  /** The name of the step or of the task that runs; `undefined` outside of both. */
  readonly step: string | undefined;
  /** Aborts when its result is no longer waited for: after a timeout, or after a failure with `onFailure: "abort"`. */
  readonly signal: AbortSignal;
}

/** The step, task or operation that runs. The engine extends it by what it keeps beside the context. */
export interface Running {
  /** What {@linkcode context} gives. */
  readonly context: Context;
}

/** Holds what runs, through everything that a step awaits. */
export const contexts: AsyncLocalStorage<Running> = new AsyncLocalStorage();

/**
 * Gives the context of the page, or of the operation with tasks, that runs. Every function that it calls or awaits can ask
 * for it, without passing it on.
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
