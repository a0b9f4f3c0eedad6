import { type Bytes, fromHex, fromText } from "../../protocol/bytes.ts";
import { ErrorCode } from "../../protocol/opcodes.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import type { DefinitionOptions, TableName } from "../cql/ast.ts";
import { type Comparator, comparatorOf } from "../data/compare.ts";
import { CqlError, invalid } from "../errors.ts";
import { emptyData, type TableData } from "./data.ts";

export type ColumnKind = "partition_key" | "clustering" | "static" | "regular";

export interface SchemaColumn {
  name: string;
  type: CqlType;
  kind: ColumnKind;
  /** Its index in the partition key or in the clustering columns; -1 for other columns. */
  position: number;
  /** The index of its cell in a row; that of a dropped column is not used again. */
  cellIndex: number;
  descending: boolean;
  /** The ascending order of its values, even where the rows are clustered in descending order. */
  compare: Comparator;
}

export interface Table {
  id: Bytes;
  keyspace: string;
  name: string;
  /** In the order of `SELECT *`: keys, then static columns and the rest by name. */
  columns: Map<string, SchemaColumn>;
  partitionKey: SchemaColumn[];
  clustering: SchemaColumn[];
  isCounter: boolean;
  options: DefinitionOptions;
  dropped: Map<string, { column: SchemaColumn; at: number }>;
  data: TableData;
}

export interface StoredKeyspace {
  name: string;
  replication: Map<string, string>;
  durableWrites: boolean;
  tables: Map<string, Table>;
  userTypes: Map<string, CqlType>;
}

export interface Schema {
  keyspaces: Map<string, StoredKeyspace>;
  /** Changes with every definition; a plan of another epoch must not be used any more. */
  epoch: number;
}

/** What a definition changed, for its result and for the connections that registered for schema events. */
export interface SchemaChange {
  change: "CREATED" | "UPDATED" | "DROPPED";
  keyspace: string;
  table: string | undefined;
  /** The name of a user type, where one changed. */
  userType?: string;
}

const SYSTEM_KEYSPACES: ReadonlySet<string> = new Set([
  "system",
  "system_schema",
  "system_virtual_schema",
]);

export function newColumn(
  name: string,
  type: CqlType,
  kind: ColumnKind,
  at: { position?: number; cellIndex: number; descending?: boolean },
): SchemaColumn {
  const { position = -1, cellIndex, descending = false } = at;
  return { name, type, kind, position, cellIndex, descending, compare: comparatorOf(type) };
}

/** Makes a table with these columns and no rows. */
export function newTable(
  keyspace: string,
  name: string,
  columns: SchemaColumn[],
  options: DefinitionOptions,
): Table {
  const table: Table = {
    id: fromHex(crypto.randomUUID()),
    keyspace,
    name,
    columns: new Map(),
    partitionKey: [],
    clustering: [],
    isCounter: columns.some((column) => column.type.name === "counter"),
    options,
    dropped: new Map(),
    data: emptyData(),
  };
  setColumns(table, columns);
  return table;
}

const KINDS: ColumnKind[] = ["partition_key", "clustering", "static", "regular"];

/** Replaces the table's columns, in the order of `SELECT *`. */
export function setColumns(table: Table, columns: Iterable<SchemaColumn>): void {
  const sorted = [...columns].sort((a, b) =>
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.position - b.position ||
    (nameOrder(a.name) < nameOrder(b.name) ? -1 : 1)
  );
  table.columns = new Map(sorted.map((column) => [column.name, column]));
  table.partitionKey = sorted.filter((column) => column.kind === "partition_key");
  table.clustering = sorted.filter((column) => column.kind === "clustering");
}

/** Cassandra compares the first bytes of names as signed ones, and the others as unsigned ones. */
function nameOrder(name: string): Bytes {
  const bytes = fromText(name);
  return String.fromCharCode(bytes.charCodeAt(0) ^ 0x80) + bytes.slice(1);
}

/** The keyspace that a statement names, or else the one in use. */
export function keyspaceName(name: TableName, inUse: string | undefined): string {
  const keyspace = name.keyspace ?? inUse;
  if (keyspace === undefined) {
    throw invalid(
      "No keyspace has been specified. USE a keyspace, or explicitly specify keyspace.tablename",
    );
  }
  return keyspace;
}

export function findTable(schema: Schema, name: TableName, inUse: string | undefined): Table {
  const keyspace = keyspaceName(name, inUse);
  const tables = schema.keyspaces.get(keyspace)?.tables;
  if (!tables) throw invalid(`keyspace ${keyspace} does not exist`);
  const table = tables.get(name.name);
  if (!table) throw invalid(`table ${name.name} does not exist`);
  return table;
}

export function findColumn(table: Table, name: string): SchemaColumn {
  const column = table.columns.get(name);
  if (!column) {
    const shown = /^[a-z]\w*$/.test(name) ? name : `"${name}"`;
    throw invalid(`Undefined column name ${shown} in table ${table.keyspace}.${table.name}`);
  }
  return column;
}

export function isSystemKeyspace(keyspace: string): boolean {
  return SYSTEM_KEYSPACES.has(keyspace);
}

export function refuseSystemKeyspace(keyspace: string): void {
  if (isSystemKeyspace(keyspace)) {
    throw new CqlError(ErrorCode.unauthorized, `${keyspace} keyspace is not user-modifiable.`);
  }
}
