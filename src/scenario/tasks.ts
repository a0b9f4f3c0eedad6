/**
 * Starts several requests at once inside one operation; it is the operation's fourth parameter. The operation ends when all
 * its tasks have ended. It fails with every failure of a task that no `join` or `get` has thrown.
 *
 * @example
 * ```ts
 * import { run, scenario } from "@cassbench/cassbench";
 *
 * await run(scenario({
 *   name: "two at once",
 *   operations: 10,
 *   async operation(session, _input, _parameters, tasks) {
 *     const now = tasks.spawn("now", () => session.execute("SELECT now() FROM system.local"));
 *     const peers = tasks.spawn("peers", () => session.execute("SELECT peer FROM system.peers"));
 *     await tasks.join();
 *     return [now.get().rows, peers.get().rows];
 *   },
 * }));
 * ```
 */
export interface Tasks {
  /** Starts work under a name, under which its times and errors are reported. */
  spawn<T>(name: string, work: () => Promise<T>): Task<T>;
  /**
   * Waits for these tasks, or for all that were started when none are named. It throws their failures when all have ended,
   * or at once with `onFailure: "abort"`: a single failure as an Error with the task's name and its cause, several as an
   * AggregateError.
   */
  join(...tasks: readonly Task<unknown>[]): Promise<void>;
}

/** Work that {@linkcode Tasks.spawn} started. */
export interface Task<T> {
  /** The name that it was started under. */
  readonly name: string;
  /**
   * Gives its result.
   *
   * @throws {Error} its failure; or when it has not ended yet, as only {@linkcode Tasks.join} waits
   */
  get(): T;
}
