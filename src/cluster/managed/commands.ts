import { TargetError } from "../../errors.ts";
import { requirePermission } from "../../runtime/permissions.ts";
import { lastWords } from "./log_tail.ts";
import { guarded, supervise } from "./supervisor.ts";

/**
 * Runs a command for what it prints; returns `undefined` where it is missing, fails or takes over 10 seconds.
 *
 * @throws {TargetError} where Deno does not let it be run
 */
export async function probe(command: string, args: readonly string[]): Promise<string | undefined> {
  requirePermission({ name: "run", command }, `Cannot look for ${command} on this machine`);
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      signal: AbortSignal.timeout(10_000),
    }).output();
    const text = new TextDecoder();
    return success ? text.decode(stdout) + text.decode(stderr) : undefined;
  } catch {
    return undefined;
  }
}

/** What to do with the output of a command and with its failure. */
export interface CommandOptions {
  /** The file its output goes to. */
  readonly log: string;
  readonly signal: AbortSignal | undefined;
  /** How the error begins; the last lines of the output follow. */
  readonly failure: string;
  readonly hint: string;
}

/**
 * Runs a command to its end. The command ends with cassbench.
 *
 * @throws {TargetError} where it fails; the signal's reason where it is aborted
 */
export async function runToEnd(
  command: readonly string[],
  options: CommandOptions,
): Promise<void> {
  const { log, signal, failure, hint } = options;
  signal?.throwIfAborted();
  const process = supervise(guarded(command), log);
  const kill = () => void process.kill();
  signal?.addEventListener("abort", kill);
  try {
    const { code } = await process.ended;
    signal?.throwIfAborted();
    if (code !== 0) throw new TargetError(`${failure}:\n${await lastWords(log)}`, hint);
  } finally {
    signal?.removeEventListener("abort", kill);
    await process.kill();
  }
}
