import cassandra from "cassandra-driver";
import { listen, type Listening } from "../../src/embedded/listen.ts";

/** A driver that is connected to a server of its own and uses the keyspace `test`. */
export interface TestClient extends AsyncDisposable {
  client: cassandra.Client;
  port: number;
  server: Listening;
  /** Runs CQL and returns the rows, with the driver's values as texts. */
  rows(cql: string, params?: unknown[]): Promise<string[][]>;
  /** Runs CQL that must fail and returns `code message`, the code in hexadecimal. */
  failure(cql: string, params?: unknown[]): Promise<string>;
}

export function newClient(
  port: number,
  more: Partial<cassandra.ClientOptions> = {},
): cassandra.Client {
  return new cassandra.Client({
    contactPoints: [`127.0.0.1:${port}`],
    localDataCenter: "datacenter1",
    protocolOptions: { maxVersion: 4 },
    monitorReporting: { enabled: false },
    ...more,
  });
}

/** Starts a server on this thread and connects to it. */
export async function connect(): Promise<TestClient> {
  const server = listen(0);
  const first = newClient(server.port);
  await first.execute(
    "CREATE KEYSPACE test WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  );
  await first.shutdown();
  const client = newClient(server.port, { keyspace: "test" });
  await client.connect();
  return {
    client,
    port: server.port,
    server,
    async rows(cql, params) {
      const { rows } = await client.execute(cql, params, { prepare: params !== undefined });
      return (rows ?? []).map((row) => row.values().map(show));
    },
    async failure(cql, params) {
      try {
        await client.execute(cql, params, { prepare: params !== undefined });
      } catch (error) {
        const { code, message } = error as cassandra.errors.ResponseError;
        return `${code.toString(16)} ${message}`;
      }
      throw new Error(`No failure: ${cql}`);
    },
    async [Symbol.asyncDispose]() {
      await client.shutdown();
      await server.stop();
    },
  };
}

function show(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${value.toHex()}`;
  if (value instanceof cassandra.types.Tuple) return `(${value.elements.map(show).join()})`;
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return `{${
      Object.entries(value as object).map(([key, each]) => `${key}:${show(each)}`).join()
    }}`;
  }
  return String(value);
}
