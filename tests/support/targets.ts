import { plan } from "../../src/plan.ts";
import type { Model } from "../../src/scenario/model.ts";
import { openTarget, type Target, type TargetChoice } from "../../src/target/target.ts";

/** Opens a target as run() would. */
export function open(
  target: TargetChoice,
  keyspace: string,
  models: readonly Model[],
  port?: number,
): Promise<Target> {
  const scenario = { name: "test", operation: () => Promise.resolve() };
  const { settings } = plan(scenario, { keyspace });
  const { signal } = new AbortController();
  return openTarget({ target, port, models, settings, signal, onWait: () => {} });
}
