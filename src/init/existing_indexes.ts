import type { SchemaRow } from "../cluster/read_keyspace.ts";
import type { TableIndex } from "./schema.ts";

/** The indexes of a table that a model can describe; the others are noted. */
export function existingIndexes(
  table: string,
  rows: readonly SchemaRow[],
  notes: string[],
): TableIndex[] {
  return rows.flatMap((row) => {
    const { target, class_name: using, ...options } = Object.fromEntries(
      row.options instanceof Map ? row.options as Map<string, string> : [],
    ) as Record<string, string>;
    if (target === undefined) {
      notes.push(`table ${table}: index ${row.index_name}`);
      return [];
    }
    return [{
      name: String(row.index_name),
      on: unquoted(target),
      ...using === undefined ? {} : { using: /StorageAttachedIndex$/.test(using) ? "sai" : using },
      ...Object.keys(options).length === 0 ? {} : { options },
    }];
  });
}

/** Cassandra shows a name in quotes where it needs them, also inside of `keys(…)`. */
function unquoted(target: string): string {
  return target.replace(/"((?:[^"]|"")+)"/, (_, name: string) => name.replaceAll('""', '"'));
}
