import type cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import { reasonOf } from "./errors.ts";

/** A row of `system_schema`. */
export type SchemaRow = Readonly<Record<string, unknown>>;

/** What `system_schema` says of a keyspace. */
export interface KeyspaceRows {
  /** The keyspaces of that name: one or none. */
  readonly keyspaces: readonly SchemaRow[];
  readonly tables: readonly SchemaRow[];
  readonly columns: readonly SchemaRow[];
  readonly types: readonly SchemaRow[];
  readonly indexes: readonly SchemaRow[];
  readonly views: readonly SchemaRow[];
  readonly triggers: readonly SchemaRow[];
}

const TABLES = ["keyspaces", "tables", "columns", "types", "indexes", "views", "triggers"] as const;

/**
 * Reads what `system_schema` says of a keyspace.
 *
 * @throws {TargetError} when it cannot be read
 */
export async function readKeyspaceRows(
  client: cassandra.Client,
  keyspace: string,
): Promise<KeyspaceRows> {
  const read = async (table: string) => {
    const cql = `SELECT * FROM system_schema.${table} WHERE keyspace_name = ?`;
    return [table, await readRows(client, cql, [keyspace])] as const;
  };
  return Object.fromEntries(await Promise.all(TABLES.map(read))) as Record<
    keyof KeyspaceRows,
    SchemaRow[]
  >;
}

/** The names of all keyspaces but Cassandra's own, in order. */
export async function readKeyspaceNames(client: cassandra.Client): Promise<string[]> {
  const rows = await readRows(client, "SELECT keyspace_name FROM system_schema.keyspaces", []);
  return rows.map((row) => String(row.keyspace_name))
    .filter((name) => !/^system(_|$)/.test(name)).sort();
}

async function readRows(
  client: cassandra.Client,
  cql: string,
  values: readonly string[],
): Promise<SchemaRow[]> {
  try {
    const rows: SchemaRow[] = [];
    let pageState: string | undefined;
    do {
      const answer = await client.execute(cql, [...values], {
        prepare: true,
        ...pageState === undefined ? {} : { pageState },
      });
      rows.push(...answer.rows as unknown as SchemaRow[]);
      pageState = answer.pageState ?? undefined;
    } while (pageState !== undefined);
    return rows;
  } catch (cause) {
    throw new TargetError(
      `Cannot read the schema as "${cql}" failed: ${reasonOf(cause)}`,
      "pass a --username that may read system_schema",
      { cause },
    );
  }
}
