import { ErrorCode } from "../../protocol/opcodes.ts";
import { formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { CreateTable, Definition, TableName } from "../cql/ast.ts";
import { checkNested, holdsDuration, isMultiCell, resolveType } from "../data/types.ts";
import { CqlError, invalid } from "../errors.ts";
import { changeTable } from "./alter.ts";
import { changeKeyspace, createKeyspace, noKeyspace } from "./keyspaces.ts";
import { checkTableName } from "./options.ts";
import { checkTableOptions } from "./table_options.ts";
import {
  keyspaceName,
  newColumn,
  newTable,
  refuseSystemKeyspace,
  type Schema,
  type SchemaChange,
  type SchemaColumn,
  type StoredKeyspace,
  type Table,
} from "./schema.ts";
import { checkSchemaSize } from "./schema_bounds.ts";
import { defineType } from "./user_types.ts";

/**
 * Carries out a CREATE, ALTER or DROP.
 *
 * @returns What changed; undefined where nothing did because of IF [NOT] EXISTS.
 * @throws {CqlError} When it contradicts the schema.
 */
export function define(
  schema: Schema,
  definition: Definition,
  inUse: string | undefined,
): SchemaChange | undefined {
  checkSchemaSize(schema, definition, inUse);
  const change = carryOut(schema, definition, inUse);
  if (change) schema.epoch++;
  return change;
}

function carryOut(
  schema: Schema,
  definition: Definition,
  inUse: string | undefined,
): SchemaChange | undefined {
  switch (definition.kind) {
    case "createKeyspace":
      return createKeyspace(schema, definition);
    case "alterKeyspace":
    case "dropKeyspace":
      return changeKeyspace(schema, definition);
    case "createType":
    case "alterType":
    case "dropType":
      return defineType(findKeyspace(schema, definition.type, inUse), definition);
    default:
      refuseSystemKeyspace(keyspaceName(definition.table, inUse));
      return definition.kind === "createTable"
        ? createTable(schema, definition, inUse)
        : alterOrDrop(schema, definition, inUse);
  }
}

function findKeyspace(schema: Schema, name: TableName, inUse: string | undefined): StoredKeyspace {
  const keyspace = keyspaceName(name, inUse);
  const found = schema.keyspaces.get(keyspace);
  if (!found) throw noKeyspace(keyspace);
  return found;
}

function createTable(
  schema: Schema,
  statement: CreateTable,
  inUse: string | undefined,
): SchemaChange | undefined {
  const keyspace = findKeyspace(schema, statement.table, inUse);
  const { name } = statement.table;
  if (keyspace.tables.has(name)) {
    if (statement.ifNotExists) return undefined;
    throw new CqlError(
      ErrorCode.alreadyExists,
      `Cannot add already existing table "${name}" to keyspace "${keyspace.name}"`,
      { keyspace: keyspace.name, table: name },
    );
  }
  checkTableName(keyspace.name, name);
  keyspace.tables.set(name, buildTable(keyspace, statement));
  return { change: "CREATED", keyspace: keyspace.name, table: name };
}

/** The table that a CREATE TABLE describes. */
export function buildTable(
  { name: keyspace, userTypes }: Pick<StoredKeyspace, "name" | "userTypes">,
  statement: CreateTable,
): Table {
  const { name } = statement.table;
  const { partition, clustering } = primaryKey(statement);
  const key = [...partition, ...clustering];
  const descending = new Set(
    clusteringOrder(statement, clustering).filter((each) => each.descending).map((each) =>
      each.column
    ),
  );
  const columns = statement.columns.map((column, cellIndex) => {
    const type = resolveType(column.type, keyspace, userTypes);
    const at = key.indexOf(column.name);
    if (at < 0) {
      return newColumn(column.name, type, column.isStatic ? "static" : "regular", { cellIndex });
    }
    return newColumn(
      column.name,
      type,
      at < partition.length ? "partition_key" : "clustering",
      {
        cellIndex,
        position: at < partition.length ? at : at - partition.length,
        descending: descending.has(column.name),
      },
    );
  });
  checkColumns(columns, clustering.length > 0);
  checkTableOptions(statement.options);
  return newTable(keyspace, name, columns, statement.options);
}

function primaryKey({ table: { name }, columns, keys }: CreateTable): CreateTable["keys"][number] {
  if (keys.length > 1) {
    throw invalid(`Multiple PRIMARY KEY specified for table '${name}' (exactly one required)`);
  }
  const key = keys[0];
  if (!key) throw invalid(`No PRIMARY KEY specifed for table '${name}' (exactly one required)`);
  const names = columns.map((column) => column.name);
  const double = names.find((each, i) => names.indexOf(each) < i);
  if (double) throw invalid(`Duplicate column '${double}' declaration for table '${name}'`);
  const parts = [...key.partition, ...key.clustering];
  const unknown = parts.find((each) => !names.includes(each));
  if (unknown) {
    throw invalid(`Unknown column '${unknown}' referenced in PRIMARY KEY for table '${name}'`);
  }
  const twice = parts.find((each, i) => parts.indexOf(each) < i);
  if (twice) throw invalid(`Duplicate column '${twice}' in PRIMARY KEY clause for table '${name}'`);
  return key;
}

function clusteringOrder({ order }: CreateTable, clustering: string[]): CreateTable["order"] {
  const unknown = order.map(({ column }) => column).filter((each) => !clustering.includes(each));
  if (unknown.length > 0) {
    throw invalid(
      "Only clustering key columns can be defined in CLUSTERING ORDER directive: " +
        `[${unknown.join(", ")}] are not clustering columns`,
    );
  }
  order.forEach(({ column }, i) => {
    if (column !== clustering[i]) {
      throw invalid(`Missing CLUSTERING ORDER for column ${clustering[i]}`);
    }
  });
  return order;
}

function checkColumns(columns: SchemaColumn[], isClustered: boolean): void {
  for (const { name, type, position } of columns) {
    checkNested(type);
    if (position < 0) continue;
    if (type.name === "counter" || type.name === "duration") {
      throw invalid(`${type.name} type is not supported for PRIMARY KEY column '${name}'`);
    }
    if (holdsDuration(type)) {
      throw invalid(`duration type is not supported for PRIMARY KEY column '${name}'`);
    }
    if (isMultiCell(type)) {
      const kind = type.name === "udt" ? "user-defined" : "collection";
      throw invalid(
        `Invalid non-frozen ${kind} type ${formatCqlType(type)} for PRIMARY KEY column '${name}'`,
      );
    }
  }
  if (!isClustered && columns.some((column) => column.kind === "static")) {
    throw invalid(
      "Static columns are only useful (and thus allowed) if the table has at least one clustering column",
    );
  }
  const values = columns.filter((column) => column.position < 0);
  const counters = values.filter((column) => column.type.name === "counter");
  if (counters.length > 0 && counters.length < values.length) {
    throw invalid(`Cannot mix counter and non counter columns in the same table`);
  }
}

function alterOrDrop(
  schema: Schema,
  definition: Extract<Definition, { kind: "alterTable" | "dropTable" }>,
  inUse: string | undefined,
): SchemaChange | undefined {
  const keyspace = keyspaceName(definition.table, inUse);
  const { name } = definition.table;
  const { tables, userTypes = new Map() } = schema.keyspaces.get(keyspace) ?? {};
  const table = tables?.get(name);
  if (!tables || !table) {
    if (definition.ifExists) return undefined;
    throw tables ? invalid(`Table '${keyspace}.${name}' doesn't exist`) : noKeyspace(keyspace);
  }
  if (definition.kind === "dropTable") {
    tables.delete(name);
    return { change: "DROPPED", keyspace, table: name };
  }
  changeTable(table, definition.change, userTypes);
  return { change: "UPDATED", keyspace, table: name };
}
