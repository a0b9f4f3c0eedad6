/** Quotes a CQL identifier, so that it keeps its case and can be a reserved word. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Writes a CQL text, in quotes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An identifier as Cassandra shows it: in quotes where it would be another one without them. */
export function shownName(identifier: string): string {
  return /^[a-z][a-z0-9_]*$/.test(identifier) && !RESERVED.has(identifier)
    ? identifier
    : quote(identifier);
}

const RESERVED: ReadonlySet<string> = new Set(
  ("add allow alter and apply asc authorize batch begin by columnfamily create default delete desc " +
    "describe drop entries execute from full grant if in index infinity insert into is keyspace " +
    "limit materialized mbean mbeans modify nan norecursive not null of on or order primary rename " +
    "replace revoke schema select set table to token truncate unlogged unset update use using view " +
    "where with").split(" "),
);

/** The longest name of a table that Cassandra takes, from version 5.0. */
const MAX_TABLE_NAME = 222;

/** What is wrong with the name of a table, which is also that of a folder. */
export function tableNameProblem(name: string): string | undefined {
  return /^\w+$/.test(name) && name.length <= MAX_TABLE_NAME
    ? undefined
    : `a table's name must have 1 to ${MAX_TABLE_NAME} letters, digits or underscores: found "${name}"`;
}

/** What is wrong with the name of a column, a user type or a field. Cassandra takes nearly any. */
export function nameProblem(what: string, name: string): string | undefined {
  if (name === "") return `${what} must have a name: found ""`;
  if (name === "__proto__") return `${what} must have another name than "__proto__"`;
  if (name.includes("\0")) return `${what} must not have the character 0 in its name`;
  return name.isWellFormed() ? undefined : `${what} must have a name of whole characters`;
}
