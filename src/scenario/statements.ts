import { ScenarioError } from "../errors.ts";
import { formatCqlType } from "./cql_type.ts";
import type { Model } from "./model.ts";
import { quote } from "./names.ts";
import type { UserType } from "./user_type.ts";

/** A CQL text, and the columns whose values are bound to its `?`, in their order. */
export interface Statement {
  readonly cql: string;
  readonly columns: readonly string[];
}

/** CREATE TYPE for a user type. */
export function createType({ name, type }: UserType, keyspace: string): string {
  const fields = type.of.map((field, at) =>
    `${quote(type.fields?.[at] ?? "")} ${formatCqlType(field, quote)}`
  );
  return `CREATE TYPE IF NOT EXISTS ${quote(keyspace)}.${quote(name)} (${fields.join(", ")})`;
}

/** ALTER TYPE … ADD for a field that a user type lacks; it takes one at a time. */
export function addField({ name, type }: UserType, keyspace: string, field: string): string {
  const fieldType = type.of[type.fields?.indexOf(field) ?? -1];
  const written = fieldType === undefined ? "" : formatCqlType(fieldType, quote);
  return `ALTER TYPE ${quote(keyspace)}.${quote(name)} ADD ${quote(field)} ${written}`;
}

/** Writes a text or a number as a CQL text, with quotes. */
export function literal(value: string | number | boolean): string {
  return `'${String(value).replaceAll("'", "''")}'`;
}

/** CREATE TABLE for a model. */
export function createTable(model: Model, keyspace: string): string {
  const columns = Object.entries(model.columns).map(([name, { type, isStatic }]) =>
    `${quote(name)} ${formatCqlType(type, quote)}${isStatic ? " static" : ""}`
  );
  const partition = `(${list(model.partitionKey)})`;
  const key = [partition, ...model.clusteringKey.map(quote)].join(", ");
  const order = model.clusteringKey.map((name) =>
    `${quote(name)} ${(model.clusteringOrder[name] ?? "asc").toUpperCase()}`
  );
  const clustering = order.length > 0 ? ` WITH CLUSTERING ORDER BY (${order.join(", ")})` : "";
  return `CREATE TABLE IF NOT EXISTS ${quote(keyspace)}.${quote(model.name)} ` +
    `(${columns.join(", ")}, PRIMARY KEY (${key}))${clustering}`;
}

/** ALTER TABLE … ADD for columns that a table lacks. */
export function addColumns(model: Model, keyspace: string, names: readonly string[]): string {
  const columns = names.flatMap((name) => {
    const column = model.columns[name];
    if (column === undefined) return [];
    return `${quote(name)} ${formatCqlType(column.type, quote)}${column.isStatic ? " static" : ""}`;
  });
  return `ALTER TABLE ${quote(keyspace)}.${quote(model.name)} ADD (${columns.join(", ")})`;
}

/** INSERT of a whole row. */
export function insert(model: Model, { ifNotExists = false } = {}): Statement {
  if (isCounterTable(model)) {
    throw new ScenarioError(
      `Cannot create a row of "${model.name}" as it counts`,
      "counters are added to with session.update",
    );
  }
  const columns = Object.keys(model.columns);
  const marks = columns.map(() => "?").join(", ");
  const condition = ifNotExists ? " IF NOT EXISTS" : "";
  return {
    cql: `INSERT INTO ${quote(model.name)} (${list(columns)}) VALUES (${marks})${condition}`,
    columns,
  };
}

/** SELECT of one row by its primary key. */
export function selectOne(model: Model): Statement {
  const columns = [...model.partitionKey, ...model.clusteringKey];
  return {
    cql: `SELECT ${list(Object.keys(model.columns))} FROM ${quote(model.name)} WHERE ${
      equals(columns, " AND ")
    }`,
    columns,
  };
}

/** The name of a limit among the values of {@linkcode selectPartition}; no column can have it. */
export const LIMIT = "[limit]";

/** SELECT of a partition's rows; with `limited`, the last value that is bound is the limit. */
export function selectPartition(model: Model, { limited = false } = {}): Statement {
  const key = model.partitionKey;
  const columns = limited ? [...key, LIMIT] : key;
  const limit = limited ? " LIMIT ?" : "";
  return {
    cql: `SELECT ${list(Object.keys(model.columns))} FROM ${quote(model.name)} WHERE ${
      equals(key, " AND ")
    }${limit}`,
    columns,
  };
}

/** UPDATE of some columns by primary key; in a counter table it adds to them. */
export function update(model: Model, changed: readonly string[]): Statement {
  const key = [...model.partitionKey, ...model.clusteringKey];
  const set = isCounterTable(model)
    ? changed.map((name) => `${quote(name)} = ${quote(name)} + ?`).join(", ")
    : equals(changed, ", ");
  return {
    cql: `UPDATE ${quote(model.name)} SET ${set} WHERE ${equals(key, " AND ")}`,
    columns: [...changed, ...key],
  };
}

/** DELETE of a row by its primary key. */
export function deleteOne(model: Model): Statement {
  const columns = [...model.partitionKey, ...model.clusteringKey];
  return {
    cql: `DELETE FROM ${quote(model.name)} WHERE ${equals(columns, " AND ")}`,
    columns,
  };
}

/** Whether the table's columns outside of the key are counters. */
export function isCounterTable(model: Model): boolean {
  return Object.values(model.columns).some(({ type }) => type.name === "counter");
}

function list(names: readonly string[]): string {
  return names.map(quote).join(", ");
}

function equals(names: readonly string[], separator: string): string {
  return names.map((name) => `${quote(name)} = ?`).join(separator);
}
