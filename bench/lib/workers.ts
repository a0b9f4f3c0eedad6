import type cassandra from "cassandra-driver";
import type { User } from "./users.ts";

/**
 * What someone would write without cassbench: workers that take the next item until there is none.
 * It measures nothing and survives no error.
 */
export async function runWorkers<T>(
  poolSize: number,
  items: readonly T[],
  operation: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: poolSize }, async () => {
    while (next < items.length) await operation(items[next++] as T);
  }));
}

const INSERT = "INSERT INTO user (user_id, first_name, last_name) VALUES (?, ?, ?)";
const SELECT = "SELECT user_id, first_name, last_name FROM user WHERE user_id = ?";

/** As cassbench asks: with no timer for each request. */
const AS_CASSBENCH = { prepare: true, readTimeout: 0 };

/** A create by the driver alone. */
export function bareCreate(
  client: cassandra.Client,
  user: User,
): Promise<cassandra.types.ResultSet> {
  const values = [user.user_id, user.first_name, user.last_name];
  return client.execute(INSERT, values, AS_CASSBENCH);
}

/** A find by the driver alone. */
export async function bareFind(client: cassandra.Client, user: User): Promise<unknown> {
  const { rows } = await client.execute(SELECT, [user.user_id], AS_CASSBENCH);
  return rows[0];
}
