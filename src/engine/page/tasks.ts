import type { Task, Tasks } from "../../scenario/tasks.ts";
import { isThenable, NoPromise } from "../operations/promised.ts";
import { type Ended, runBranch } from "./branch.ts";
import { failureOf, isAborted, StepError } from "./failure.ts";
import { abandon, type OpenPage } from "./page.ts";

/** Work that was started, and what became of it. */
interface Started extends Task<unknown> {
  readonly ended: Promise<void>;
  outcome: Ended<unknown> | undefined;
  /** Why it failed; `undefined` also when it failed only because its operation was given up. */
  failure: StepError | undefined;
  /** Whether the operation was told of the failure. */
  isTold: boolean;
}

/**
 * Makes a function that runs an operation which starts tasks, and resolves with what it gives. It ends when all tasks have.
 *
 * @param check throws where the operation returned no promise; one that has started tasks needs none, as they are awaited
 */
export function tasksRunner(
  operation: (page: OpenPage, tasks: Tasks) => Promise<unknown>,
  check: (returned: unknown) => void,
): (page: OpenPage) => Promise<unknown> {
  return async (page) => {
    const started = new Set<Started>();
    try {
      const returned = operation(page, createTasks(page, started));
      if (started.size === 0) check(returned);
      return await returned;
    } finally {
      await allEnded(started);
      page.errors.push(...failuresOf([...started].filter(({ isTold }) => !isTold)));
    }
  };
}

function createTasks(page: OpenPage, started: Set<Started>): Tasks {
  function fail(task: Started, error: unknown): void {
    const what = `task "${task.name}"`;
    task.failure = new StepError(what, error);
    if (page.options.onFailure === "abort") abandon(page, `as ${what} failed`);
  }

  return {
    spawn<T>(name: string, work: () => Promise<T>): Task<T> {
      page.stopping.signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      const get = () => resultOf(task);
      const state = { outcome: undefined, failure: undefined, isTold: false };
      const task: Started = { name, get, ended: promise, ...state };
      started.add(task);
      const checked = () => {
        const answer = work();
        if (!isThenable(answer)) throw new NoPromise(`task "${name}"`, answer);
        return answer;
      };
      runBranch(page, { name }, checked, (outcome) => {
        task.outcome = outcome;
        resolve();
        if (!outcome.isGood && !isAborted(outcome.error)) fail(task, outcome.error);
      });
      return task as Task<T>;
    },
    async join(...tasks) {
      const some = tasks.length === 0 ? started : new Set(tasks as Started[]);
      await allEnded(some);
      const failures = failuresOf([...some]);
      if (failures.length > 0) throw failureOf(failures);
    },
  };
}

/** Waits for all tasks, also for those that are started meanwhile. */
async function allEnded(tasks: ReadonlySet<Started>): Promise<void> {
  for (const { ended } of tasks) await ended;
}

/** The failures of tasks, which count as told from now on. */
function failuresOf(tasks: readonly Started[]): StepError[] {
  return tasks.flatMap((task) => {
    task.isTold = true;
    return task.failure ?? [];
  });
}

function resultOf(task: Started): unknown {
  const { name, outcome, failure } = task;
  if (outcome === undefined) {
    const message = `Cannot get the result of task "${name}" as it has not ended`;
    throw new Error(`${message}: await tasks.join() before`);
  }
  if (outcome.isGood) return outcome.value;
  task.isTold = true;
  throw failure ?? outcome.error;
}
