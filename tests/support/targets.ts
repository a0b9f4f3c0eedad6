import { openTarget, type Target, type TargetChoice } from "../../src/cluster/target.ts";
import { plan } from "../../src/run/plan.ts";
import type { Model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import type { Client, Settings } from "../../src/scenario/settings.ts";

/** A target with a session of its main thread at hand. */
export type OpenTarget = Target & { readonly session: Session };

/** How to open a target. */
export interface OpenOptions {
  readonly client?: Client;
  readonly timeout?: number;
  readonly port?: number;
  readonly settings?: Settings;
  readonly ddl?: readonly string[];
}

/** Opens a target as run() would, for a client. */
export async function open(
  target: TargetChoice,
  keyspace: string,
  models: readonly Model[],
  { client = "driver", timeout, port, settings: more, ddl = [] }: OpenOptions = {},
): Promise<OpenTarget> {
  const scenario = { name: "test", operation: () => Promise.resolve() };
  const { settings } = plan(scenario, {
    ...{ keyspace, client: [client] },
    ...timeout !== undefined && { timeout },
    ...more,
  });
  const { signal } = new AbortController();
  const opened = await openTarget({
    target,
    port,
    models,
    ddl,
    settings,
    signal,
    onWait: () => {},
  });
  return { ...opened, session: opened.load.of(client).session };
}
