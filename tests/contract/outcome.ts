import cassandra from "cassandra-driver";
import { fromDriverType } from "../../src/cluster/driver/values.ts";
import { formatCqlType } from "../../src/scenario/schema/cql_type.ts";
import type { Step } from "./statements.ts";

// The driver's types lack it.
const { Vector } = cassandra.types as unknown as {
  Vector: new () => { readonly elements: unknown[] };
};

/** The outcome of a statement for a client: the code of an error, or columns and rows. */
export type Outcome =
  | { readonly error: string }
  | { readonly columns: readonly string[]; readonly rows: readonly string[] };

/** Connects a plain client without a keyspace. */
export async function connect(contactPoint: string): Promise<cassandra.Client> {
  const client = new cassandra.Client({
    contactPoints: [contactPoint],
    localDataCenter: "datacenter1",
    protocolOptions: { maxVersion: 4 },
    encoding: { map: Map, set: Set },
  });
  await client.connect();
  return client;
}

/** Runs the statements in a keyspace of their own. */
export async function runAll(
  contactPoint: string,
  keyspace: string,
  steps: readonly Step[],
): Promise<Outcome[]> {
  const setup = await connect(contactPoint);
  await setup.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  await setup.execute(
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  const client = await connect(contactPoint);
  await client.execute(`USE ${keyspace}`);
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await runStep(client, keyspace, step));
  await setup.execute(`DROP KEYSPACE ${keyspace}`);
  await Promise.all([setup.shutdown(), client.shutdown()]);
  return outcomes;
}

async function runStep(client: cassandra.Client, keyspace: string, step: Step): Promise<Outcome> {
  try {
    if (typeof step === "string") {
      return describe(await client.execute(step.replace("currentks", `'${keyspace}'`)));
    }
    if ("paged" in step) return await readPages(client, step.paged, step.pageSize);
    if ("batch" in step) {
      const queries = step.batch.map(([query, ...params]) => ({ query, params }));
      return describe(
        await client.batch(queries, { prepare: true, counter: step.counter === true }),
      );
    }
    const [cql, ...values] = step;
    return describe(await client.execute(cql, values, { prepare: true }));
  } catch (error) {
    return { error: errorCode(error) };
  }
}

/** The rows of each answer on a line of their own. */
async function readPages(
  client: cassandra.Client,
  cql: string,
  pageSize: number,
): Promise<Outcome> {
  const pages: string[] = [];
  let columns: readonly string[] = [];
  let pageState: string | undefined;
  do {
    const options = { prepare: true, fetchSize: pageSize, ...pageState && { pageState } };
    const result = await client.execute(cql, [], options);
    const page = describe(result);
    if ("error" in page) return page;
    columns = page.columns;
    if (page.rows.length > 0) pages.push(page.rows.join(" / "));
    pageState = result.pageState ?? undefined;
  } while (pageState !== undefined);
  return { columns, rows: pages };
}

function describe(result: cassandra.types.ResultSet): Outcome {
  const columns = result.columns ?? [];
  return {
    columns: columns.map(({ name, type }) => `${name} ${formatCqlType(fromDriverType(type))}`),
    rows: (result.rows ?? []).map((row) => columns.map(({ name }) => show(row[name])).join(", ")),
  };
}

function show(value: unknown): string {
  if (value instanceof Map) {
    return `{${[...value].map(([k, v]) => `${show(k)}: ${show(v)}`).join(", ")}}`;
  }
  if (value instanceof Set) return `{${[...value].map(show).join(", ")}}`;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value instanceof Uint8Array) return `0x${value.toHex()}`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof cassandra.types.Tuple) return `(${value.values().map(show).join(", ")})`;
  if (value instanceof Vector) return `<${value.elements.map(show).join(", ")}>`;
  if (value && Object.getPrototypeOf(value) === Object.prototype) {
    return `{${Object.entries(value).map(([k, v]) => `${k}: ${show(v)}`).join(", ")}}`;
  }
  return Deno.inspect(value && typeof value === "object" ? String(value) : value);
}

function errorCode(error: unknown): string {
  return error instanceof cassandra.errors.ResponseError
    ? `0x${error.code.toString(16)}`
    : (error as Error).constructor.name;
}
