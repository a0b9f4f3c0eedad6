import { messageOf, ScenarioError, TargetError } from "../errors.ts";
import { formatCount } from "../result/format.ts";
import { endsInTime, GRACE } from "../runtime/grace.ts";

/** The functions of a scenario that run outside of its cases' clocks. */
export type HookName = "beforeAll" | "setup" | "teardown" | "afterAll";

/**
 * Runs a hook of a scenario, and stops waiting for it when the signal aborts.
 *
 * @param pending how many requests of the hook have no answer yet
 * @throws {TargetError} when the hook throws
 * @throws {ScenarioError} when it ends before its requests do, as nobody would know whether they succeed
 */
export async function runHook(
  name: HookName,
  hook: () => Promise<unknown> | undefined,
  signal: AbortSignal,
  pending: () => number = () => 0,
): Promise<void> {
  let hasEnded: boolean;
  try {
    hasEnded = await endsInTime(Promise.resolve(hook()), signal, GRACE.hook);
  } catch (cause) {
    signal.throwIfAborted();
    throw new TargetError(
      `Cannot ${PURPOSES[name]} as the scenario's ${name}() threw: ${messageOf(cause)}`,
      undefined,
      { cause },
    );
  }
  if (!hasEnded) signal.throwIfAborted();
  const left = pending();
  if (left === 0 || signal.aborted) return;
  throw new ScenarioError(
    `Cannot ${PURPOSES[name]} as the scenario's ${name}() ended before ${
      formatCount(left)
    } of its ` +
      "requests had an answer",
    "await them: `await Promise.all(users.map((user) => session.create(User, user)))`",
  );
}

/** What cannot be done when a hook fails. */
const PURPOSES: Record<HookName, string> = {
  beforeAll: "run any case",
  setup: "run a case",
  teardown: "run a case",
  afterAll: "end the run well",
};
