import type cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import { canonicalType, formatCqlType, parseCqlType } from "../../scenario/cql_type.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import type { Model } from "../../scenario/model.ts";
import { quote } from "../../scenario/names.ts";
import { addColumns, createTable } from "../../scenario/statements.ts";
import { driverFailureKind, hintForReason, reasonOf } from "./errors.ts";

/** A column as `system_schema.columns` describes it. */
interface ExistingColumn {
  name: string;
  kind: "partition_key" | "clustering" | "regular" | "static";
  position: number;
  type: string;
  order: string;
}

/** The replication of a keyspace that has to be created. */
export interface Replication {
  readonly dataCenter: string;
  readonly factor: number;
}

/**
 * Creates what is missing: the keyspace, tables and columns. Never drops or alters anything else.
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
  if (!await keyspaceExists(client, keyspace)) {
    changes.push(
      `CREATE KEYSPACE IF NOT EXISTS ${quote(keyspace)} WITH replication = ` +
        `{'class': 'NetworkTopologyStrategy', '${dataCenter}': ${factor}}`,
    );
  }
  for (const model of models) {
    const existing = await readColumns(client, keyspace, model.name);
    if (existing.length === 0) changes.push(createTable(model, keyspace));
    else {
      const missing = missingColumns(model, existing);
      if (missing.length > 0) changes.push(addColumns(model, keyspace, missing));
      differences.push(...compare(model, existing));
    }
  }
  if (differences.length > 0) throw differenceError(keyspace, differences);
  for (const cql of changes) await change(client, cql);
}

async function keyspaceExists(client: cassandra.Client, keyspace: string): Promise<boolean> {
  const cql = "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?";
  return (await read(client, cql, [keyspace])).length > 0;
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

/** The columns to add. A missing column of the key is none of them: it counts as a difference, as a key cannot grow. */
function missingColumns(model: Model, existing: readonly ExistingColumn[]): string[] {
  const present = new Set(existing.map(({ name }) => name));
  const key = [...model.partitionKey, ...model.clusteringKey];
  return Object.keys(model.columns).filter((name) => !present.has(name) && !key.includes(name));
}

function compare(model: Model, existing: readonly ExistingColumn[]): string[] {
  const differences: string[] = [];
  function differ(what: string, found: string, wanted: string): void {
    if (found === wanted) return;
    differences.push(`${model.name}: ${what} is ${found} and the model says ${wanted}`);
  }

  differ("the partition key", keyOf(existing, "partition_key"), nameList(model.partitionKey));
  differ("the clustering key", keyOf(existing, "clustering"), nameList(model.clusteringKey));
  for (const { name, kind, type, order } of existing) {
    const column = model.columns[name];
    if (column === undefined) continue;
    differ(`column ${name}`, canonicalText(type), formatCqlType(canonicalType(column.type)));
    if (kind === "static" || kind === "regular") {
      differ(`column ${name}`, kind, column.isStatic ? "static" : "regular");
    }
    if (kind === "clustering") {
      differ(`the order of ${name}`, order.toLowerCase(), model.clusteringOrder[name] ?? "asc");
    }
  }
  return differences;
}

function canonicalText(type: string): string {
  const parsed = parseCqlType(type);
  return parsed === undefined ? type : formatCqlType(canonicalType(parsed));
}

function keyOf(existing: readonly ExistingColumn[], kind: ExistingColumn["kind"]): string {
  const columns = existing.filter((column) => column.kind === kind)
    .sort((a, b) => a.position - b.position);
  return nameList(columns.map(({ name }) => name));
}

function nameList(names: readonly string[]): string {
  return `(${names.join(", ")})`;
}

function differenceError(keyspace: string, differences: readonly string[]): TargetError {
  const list = differences.map((difference) => `\n  - ${difference}`).join("");
  return new TargetError(
    `Cannot use keyspace "${keyspace}" as its tables differ from the models:${list}`,
    "cassbench never alters or drops: pass another --keyspace, or drop the table yourself",
  );
}
