import { TargetError } from "../errors.ts";

/** After a stop, a hook gets this many milliseconds to end. */
const GRACE = 1_000;

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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const abort = () => timer = setTimeout(() => aborted.reject(signal.reason), GRACE);
  if (signal.aborted) abort();
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
    clearTimeout(timer);
  }
}
