import { readKeyspace, type SchemaRow } from "../cluster/read_keyspace.ts";
import { TargetError } from "../errors.ts";
import { existingIndexes } from "./existing_indexes.ts";
import { optionsOf } from "./existing_options.ts";
import {
  replicationNotes,
  type SourceSchema,
  type SourceTable,
  type SourceType,
} from "./schema.ts";
import { parseType, userTypesIn } from "./type_tree.ts";

/** Which keyspace to read, and which of its tables. */
export interface Wanted {
  readonly keyspace: string;
  /** The tables to take; without it, all. */
  readonly tables?: readonly string[] | undefined;
}

/** The schema of an existing keyspace, and what of it a scenario cannot have. */
export interface ExistingSchema {
  readonly schema: SourceSchema;
  readonly notes: readonly string[];
}

/**
 * Reads an existing keyspace.
 *
 * @throws {TargetError} when it cannot be read, and for a keyspace or tables that are not there
 */
export async function readExisting(
  target: Parameters<typeof readKeyspace>[0],
  { keyspace, tables: wanted }: Wanted,
): Promise<ExistingSchema> {
  const { rows, names } = await readKeyspace(target, keyspace);
  if (rows.keyspaces.length === 0) {
    throw new TargetError(
      `Cannot read keyspace "${keyspace}" as the cluster has none of that name`,
      `it has ${names.join(", ") || "no keyspace but Cassandra's own"}`,
    );
  }
  const present = rows.tables.map((row) => String(row.table_name));
  const missing = (wanted ?? []).filter((name) => !present.includes(name));
  if (missing.length > 0 || present.length === 0) {
    const what = missing.length > 0
      ? `${missing.map((name) => `"${name}"`).join(", ")} ${
        missing.length === 1 ? "is no table" : "are no tables"
      } of it`
      : "it has no tables";
    throw new TargetError(
      `Cannot read keyspace "${keyspace}" as ${what}`,
      present.length > 0 ? `it has ${present.join(", ")}` : undefined,
    );
  }
  const notes: string[] = [];
  const chosen = rows.tables.filter((row) => wanted?.includes(String(row.table_name)) ?? true);
  const types = rows.types.map((row) => String(row.type_name));
  const tables = chosen.flatMap((row) => {
    const of = (all: readonly SchemaRow[]) =>
      all.filter((one) => one.table_name === row.table_name);
    const table = readTable(row, of(rows.columns), { indexes: of(rows.indexes), types }, notes);
    return table ?? [];
  });
  if (tables.length === 0) {
    throw new TargetError(
      `Cannot read keyspace "${keyspace}" as none of its tables can be a model: ${
        notes.join("; ")
      }`,
    );
  }
  const replication = rows.keyspaces[0]?.replication;
  notes.unshift(
    ...replicationNotes(Object.fromEntries(replication instanceof Map ? replication : [])),
  );
  notes.push(...viewNotes(rows.views, tables), ...triggerNotes(rows.triggers, tables));
  return { schema: { types: typesFor(tables, rows.types), tables }, notes };
}

/** Reads a table; `undefined`, with a note, where a model cannot describe it. */
function readTable(
  row: SchemaRow,
  rows: readonly SchemaRow[],
  { indexes, types }: { readonly indexes: readonly SchemaRow[]; readonly types: readonly string[] },
  notes: string[],
): SourceTable | undefined {
  const name = String(row.table_name);
  const columns = [...rows].sort((a, b) => order(a) - order(b)).map((column) => ({
    name: String(column.column_name),
    type: parseType(String(column.type)),
    isStatic: column.kind === "static",
    row: column,
  }));
  // A custom type is the name of a class, and old compact tables have columns of an empty type.
  const other = columns.find(({ row, type }) =>
    String(row.type).includes("'") || userTypesIn(type).some((used) => !types.includes(used))
  );
  if (other !== undefined) {
    notes.push(`table ${name}: column ${other.name} is of type ${other.row.type}`);
    return undefined;
  }
  const ofKind = (kind: string) =>
    columns.filter(({ row }) => row.kind === kind).map((column) => column.name);
  const { options, notes: optionNotes } = optionsOf(row);
  notes.push(...optionNotes.map((note) => `table ${name}: ${note}`));
  return {
    name,
    columns: columns.map(({ row: _, ...column }) => column),
    partitionKey: ofKind("partition_key"),
    clusteringKey: ofKind("clustering"),
    descending: columns.filter(({ row }) => row.clustering_order === "desc")
      .map((column) => column.name),
    options,
    indexes: existingIndexes(name, indexes, notes),
  };
}

/** The key's columns come first, in its order. */
function order({ kind, position }: SchemaRow): number {
  const groups = ["partition_key", "clustering", "static", "regular"];
  return groups.indexOf(String(kind)) * 1_000 + Math.max(0, Number(position));
}

/** The user types that the tables need, each after those that it uses. */
function typesFor(tables: readonly SourceTable[], rows: readonly SchemaRow[]): SourceType[] {
  const types = new Map<string, SourceType>();
  function add(name: string): void {
    const row = rows.find((one) => one.type_name === name);
    if (row === undefined || types.has(name)) return;
    const fieldTypes = row.field_types as readonly string[];
    const fields = (row.field_names as readonly string[]).map((field, at) => ({
      name: field,
      type: parseType(fieldTypes[at] ?? "text"),
    }));
    fields.flatMap(({ type }) => userTypesIn(type)).forEach(add);
    types.set(name, { name, fields });
  }
  tables.flatMap(({ columns }) => columns.flatMap(({ type }) => userTypesIn(type))).forEach(add);
  return [...types.values()];
}

function viewNotes(rows: readonly SchemaRow[], tables: readonly SourceTable[]): string[] {
  return rows.filter((row) => tables.some(({ name }) => name === row.base_table_name)).map((row) =>
    `materialized view ${row.view_name} of ${row.base_table_name}, where ${row.where_clause}`
  );
}

function triggerNotes(rows: readonly SchemaRow[], tables: readonly SourceTable[]): string[] {
  return rows.filter((row) => tables.some(({ name }) => name === row.table_name)).map((row) =>
    `trigger ${row.trigger_name} of ${row.table_name}`
  );
}
