import type { TypeTree } from "./type_tree.ts";

/** A name with its type: a column, or a field of a user type. */
export interface NamedType {
  readonly name: string;
  readonly type: TypeTree;
}

/** A column of a table. */
export interface SourceColumn extends NamedType {
  readonly isStatic: boolean;
}

/** A user type. */
export interface SourceType {
  readonly name: string;
  readonly fields: readonly NamedType[];
}

/** The value of a table's option, as CQL writes it. */
export type TableOption = string | Readonly<Record<string, string>>;

/** An index of a table. */
export interface TableIndex {
  readonly name?: string | undefined;
  /** The column, or `keys(…)`, `values(…)`, `entries(…)` or `full(…)` of one. */
  readonly on: string;
  /** The class of a custom index, such as `StorageAttachedIndex`. */
  readonly using?: string | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
}

/** A table, as a scenario's model describes it. */
export interface SourceTable {
  readonly name: string;
  /** Key columns first, in the order of the key. */
  readonly columns: readonly SourceColumn[];
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly string[];
  /** The clustering columns that are sorted downwards. */
  readonly descending: readonly string[];
  /** The options that are not the default, by CQL's names. */
  readonly options: Readonly<Record<string, TableOption>>;
  readonly indexes: readonly TableIndex[];
}

/** The tables and types that a scenario is made for. */
export interface SourceSchema {
  /** Types come after those that they use. */
  readonly types: readonly SourceType[];
  readonly tables: readonly SourceTable[];
}

/** A scenario's text, and what of its source is not in it. */
export interface WrittenScenario {
  readonly text: string;
  /** What could not be carried over, and what was changed, one sentence each. */
  readonly notes: readonly string[];
  /** Whether it needs what the embedded server does not have. */
  readonly needsCassandra?: boolean;
}

/** Whether a schema needs what the embedded server does not have. */
export function needsCassandra({ tables }: SourceSchema): boolean {
  return tables.some(({ indexes }) => indexes.length > 0);
}

/** Whether a table counts: its columns outside of the key are counters. */
export function isCounterTable({ columns }: SourceTable): boolean {
  return columns.some(({ type }) => type.name === "counter");
}

/** The columns outside of the key. */
export function valueColumns(
  { columns, partitionKey, clusteringKey }: SourceTable,
): SourceColumn[] {
  return columns.filter(({ name }) =>
    !partitionKey.includes(name) && !clusteringKey.includes(name)
  );
}

/** What to pass for the replication of a keyspace; nothing for one replica, which every cluster can have. */
export function replicationNotes(replication: Readonly<Record<string, string>>): string[] {
  const { class: _, replication_factor: factor, ...centers } = replication;
  const all = factor ?? Object.entries(centers).map((center) => center.join(":")).join(",");
  return /^$|^([^,]*:)?1$/.test(all) ? [] : [`replication ${all}: pass --replication ${all}`];
}
