import { TargetError } from "../errors.ts";

/**
 * Runs a scenario's setup or teardown, and stops waiting for it when the signal says so.
 *
 * @throws {TargetError} when the hook throws
 */
export async function runHook(
  name: "setup" | "teardown",
  hook: () => Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    await Promise.race([hook(), aborted.promise]);
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TargetError(
      `Cannot run a case as the scenario's ${name}() threw: ${reason}`,
      undefined,
      { cause },
    );
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
