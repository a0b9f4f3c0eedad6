import type cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import type { ExistingColumn } from "../schema/columns.ts";
import type { ExistingIndex } from "../schema/indexes.ts";
import type { ExistingKeyspace } from "../schema/keyspace.ts";
import type { ExistingOptions } from "../schema/options.ts";
import { describeTwin, findTwin, TWIN_HINT } from "../schema/names.ts";
import type { ExistingType } from "../schema/user_types.ts";
import { driverFailureKind, hintForReason, reasonOf } from "./errors.ts";

/**
 * The keyspace as it exists; `undefined` where there is none.
 *
 * @throws {TargetError} where one exists that differs in upper and lower case only
 */
export async function findKeyspace(
  client: cassandra.Client,
  keyspace: string,
): Promise<ExistingKeyspace | undefined> {
  const cql = "SELECT keyspace_name, replication, durable_writes FROM system_schema.keyspaces";
  const rows = await read(client, cql, []);
  const twin = findTwin(keyspace, rows.map((row): string => row.keyspace_name), []);
  if (twin !== undefined) {
    const why = describeTwin("keyspace", twin);
    throw new TargetError(`Cannot use keyspace "${keyspace}" as ${why}`, TWIN_HINT);
  }
  const row = rows.find((row) => row.keyspace_name === keyspace);
  return row && { replication: row.replication, durableWrites: row.durable_writes };
}

/** A keyspace's tables by name, with their options. */
export async function readTables(
  client: cassandra.Client,
  keyspace: string,
): Promise<ReadonlyMap<string, ExistingOptions>> {
  // Each version of Cassandra has options of its own.
  const cql = "SELECT * FROM system_schema.tables WHERE keyspace_name = ?";
  const rows = await read(client, cql, [keyspace]);
  return new Map(rows.map((row) => [row.table_name, row as ExistingOptions]));
}

/** The indexes of a keyspace. */
export async function readIndexes(
  client: cassandra.Client,
  keyspace: string,
): Promise<ExistingIndex[]> {
  const cql = "SELECT table_name, index_name, options FROM system_schema.indexes " +
    "WHERE keyspace_name = ?";
  return (await read(client, cql, [keyspace])).map((row) => ({
    table: row.table_name,
    name: row.index_name,
    options: row.options ?? new Map(),
  }));
}

/** The names of a keyspace's materialized views. */
export async function readViews(client: cassandra.Client, keyspace: string): Promise<string[]> {
  const cql = "SELECT view_name FROM system_schema.views WHERE keyspace_name = ?";
  return (await read(client, cql, [keyspace])).map((row) => row.view_name);
}

/** The user types of a keyspace. */
export async function readTypes(
  client: cassandra.Client,
  keyspace: string,
): Promise<ExistingType[]> {
  const cql = "SELECT type_name, field_names, field_types FROM system_schema.types " +
    "WHERE keyspace_name = ?";
  return (await read(client, cql, [keyspace])).map((row) => ({
    name: row.type_name,
    fields: row.field_names,
    types: row.field_types,
  }));
}

/** What a service has made that makes it after it has answered. */
export interface Made {
  readonly hasKeyspace: boolean;
  /** The status of each table, such as "ACTIVE". */
  readonly tables: ReadonlyMap<string, string>;
}

/** What there is of a keyspace in Amazon Keyspaces. */
export async function readMade(client: cassandra.Client, keyspace: string): Promise<Made> {
  const where = "WHERE keyspace_name = ?";
  const keyspaces = `SELECT keyspace_name FROM system_schema_mcs.keyspaces ${where}`;
  const tables = `SELECT table_name, status FROM system_schema_mcs.tables ${where}`;
  const found = await read(client, keyspaces, [keyspace]);
  const rows = found.length === 0 ? [] : await read(client, tables, [keyspace]);
  return {
    hasKeyspace: found.length > 0,
    tables: new Map(rows.map((row) => [row.table_name, row.status])),
  };
}

/** The columns of a table; none where there is no such table. */
export async function readColumns(
  client: cassandra.Client,
  keyspace: string,
  table: string,
): Promise<ExistingColumn[]> {
  const cql = "SELECT column_name, kind, position, type, clustering_order " +
    "FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?";
  const rows = await read(client, cql, [keyspace, table]);
  return rows.map((row) => ({
    name: row.column_name,
    kind: row.kind,
    position: row.position,
    type: row.type,
    order: row.clustering_order,
  }));
}

async function read(
  client: cassandra.Client,
  cql: string,
  values: readonly string[],
): Promise<cassandra.types.Row[]> {
  try {
    const { rows } = await client.execute(cql, [...values]);
    if (!Array.isArray(rows)) throw new ProtocolError(`the answer to "${cql}" has no rows`);
    return rows;
  } catch (cause) {
    throw askError("read", cql, cause, "pass a --username that may read system_schema");
  }
}

/** The error of what the server refused, or did not answer. */
export function askError(verb: string, cql: string, cause: unknown, hint?: string): TargetError {
  const reason = reasonOf(cause);
  return driverFailureKind(cause) === "answered"
    ? new TargetError(`Cannot ${verb} the tables as the server refused "${cql}": ${reason}`, hint, {
      cause,
    })
    : new TargetError(`Cannot ${verb} the tables as ${reason}`, hintForReason(reason), { cause });
}
