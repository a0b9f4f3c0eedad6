import { inspect } from "node:util";
import type { CqlType, CqlValue, NativeTypes, NoTypes } from "./cql_type.ts";
import { type Index, type ModelIndex, readIndexes } from "./indexes.ts";
import { nameProblem, tableNameProblem } from "./names.ts";
import { isTableOption, tableOptionProblems, type TableOptions } from "./table_options.ts";
import { keyProblem } from "./type_problems.ts";
import {
  definitionError,
  finder,
  readType,
  type TypeContext,
  type UserType,
  type ValuesOf,
} from "./user_type.ts";

/** Column names and their CQL types; a static column's type ends in ` static`. */
export type Columns = Readonly<Record<string, keyof NativeTypes | (string & Record<never, never>)>>;

/**
 * CQL's PRIMARY KEY: `["a"]`, `["a", "c"]` with a clustering column, `[["a", "b"], "c"]` with a composite partition key.
 */
export type PrimaryKey<Name extends string = string> = readonly [
  Name | readonly [Name, ...Name[]],
  ...Name[],
];

/** Gives a column whose text is no CQL type a type that it does not have, so that the compiler reports it. */
export type CheckedColumns<C, U = NoTypes> = {
  [K in keyof C]: C[K] extends string
    ? [ColumnValue<C[K], U>] extends [never] ? `Unknown CQL type "${C[K]}"` : C[K]
    : string;
};

/** The TypeScript type of one column's values. */
export type ColumnValue<T extends string, U = NoTypes> = T extends `${infer Type} static`
  ? CqlValue<Type, U>
  : CqlValue<T, U>;

/**
 * A whole row of a table with these columns.
 *
 * @typeParam U the values of the user types that columns name, by the types' names
 */
export type RowOf<C extends Columns, U = NoTypes> = {
  -readonly [K in keyof C]: ColumnValue<C[K], U>;
};

/** The names of the partition key's columns. */
export type PartitionColumns<P> = P extends readonly [infer First, ...unknown[]]
  ? First extends readonly (infer Name)[] ? Name : First
  : never;

/** The names of the clustering columns. */
export type ClusteringColumns<P> = P extends readonly [unknown, ...infer Rest] ? Rest[number]
  : never;

/** The names of the primary key's columns. */
export type KeyColumns<P> = PartitionColumns<P> | ClusteringColumns<P>;

/**
 * A table: what `session.create(User, …)` and `session.find(User, …)` take. Made by {@linkcode model}.
 *
 * @typeParam Row a whole row
 * @typeParam Key the columns of the primary key
 * @typeParam Partition the columns of the partition key
 */
export interface Model<Row = unknown, Key = unknown, Partition = unknown> {
  /** The table's name. */
  readonly name: string;
  /** The columns by their names, in the order written. */
  readonly columns: Readonly<Record<string, Column>>;
  /** The columns of the partition key. */
  readonly partitionKey: readonly string[];
  /** The clustering columns. */
  readonly clusteringKey: readonly string[];
  /** The order of clustering columns, where one is given. */
  readonly clusteringOrder: Readonly<Record<string, ClusteringOrder>>;
  /** The user types that its columns can name. */
  readonly userTypes: readonly UserType[];
  /** The options of the table. */
  readonly options: TableOptions;
  /** The indexes of the table. */
  readonly indexes: readonly ModelIndex[];
  /** Never set: it only carries the types of rows and keys. */
  readonly types?: { readonly row: Row; readonly key: Key; readonly partition: Partition };
}

/** One column of a model. */
export interface Column {
  /** Its CQL type. */
  readonly type: CqlType;
  /** Whether all rows of a partition share its value. */
  readonly isStatic: boolean;
}

/** The order of rows within a partition. */
export type ClusteringOrder = "asc" | "desc";

/** Options of {@linkcode model}. */
export interface ModelOptions<
  Name extends string = string,
  T extends readonly UserType[] = readonly UserType[],
  Indexed extends string = string,
> {
  /** The order of clustering columns that are not ascending: `{ sent_at: "desc" }`. */
  readonly clusteringOrder?: Readonly<Partial<Record<Name, ClusteringOrder>>>;
  /** The user types that the columns name, made by `type`. */
  readonly types?: T;
  /** The options of the table: `{ gcGrace: 3_600 }`. */
  readonly options?: TableOptions;
  /** The indexes of the table: `[{ on: "email", using: "sai" }]`. */
  readonly indexes?: readonly Index<Indexed>[];
}

/**
 * Describes a table. cassbench creates it when it is missing and adds missing columns; it never drops or alters one.
 *
 * @example
 * ```ts
 * import { model } from "@cassbench/cassbench";
 *
 * const Message = model("message", {
 *   room: "uuid",
 *   sent_at: "timestamp",
 *   body: "text",
 *   tags: "set<text>",
 *   topic: "text static",
 * }, ["room", "sent_at"], { clusteringOrder: { sent_at: "desc" } });
 * ```
 *
 * @param name the table's name
 * @param columns column names and their CQL types
 * @param primaryKey CQL's PRIMARY KEY
 * @param options the clustering order, the user types that columns name, the options and indexes of the table
 * @throws {ScenarioError} for a name, type or key that CQL does not have; all problems at once
 */
