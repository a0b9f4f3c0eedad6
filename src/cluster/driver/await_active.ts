import { setTimeout as delay } from "node:timers/promises";
import type cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import type { BuildProgress } from "./await_builds.ts";
import { readMade } from "./read_schema.ts";

/** Milliseconds between two looks. */
const INTERVAL = 200;

/** What a table may be before it can be used. */
const ON_THE_WAY = ["CREATING", "UPDATING", "RESTORING"];

/**
 * Waits until a service that makes keyspaces and tables after it has answered has made these. However long that takes: what
 * comes sooner is refused.
 *
 * @throws {TargetError} where one of them is going away, or cannot be used
 */
export async function untilActive(
  client: cassandra.Client,
  keyspace: string,
  tables: readonly string[],
  { onWait, signal }: BuildProgress,
): Promise<void> {
  let told: string | undefined;
  for (;;) {
    const what = await findAwaited(client, keyspace, tables);
    if (what === undefined) return;
    if (what !== told) onWait(`waiting until the service has made ${what}`);
    told = what;
    await delay(INTERVAL, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** What is not there yet; `undefined` where all is. */
async function findAwaited(
  client: cassandra.Client,
  keyspace: string,
  tables: readonly string[],
): Promise<string | undefined> {
  const made = await readMade(client, keyspace);
  if (!made.hasKeyspace) return `keyspace ${keyspace}`;
  for (const table of tables) {
    const status = made.tables.get(table);
    if (status === "ACTIVE") continue;
    if (status === undefined || ON_THE_WAY.includes(status)) return `table ${keyspace}.${table}`;
    throw new TargetError(
      `Cannot use table ${keyspace}.${table} as its status is ${status}`,
      "wait until it is gone or usable again, or pass another --keyspace",
    );
  }
  return undefined;
}
