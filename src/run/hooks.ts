import { messageOf, TargetError } from "../errors.ts";
import { endsInTime, GRACE } from "../runtime/grace.ts";

/** The functions of a scenario that run outside of its cases' clocks. */
export type HookName = "beforeAll" | "setup" | "teardown" | "afterAll";

/**
 * Runs a hook of a scenario, and stops waiting for it when the signal aborts.
 *
 * @throws {TargetError} when the hook throws
 */
export async function runHook(
  name: HookName,
  hook: () => Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (await endsInTime(Promise.resolve(hook()), signal, GRACE.hook)) return;
  } catch (cause) {
    signal.throwIfAborted();
    throw new TargetError(
      `Cannot ${PURPOSES[name]} as the scenario's ${name}() threw: ${messageOf(cause)}`,
      undefined,
      { cause },
    );
  }
  signal.throwIfAborted();
}

/** What cannot be done when a hook fails. */
const PURPOSES: Record<HookName, string> = {
  beforeAll: "run any case",
  setup: "run a case",
  teardown: "run a case",
  afterAll: "end the run well",
};
