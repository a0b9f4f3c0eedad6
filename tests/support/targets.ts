import { openTarget, type Target, type TargetChoice } from "../../src/cluster/target.ts";
import { plan } from "../../src/run/plan.ts";
import type { Model } from "../../src/scenario/model.ts";
import type { Session } from "../../src/scenario/session.ts";

/** A target with the session of its main thread at hand. */
export type OpenTarget = Target & { readonly session: Session };

/** Opens a target as run() would. */
export async function open(
  target: TargetChoice,
  keyspace: string,
  models: readonly Model[],
  port?: number,
): Promise<OpenTarget> {
  const scenario = { name: "test", operation: () => Promise.resolve() };
  const { settings } = plan(scenario, { keyspace });
  const { signal } = new AbortController();
  const opened = await openTarget({ target, port, models, settings, signal, onWait: () => {} });
  return { ...opened, session: opened.load.session };
}
