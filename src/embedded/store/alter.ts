import { formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { ColumnDefinition, TableChange } from "../cql/ast.ts";
import { checkNested, type KnownUserTypes, resolveType } from "../data/types.ts";
import { invalid } from "../errors.ts";
import { config } from "./options.ts";
import { checkTableOptions } from "./table_options.ts";
import { newColumn, type SchemaColumn, setColumns, type Table } from "./schema.ts";

/** Carries out an ALTER TABLE. */
export function changeTable(table: Table, change: TableChange, userTypes: KnownUserTypes): void {
  switch (change.kind) {
    case "add":
      return addColumns(table, change, userTypes);
    case "drop":
      return dropColumns(table, change.columns, change.ifExists);
    case "rename":
      return change.pairs.forEach((pair) => renameColumn(table, pair));
    case "retype":
      throw invalid("Altering column types is no longer supported");
    case "with":
      checkTableOptions(change.options);
      table.options = new Map([...table.options, ...change.options]);
  }
}

function addColumns(
  table: Table,
  { columns, ifNotExists }: Extract<TableChange, { kind: "add" }>,
  userTypes: KnownUserTypes,
): void {
  const fresh = columns.filter(({ name }) => !(ifNotExists && table.columns.has(name)));
  const added = fresh.map((definition, i) =>
    addedColumn(table, definition, { cellIndex: nextCellIndex(table) + i, userTypes })
  );
  setColumns(table, [...table.columns.values(), ...added]);
}

function nextCellIndex(table: Table): number {
  const dropped = [...table.dropped.values()].map(({ column }) => column);
  return Math.max(...[...table.columns.values(), ...dropped].map((column) => column.cellIndex)) + 1;
}

function addedColumn(
  table: Table,
  { name, type: written, isStatic }: ColumnDefinition,
  { cellIndex, userTypes }: { cellIndex: number; userTypes: KnownUserTypes },
): SchemaColumn {
  const type = resolveType(written, table.keyspace, userTypes);
  checkNested(type);
  if (table.columns.has(name)) throw invalid(`Column with name '${name}' already exists`);
  if (isStatic && table.clustering.length === 0) {
    throw invalid(
      "Static columns are only useful (and thus allowed) if the table has at least one clustering column",
    );
  }
  if ((type.name === "counter") !== table.isCounter) {
    throw config(
      `${table.keyspace}.${table.name}: Cannot have a ${
        table.isCounter ? "non counter" : "counter"
      } ` +
        `column ("${name}") in a ${table.isCounter ? "counter" : "non counter"} table`,
    );
  }
  const before = table.dropped.get(name)?.column;
  if (before && formatCqlType(before.type) !== formatCqlType(type)) {
    throw invalid(
      `Cannot re-add previously dropped column '${name}' of type ${formatCqlType(type)}, ` +
        `incompatible with previous type ${formatCqlType(before.type)}`,
    );
  }
  return newColumn(name, type, isStatic ? "static" : "regular", { cellIndex });
}

function dropColumns(table: Table, names: string[], ifExists: boolean): void {
  for (const name of names) {
    const column = table.columns.get(name);
    if (!column) {
      if (ifExists) continue;
      throw invalid(`Column ${name} was not found in table '${table.keyspace}.${table.name}'`);
    }
    if (column.position >= 0) throw invalid(`Cannot drop PRIMARY KEY column ${name}`);
    table.dropped.set(name, { column, at: Date.now() });
    setColumns(table, [...table.columns.values()].filter((each) => each !== column));
  }
}

function renameColumn(table: Table, { from, to }: { from: string; to: string }): void {
  const column = table.columns.get(from);
  if (!column) {
    throw invalid(`Column ${from} was not found in table '${table.keyspace}.${table.name}'`);
  }
  if (column.position < 0) throw invalid(`Cannot rename non PRIMARY KEY column ${from}`);
  if (table.columns.has(to)) {
    throw invalid(
      `Cannot rename column ${from} to ${to}: another column with that name already exists`,
    );
  }
  column.name = to;
  setColumns(table, table.columns.values());
}
