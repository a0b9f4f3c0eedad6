import type { Definition } from "../cql/ast.ts";
import { invalid } from "../errors.ts";
import { isSystemKeyspace, type Schema } from "./schema.ts";

/** The most that a schema has of each: keyspaces, tables and user types of all keyspaces, columns or fields of each. */
const MOST = { keyspaces: 1_000, tables: 1_000, types: 1_000, columns: 1_000 };

/**
 * Checks that a definition leaves the schema as small as it has to be, as each change of it is told to all clients, which read
 * it again.
 *
 * @throws {CqlError} when it does not
 */
export function checkSchemaSize({ keyspaces }: Schema, definition: Definition): void {
  const own = [...keyspaces.values()].filter(({ name }) => !isSystemKeyspace(name));
  switch (definition.kind) {
    case "createKeyspace":
      return check("keyspaces", own.length + 1);
    case "createTable":
      check("tables", own.reduce((sum, { tables }) => sum + tables.size, 1));
      return check("columns", definition.columns.length);
    case "createType":
      check("types", own.reduce((sum, { userTypes }) => sum + userTypes.size, 1));
      return check("columns", definition.fields.length);
    case "alterTable": {
      const { change, table: { keyspace, name } } = definition;
      if (change.kind !== "add") return;
      const tables = own.filter((one) => keyspace === undefined || one.name === keyspace)
        .flatMap(({ tables }) => tables.get(name) ?? []);
      // Also a column that was dropped keeps its place in the rows.
      const sizes = tables.map(({ columns, dropped }) => columns.size + dropped.size);
      return check("columns", Math.max(0, ...sizes) + change.columns.length);
    }
  }
}

function check(what: keyof typeof MOST, count: number): void {
  if (count <= MOST[what]) return;
  throw invalid(`The embedded server has at most ${MOST[what]} ${what}`);
}
