import { inspect } from "node:util";
import { ScenarioError } from "../errors.ts";
import { type CqlType, type CqlValue, type NativeTypes, parseCqlType } from "./cql_type.ts";

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
export type CheckedColumns<C> = {
  [K in keyof C]: C[K] extends string
    ? [ColumnValue<C[K]>] extends [never] ? `Unknown CQL type "${C[K]}"` : C[K]
    : string;
};

/** The TypeScript type of one column's values. */
export type ColumnValue<T extends string> = T extends `${infer Type} static` ? CqlValue<Type>
  : CqlValue<T>;

/** A whole row of a table with these columns. */
export type RowOf<C extends Columns> = { -readonly [K in keyof C]: ColumnValue<C[K]> };

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
export interface ModelOptions<Name extends string = string> {
  /** The order of clustering columns that are not ascending: `{ sent_at: "desc" }`. */
  readonly clusteringOrder?: Readonly<Partial<Record<Name, ClusteringOrder>>>;
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
 * @param options the clustering order
 * @throws {ScenarioError} for a name, type or key that CQL does not have; all problems at once
 */
export function model<
  const C extends Columns & CheckedColumns<C>,
  const P extends PrimaryKey<keyof C & string>,
>(
  name: string,
  columns: C,
  primaryKey: P,
  options: ModelOptions<ClusteringColumns<P> & string> = {},
): Model<
  RowOf<C>,
  Pick<RowOf<C>, KeyColumns<P> & keyof C>,
  Pick<RowOf<C>, PartitionColumns<P> & keyof C>
> {
  const problems = unknownOptions(options);
  const [first, ...clusteringKey] = asArray<string | readonly string[]>(primaryKey);
  const described = {
    name,
    columns: parseColumns(columns, problems),
    partitionKey: asArray(first ?? []),
    clusteringKey: clusteringKey as string[],
    clusteringOrder: Object(options).clusteringOrder ?? {},
  };
  problems.push(...findProblems(described));
  if (problems.length > 0) {
    throw new ScenarioError(`Cannot define model "${name}" as ${problems.join("; ")}`);
  }
  return described;
}

/** Every option by its name. */
const OPTIONS: { readonly [K in keyof Required<ModelOptions>]: true } = { clusteringOrder: true };

/** What is wrong with the options as such: a model that is not checked by the compiler can have any. */
function unknownOptions(options: unknown): string[] {
  const known = Object.keys(OPTIONS);
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return [`options must be an object: found ${inspect(options, { depth: 0 })}`];
  }
  return Object.keys(options).filter((name) => !known.includes(name))
    .map((name) => `options.${name} is no option of a model: it has ${known.join(", ")}`);
}

function asArray<T>(value: T | readonly T[]): T[] {
  return Array.isArray(value) ? [...value] : [value as T];
}

function parseColumns(columns: Columns, problems: string[]): Record<string, Column> {
  const parsed: Record<string, Column> = {};
  for (const [name, text] of Object.entries(Object(columns) as Columns)) {
    const isStatic = / static$/i.test(text);
    const type = parseCqlType(String(text).replace(/ static$/i, ""));
    const problem = type === undefined ? "must be a CQL type" : findTypeProblem(type);
    if (problem !== undefined) problems.push(`columns.${name} ${problem}: found "${text}"`);
    if (type !== undefined) parsed[name] = { type, isStatic };
  }
  return parsed;
}

const COLLECTIONS = new Set(["list", "set", "map"]);

/** What Cassandra would refuse in a type that is written correctly. */
function findTypeProblem({ name, of }: CqlType, isFrozen = false): string | undefined {
  const [first] = of;
  if (name === "frozen" && first?.of.length === 0) return "must freeze a collection or tuple";
  if (of.some((inner) => inner.name === "counter")) return "must not hold counters";
  if ((name === "set" || name === "map") && first?.name === "duration") {
    return "must not be sorted by a duration";
  }
  const freezes = isFrozen || name === "frozen" || name === "tuple";
  if (!freezes && of.some((inner) => COLLECTIONS.has(inner.name))) {
    return "must freeze the collections in a collection";
  }
  return of.map((inner) => findTypeProblem(inner, freezes)).find((problem) =>
    problem !== undefined
  );
}

function findProblems({ name, columns, ...key }: Model): string[] {
  const problems: string[] = [];
  const keyColumns = [...key.partitionKey, ...key.clusteringKey];
  for (const identifier of [name, ...Object.keys(columns)]) {
    if (!/^\w{1,48}$/.test(identifier)) {
      problems.push(`names must be 1 to 48 letters, digits or underscores: found "${identifier}"`);
    }
  }
  if (key.partitionKey.length === 0) problems.push("primaryKey must name a column: found none");
  keyColumns.forEach((column, at) => {
    const { type, isStatic } = columns[column] ?? {};
    if (type === undefined) problems.push(`primaryKey must name columns: found "${column}"`);
    else if (COLLECTIONS.has(type.name)) problems.push(`key column "${column}" must be frozen`);
    else if (type.name === "counter") problems.push(`key column "${column}" must not be a counter`);
    else if (type.name === "duration") {
      problems.push(`key column "${column}" must not be a duration`);
    }
    if (isStatic) problems.push(`key column "${column}" must not be static`);
    if (keyColumns.indexOf(column) < at) problems.push(`primaryKey must name "${column}" once`);
  });
  const values = Object.keys(columns).filter((column) => !keyColumns.includes(column));
  const counters = values.filter((column) => columns[column]?.type.name === "counter");
  if (counters.length > 0 && counters.length < values.length) {
    problems.push("columns outside the key must be counters all or none");
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
