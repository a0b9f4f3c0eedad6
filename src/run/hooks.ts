import { messageOf, TargetError } from "../errors.ts";
import { endsInTime, GRACE } from "../runtime/grace.ts";

/**
 * Runs a scenario's setup or teardown, and stops waiting for it when the signal aborts.
 *
 * @throws {TargetError} when the hook throws
 */
export async function runHook(
  name: "setup" | "teardown",
  hook: () => Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (await endsInTime(Promise.resolve(hook()), signal, GRACE.hook)) return;
  } catch (cause) {
    signal.throwIfAborted();
    throw new TargetError(
      `Cannot run a case as the scenario's ${name}() threw: ${messageOf(cause)}`,
      undefined,
      { cause },
    );
  }
  signal.throwIfAborted();
}
