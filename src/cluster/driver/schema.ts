import type cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import type { Model } from "../../scenario/model.ts";
import { quote } from "../../scenario/names.ts";
import { addColumns, createTable } from "../../scenario/statements.ts";
import { compareColumns, type ExistingColumn, missingColumns } from "../schema/columns.ts";
import { describeTwin, findTwin, TWIN_HINT } from "../schema/names.ts";
import {
  type ExistingType,
  lookAtTypes,
  type TypeFindings,
  userTypesOf,
} from "../schema/user_types.ts";
import { driverFailureKind, hintForReason, reasonOf } from "./errors.ts";

/** The replication of a keyspace that has to be created. */
export interface Replication {
  readonly dataCenter: string;
  readonly factor: number;
}

/**
 * Creates what is missing: the keyspace, user types, tables and columns. Never drops or alters anything else.
 *
 * @throws {TargetError} for tables that differ from their models, listing every difference, before anything is changed;
 * and when the server refuses a change
 */
export async function syncSchema(
  client: cassandra.Client,
  keyspace: string,
  models: readonly Model[],
  { dataCenter, factor }: Replication,
): Promise<void> {
  const changes: string[] = [];
  const differences: string[] = [];
  const twins: string[] = [];
  if (!await keyspaceExists(client, keyspace)) {
    changes.push(
      `CREATE KEYSPACE IF NOT EXISTS ${quote(keyspace)} WITH replication = ` +
        `{'class': 'NetworkTopologyStrategy', '${dataCenter}': ${factor}}`,
    );
  }
  const userTypes = userTypesOf(models);
  if (userTypes.length > 0) {
    const found: TypeFindings = { changes: [], differences, twins };
    lookAtTypes(userTypes, keyspace, await readTypes(client, keyspace), found);
    changes.push(...found.changes.map(({ cql }) => cql));
  }
  const tables = await readTables(client, keyspace);
  const modelNames = models.map(({ name }) => name);
  for (const model of models) {
    const existing = await readColumns(client, keyspace, model.name);
    if (existing.length === 0) {
      changes.push(createTable(model, keyspace));
      const twin = findTwin(model.name, tables, modelNames);
      if (twin !== undefined) twins.push(`${model.name}: ${describeTwin("table", twin)}`);
    } else {
      const missing = missingColumns(model, existing);
      if (missing.length > 0) changes.push(addColumns(model, keyspace, missing));
      differences.push(...compareColumns(model, existing));
      twins.push(...findTwinColumns(model, existing));
    }
  }
  if (differences.length + twins.length > 0) throw differenceError(keyspace, differences, twins);
  for (const cql of changes) await change(client, cql);
}

function findTwinColumns(model: Model, existing: readonly ExistingColumn[]): string[] {
  const [wanted, there] = [Object.keys(model.columns), existing.map(({ name }) => name)];
  return wanted.flatMap((name) => {
    const twin = findTwin(name, there, wanted);
    return twin === undefined ? [] : [`${model.name}.${name}: ${describeTwin("column", twin)}`];
  });
}

/**
 * Whether the keyspace exists.
 *
 * @throws {TargetError} where one exists that differs in upper and lower case only
 */
async function keyspaceExists(client: cassandra.Client, keyspace: string): Promise<boolean> {
  const rows = await read(client, "SELECT keyspace_name FROM system_schema.keyspaces", []);
  const names = rows.map((row): string => row.keyspace_name);
  const twin = findTwin(keyspace, names, []);
  if (twin !== undefined) {
    const why = describeTwin("keyspace", twin);
    throw new TargetError(`Cannot use keyspace "${keyspace}" as ${why}`, TWIN_HINT);
  }
  return names.includes(keyspace);
}

async function readTables(client: cassandra.Client, keyspace: string): Promise<string[]> {
  const cql = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
  return (await read(client, cql, [keyspace])).map((row) => row.table_name);
}

async function readTypes(client: cassandra.Client, keyspace: string): Promise<ExistingType[]> {
  const cql = "SELECT type_name, field_names, field_types FROM system_schema.types " +
    "WHERE keyspace_name = ?";
  return (await read(client, cql, [keyspace])).map((row) => ({
    name: row.type_name,
    fields: row.field_names,
    types: row.field_types,
  }));
}

async function readColumns(
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

async function change(client: cassandra.Client, cql: string): Promise<void> {
  try {
    await client.execute(cql, [], { prepare: false });
  } catch (cause) {
    throw askError("prepare", cql, cause, "create them yourself, or pass a --username that may");
  }
}

/** The error of what the server refused, or did not answer. */
function askError(verb: string, cql: string, cause: unknown, hint: string): TargetError {
  const reason = reasonOf(cause);
  return driverFailureKind(cause) === "answered"
    ? new TargetError(`Cannot ${verb} the tables as the server refused "${cql}": ${reason}`, hint, {
      cause,
    })
    : new TargetError(`Cannot ${verb} the tables as ${reason}`, hintForReason(reason), { cause });
}

function differenceError(
  keyspace: string,
  differences: readonly string[],
  twins: readonly string[],
): TargetError {
  const list = [...differences, ...twins].map((difference) => `\n  - ${difference}`).join("");
  const hints = [
    ...differences.length === 0
      ? []
      : ["cassbench never alters or drops: pass another --keyspace, or drop the table yourself"],
    ...twins.length === 0 ? [] : [TWIN_HINT],
  ];
  return new TargetError(
    `Cannot use keyspace "${keyspace}" as its tables differ from the models:${list}`,
    hints.join("; "),
  );
}
