import { openSpan } from "../../measure/timeline.ts";
import { contexts, type Running } from "../../scenario/context.ts";
import { isThenable } from "../operations/promised.ts";
import type { TimeLimited } from "../pool/timeouts.ts";
import { outOfTime } from "./failure.ts";
import type { OpenPage } from "./page.ts";

/** A part of a page that runs: a step, a task, or the operation that starts tasks. */
export interface RunningBranch extends Running {
  readonly page: OpenPage;
  /** Is told the id of the Cassandra trace of the request that runs. */
  readonly onTrace?: (id: string) => void;
}

/** A step or a task. */
export interface Branch {
  readonly name: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** How a branch ended, and after how many milliseconds. */
export type Ended<T> =
  & (
    | { readonly isGood: true; readonly value: T }
    | { readonly isGood: false; readonly error: unknown }
  )
  & { readonly duration: number };

/** The part of a page that the calling code runs in; `undefined` outside of any. */
export function runningBranch(): RunningBranch | undefined {
  return contexts.getStore() as RunningBranch | undefined;
}

/**
 * Runs a branch of a page: it is timed, counted, and seen in the timeline.
 *
 * @param onEnd is called once, and before this returns where the work computes. It is a callback, as each promise more
 * would add noticeably to what a step costs.
 */
export function runBranch<T>(
  page: OpenPage,
  { name, timeout }: Branch,
  work: () => T | PromiseLike<T>,
  onEnd: (ended: Ended<T>) => void,
): void {
  const { log, timeouts, explain } = page.options;
  const start = performance.now();
  const span = openSpan(name, "step", name, start);
  page.spans.push(span);

  function hasEnded(): boolean {
    if (!page.running.delete(fail)) return true;
    if (limited !== undefined) timeouts.unwatch(limited);
    span.end = performance.now();
    return false;
  }

  function succeed(value: T): void {
    if (hasEnded()) return;
    log.steps.succeed(name, start, span.end);
    onEnd({ isGood: true, value, duration: span.end - start });
  }

  function fail(error: unknown): void {
    if (hasEnded()) return;
    const failure = explain(error, name);
    span.error = failure.message;
    log.steps.fail(name, start, span.end, failure);
    onEnd({ isGood: false, error, duration: span.end - start });
  }

  let { signal } = page.context;
  let limited: TimeLimited | undefined;
  page.running.add(fail);
  if (timeout !== undefined) {
    const stopping = new AbortController();
    signal = AbortSignal.any([signal, stopping.signal]);
    limited = {
      expiresAt: start + timeout,
      expire(reason = outOfTime(`step "${name}"`, timeout)) {
        stopping.abort(reason);
        fail(reason);
      },
    };
    timeouts.watch(limited);
  }
  const inside: RunningBranch = { context: { ...page.context, step: name, signal }, page };
  try {
    const answer = contexts.run(inside, work);
    if (isThenable(answer)) answer.then(succeed, fail);
    else succeed(answer);
  } catch (error) {
    fail(error);
  }
}