export function model<
  const C extends Columns & CheckedColumns<C, ValuesOf<T>>,
  const P extends PrimaryKey<keyof C & string>,
  const T extends readonly UserType[] = [],
>(
  name: string,
  columns: C,
  primaryKey: P,
  options: ModelOptions<ClusteringColumns<P> & string, T, keyof C & string> = {},
): Model<
  RowOf<C, ValuesOf<T>>,
  Pick<RowOf<C, ValuesOf<T>>, KeyColumns<P> & keyof C>,
  Pick<RowOf<C, ValuesOf<T>>, PartitionColumns<P> & keyof C>
> {
  const problems = unknownOptions(options);
  const [first, ...clusteringKey] = asArray<string | readonly string[]>(primaryKey);
  const { types = [], clusteringOrder = {}, options: tableOptions = {}, indexes = [] } = Object(
    options,
  ) as typeof options;
  const context = { find: finder(types, problems), types, problems };
  const described = {
    name,
    columns: parseColumns(columns, context),
    partitionKey: asArray(first ?? []),
    clusteringKey: clusteringKey as string[],
    clusteringOrder,
    userTypes: types,
    options: tableOptions,
  };
  problems.push(...findProblems(described), ...tableOptionProblems(tableOptions));
  const read = readIndexes(indexes, described, problems);
  if (problems.length > 0) throw definitionError(`model "${name}"`, problems);
  return { ...described, indexes: read };
}

/** Every option by its name. */
const OPTIONS: { readonly [K in keyof Required<ModelOptions>]: true } = {
  types: true,
  clusteringOrder: true,
  options: true,
  indexes: true,
};

/** What is wrong with the options as such: a model that is not checked by the compiler can have any. */
function unknownOptions(options: unknown): string[] {
  const known = Object.keys(OPTIONS);
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return [`options must be an object: found ${inspect(options, { depth: 0 })}`];
  }
  return Object.keys(options).filter((name) => !known.includes(name))
    .map((name) => {
      const where = isTableOption(name) ? `; that of a table stands in options: { ${name} }` : "";
      return `options.${name} is no option of a model: it has ${known.join(", ")}${where}`;
    });
}

function asArray<T>(value: T | readonly T[]): T[] {
  return Array.isArray(value) ? [...value] : [value as T];
}

function parseColumns(columns: Columns, context: TypeContext): Record<string, Column> {
  // Without a prototype, so that a column "constructor" is not found where there is none.
  const parsed: Record<string, Column> = Object.create(null);
  for (const [name, text] of Object.entries(Object(columns) as Columns)) {
    const isStatic = / static$/i.test(text);
    const type = readType(`columns.${name}`, String(text).replace(/ static$/i, ""), context);
    if (type !== undefined) parsed[name] = { type, isStatic };
  }
  return parsed;
}

function findProblems({ name, columns, ...key }: Omit<Model, "indexes">): string[] {
  const problems: string[] = [];
  const keyColumns = [...key.partitionKey, ...key.clusteringKey];
  const names = [
    tableNameProblem(name),
    ...Object.keys(columns).map((column) => nameProblem("a column", column)),
  ];
  problems.push(...names.filter((problem) => problem !== undefined));
  if (key.partitionKey.length === 0) problems.push("primaryKey must name a column: found none");
  keyColumns.forEach((column, at) => {
    const { type, isStatic } = columns[column] ?? {};
    if (type === undefined) problems.push(`primaryKey must name columns: found "${column}"`);
    const problem = type && keyProblem(type);
    if (problem !== undefined) problems.push(`key column "${column}" ${problem}`);
    if (isStatic) problems.push(`key column "${column}" must not be static`);
    if (keyColumns.indexOf(column) < at) problems.push(`primaryKey must name "${column}" once`);
  });
  const values = Object.keys(columns).filter((column) => !keyColumns.includes(column));
  const counters = values.filter((column) => columns[column]?.type.name === "counter");
  if (counters.length > 0 && counters.length < values.length) {
    problems.push("columns outside the key must be counters all or none");
  }
  if (counters.length > 0 && key.options?.defaultTtl) {
    problems.push("options.defaultTtl must not be that of counters, which do not end");
  }
  if (key.clusteringKey.length === 0 && values.some((column) => columns[column]?.isStatic)) {
    problems.push("static columns need a clustering column");
  }
  for (const [column, order] of Object.entries(key.clusteringOrder)) {
    if (!key.clusteringKey.includes(column)) {
      problems.push(`clusteringOrder must name clustering columns: found "${column}"`);
    }
    if (order !== "asc" && order !== "desc") {
      problems.push(`clusteringOrder.${column} must be "asc" or "desc": found "${order}"`);
    }
  }
  return problems;
}
