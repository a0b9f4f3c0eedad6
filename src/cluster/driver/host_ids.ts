import { connectForSchema, disconnect, type LoadConnection, REQUEST_TIMEOUT } from "./connect.ts";

/**
 * Reads the ids of the nodes of a cluster, by which it can be told from others: two machines can mean two clusters by one
 * address. It is empty where the server has none.
 *
 * @throws {TargetError} when the cluster cannot be reached
 */
export async function readHostIds(
  { address, nodes }: LoadConnection,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const client = await connectForSchema(address, signal, nodes);
  try {
    const read = async (table: string) => {
      const { rows } = await client.execute(`SELECT host_id FROM system.${table}`, [], {
        readTimeout: REQUEST_TIMEOUT,
      });
      return rows.flatMap(({ host_id: id }) => id === null ? [] : String(id));
    };
    return (await Promise.all(["local", "peers"].map(read))).flat();
  } catch {
    return [];
  } finally {
    await disconnect(client);
  }
}
