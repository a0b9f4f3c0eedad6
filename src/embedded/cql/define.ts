import type { ColumnDefinition, CreateTable, Definition, Options, TableChange } from "./ast.ts";
import { ordering } from "./select.ts";
import { ifExists, ifNotExists, option, tableName, typeName } from "./terms.ts";
import type { Tokens } from "./tokens.ts";
import { unsupported } from "../errors.ts";

/** CREATE, ALTER or DROP of a keyspace or a table. */
export function definition(t: Tokens): Definition {
  const verb = t.take().word;
  refuseOtherObjects(t, verb);
  if (t.accept("KEYSPACE") || t.accept("SCHEMA")) {
    if (verb === "CREATE") {
      return { kind: "createKeyspace", ifNotExists: ifNotExists(t), ...keyspace(t) };
    }
    if (verb === "ALTER") return { kind: "alterKeyspace", ifExists: ifExists(t), ...keyspace(t) };
    return { kind: "dropKeyspace", ifExists: ifExists(t), name: t.name() };
  }
  if (!t.accept("TABLE") && !t.accept("COLUMNFAMILY")) t.fail();
  if (verb === "CREATE") return createTable(t);
  const shared = { ifExists: ifExists(t), table: tableName(t) };
  return verb === "ALTER"
    ? { kind: "alterTable", ...shared, change: tableChange(t) }
    : { kind: "dropTable", ...shared };
}

function refuseOtherObjects(t: Tokens, verb: string): void {
  t.accept("OR", "REPLACE");
  t.accept("CUSTOM");
  if (t.sees("MATERIALIZED", "VIEW")) throw unsupported(`${verb} MATERIALIZED VIEW`);
  for (const object of ["INDEX", "TYPE", "FUNCTION", "AGGREGATE", "TRIGGER", "ROLE", "USER"]) {
    if (t.sees(object)) throw unsupported(`${verb} ${object}`);
  }
}

function keyspace(t: Tokens): { name: string; options: Options } {
  const name = t.name();
  t.expect("WITH");
  return { name, options: options(t) };
}

function options(t: Tokens): Options {
  const said: Options = new Map();
  t.list("AND", () => option(t, said));
  return said;
}

/** CREATE TABLE [IF NOT EXISTS] table (columns, PRIMARY KEY (…)) [WITH …] */
function createTable(t: Tokens): CreateTable {
  const statement: CreateTable = {
    kind: "createTable",
    ifNotExists: ifNotExists(t),
    table: tableName(t),
    columns: [],
    keys: [],
    order: [],
    options: new Map(),
  };
  t.enclosed("(", ")", () => {
    if (t.accept("PRIMARY", "KEY")) statement.keys.push(primaryKey(t));
    else statement.columns.push({ ...column(t), isPrimaryKey: t.accept("PRIMARY", "KEY") });
  });
  for (const { name, isPrimaryKey } of statement.columns) {
    if (isPrimaryKey) statement.keys.push({ partition: [name], clustering: [] });
  }
  if (t.accept("WITH")) t.list("AND", () => tableOption(t, statement));
  return statement;
}

function primaryKey(t: Tokens): CreateTable["keys"][number] {
  t.expect("(");
  const partition = t.sees("(") ? t.enclosed("(", ")", (each) => each.name()) : [t.name()];
  const clustering = t.accept(",") ? t.list(",", (each) => each.name()) : [];
  t.expect(")");
  return { partition, clustering };
}

function column(t: Tokens): ColumnDefinition {
  const name = t.name();
  const type = typeName(t);
  return { name, type, isStatic: t.accept("STATIC"), isPrimaryKey: false };
}

function tableOption(t: Tokens, statement: CreateTable): void {
  if (t.sees("COMPACT", "STORAGE")) throw unsupported("COMPACT STORAGE");
  if (t.accept("CLUSTERING", "ORDER", "BY")) {
    statement.order.push(...t.enclosed("(", ")", ordering));
  } else {
    option(t, statement.options);
  }
}

function tableChange(t: Tokens): TableChange {
  if (t.accept("ADD")) {
    return { kind: "add", ifNotExists: ifNotExists(t), columns: oneOrMore(t, column) };
  }
  if (t.accept("DROP")) {
    return { kind: "drop", ifExists: ifExists(t), columns: oneOrMore(t, (each) => each.name()) };
  }
  if (t.accept("RENAME")) {
    return {
      kind: "rename",
      pairs: t.list("AND", () => {
        const from = t.name();
        t.expect("TO");
        return { from, to: t.name() };
      }),
    };
  }
  if (t.accept("ALTER")) {
    t.name();
    t.expect("TYPE");
    typeName(t);
    return { kind: "retype" };
  }
  t.expect("WITH");
  return { kind: "with", options: options(t) };
}

function oneOrMore<T>(t: Tokens, item: (t: Tokens) => T): T[] {
  return t.sees("(") ? t.enclosed("(", ")", item) : t.list(",", item);
}
