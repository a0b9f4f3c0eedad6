import type { Definition, TableName } from "../cql/ast.ts";
import { invalid } from "../errors.ts";
import { isSystemKeyspace, type Schema, type StoredKeyspace } from "./schema.ts";

/** The most that a schema has of each: keyspaces, tables and user types of all keyspaces, columns or fields of each. */
const MOST = { keyspaces: 1_000, tables: 1_000, types: 1_000, columns: 1_000, fields: 1_000 };

/**
 * Checks that a definition leaves the schema as small as it has to be, as each change of it is told to all clients, which read
 * it again. What is there already is created no second time, so it is not counted.
 *
 * @throws {CqlError} when it does not
 */
export function checkSchemaSize(
  { keyspaces }: Schema,
  definition: Definition,
  inUse: string | undefined,
): void {
  const own = [...keyspaces.values()].filter(({ name }) => !isSystemKeyspace(name));
  const sum = (sizeOf: (keyspace: StoredKeyspace) => number) =>
    own.reduce((all, keyspace) => all + sizeOf(keyspace), 0);
  const keyspaceOf = ({ keyspace }: TableName) => keyspaces.get(keyspace ?? inUse ?? "");
  switch (definition.kind) {
    case "createKeyspace":
      if (!keyspaces.has(definition.name)) check("keyspaces", own.length + 1);
      return;
    case "createTable":
      if (keyspaceOf(definition.table)?.tables.has(definition.table.name)) return;
      check("tables", sum(({ tables }) => tables.size) + 1);
      return check("columns", definition.columns.length);
    case "alterTable": {
      const table = keyspaceOf(definition.table)?.tables.get(definition.table.name);
      if (definition.change.kind !== "add" || table === undefined) return;
      // Also a column that was dropped keeps its place in the rows.
      const before = table.columns.size + table.dropped.size;
      return check("columns", before + definition.change.columns.length);
    }
    case "createType":
      if (keyspaceOf(definition.type)?.userTypes.has(definition.type.name)) return;
      check("types", sum(({ userTypes }) => userTypes.size) + 1);
      return check("fields", definition.fields.length);
    case "alterType": {
      const type = keyspaceOf(definition.type)?.userTypes.get(definition.type.name);
      if (definition.change.kind !== "add" || type === undefined) return;
      return check("fields", type.of.length + 1);
    }
  }
}

function check(what: keyof typeof MOST, count: number): void {
  if (count <= MOST[what]) return;
  throw invalid(`The embedded server has at most ${MOST[what]} ${what}`);
}
