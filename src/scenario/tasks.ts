/**
 * Starts several requests at once, inside one operation: its fourth parameter. What was started belongs to the operation:
 * it does not end before all its tasks have, and fails with every failure that no `join` or `get` has told of.
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
  /** Starts work under a name, which its times and errors are counted under. */
  spawn<T>(name: string, work: () => Promise<T>): Task<T>;
  /**
   * Waits for these tasks; without any, for all that were started. What fails is thrown when all have ended, or with
   * `onFailure: "abort"` at once: a lone failure as an Error with the task's name and its cause, several as an
   * AggregateError.
   */
  join(...tasks: readonly Task<unknown>[]): Promise<void>;
}

/** Work that was started. */
export interface Task<T> {
  /** As it was spawned. */
  readonly name: string;
  /**
   * Its result.
   *
   * @throws {Error} its failure; or when it has not ended yet, as only {@linkcode Tasks.join} waits
   */
  get(): T;
}
