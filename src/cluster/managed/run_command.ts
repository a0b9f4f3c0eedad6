import { TargetError } from "../../errors.ts";
import { lastWords } from "./log_tail.ts";
import { guarded, supervise } from "./supervisor.ts";

/** What to do with a command's output and its failure. */
export interface RunCommandOptions {
  /** The file its output goes to. */
  readonly log: string;
  readonly signal: AbortSignal | undefined;
  /** How the error begins; the last lines of the output follow. */
  readonly failure: string;
  readonly hint: string;
}

/**
 * Runs a command to its end.
 * @throws {TargetError} where it fails; the signal's reason where it is aborted
 */
export async function runToEnd(
  command: readonly string[],
  options: RunCommandOptions,
): Promise<void> {
  const { log, signal, failure, hint } = options;
  signal?.throwIfAborted();
  const process = supervise(guarded(command), log);
  const kill = () => void process.kill();
  signal?.addEventListener("abort", kill);
  try {
    const code = await process.ended;
    signal?.throwIfAborted();
    if (code !== 0) throw new TargetError(`${failure}:\n${await lastWords(log)}`, hint);
  } finally {
    signal?.removeEventListener("abort", kill);
    await process.kill();
  }
}
