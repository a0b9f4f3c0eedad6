import { quoteAll } from "./part.ts";
import { formatCqlType } from "../schema/cql_type.ts";
import type { Model } from "../schema/model.ts";
import { quote } from "../schema/names.ts";
import { optionTexts } from "../schema/table_options.ts";
import type { UserType } from "../schema/user_type.ts";

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

/** CREATE TABLE for a model. */
export function createTable(model: Model, keyspace: string): string {
  const columns = Object.entries(model.columns).map(([name, { type, isStatic }]) =>
    `${quote(name)} ${formatCqlType(type, quote)}${isStatic ? " static" : ""}`
  );
  const partition = `(${quoteAll(model.partitionKey)})`;
  const key = [partition, ...model.clusteringKey.map(quote)].join(", ");
  const order = model.clusteringKey.map((name) =>
    `${quote(name)} ${(model.clusteringOrder[name] ?? "asc").toUpperCase()}`
  );
  const clustering = order.length > 0 ? [`CLUSTERING ORDER BY (${order.join(", ")})`] : [];
  const options = [...clustering, ...optionTexts(model.options)];
  return `CREATE TABLE IF NOT EXISTS ${quote(keyspace)}.${quote(model.name)} ` +
    `(${columns.join(", ")}, PRIMARY KEY (${key}))${
      options.length === 0 ? "" : ` WITH ${options.join(" AND ")}`
    }`;
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

/** Whether the table's columns outside of the key are counters. */
export function isCounterTable(model: Model): boolean {
  return Object.values(model.columns).some(({ type }) => type.name === "counter");
}
