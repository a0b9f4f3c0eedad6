import { z } from "zod";
import { problemsOf, sentenceOf } from "../check/problems.ts";
import type { CqlType } from "./cql_type.ts";
import { quote, quoteText } from "./names.ts";
import { mapText, type OptionMap } from "./table_options.ts";

/** What of a collection an index can hold. */
type Part = "keys" | "values" | "entries" | "full";

/** An index of a model's table. */
export interface Index<Name extends string = string> {
  /** The column, or what of its collection: `"email"`, `"keys(tags)"`, `"entries(tags)"`, `"full(tags)"`. */
  readonly on: Name | `${"keys" | "values" | "entries" | "full"}(${Name})`;
  /** Its name. @default `TABLE_COLUMN_idx` */
  readonly name?: string;
  /** `"sai"`, or the Java class of another kind of index. @default the server's own */
  readonly using?: string;
  /** The options of its kind, in Cassandra's words; only with `using`. */
  readonly options?: OptionMap;
}

/** An index as a model has it. */
export interface ModelIndex {
  /** Its name. */
  readonly name: string;
  /** Whether the scenario gave it its name. */
  readonly isNamed: boolean;
  /** The column that it is on. */
  readonly column: string;
  /** What of a collection it holds; `undefined` for what the server chooses. */
  readonly part: "keys" | "values" | "entries" | "full" | undefined;
  /** The class, as CREATE CUSTOM INDEX names it; `undefined` for the server's own. */
  readonly using: string | undefined;
  /** The options of its kind. */
  readonly options: OptionMap;
}

/** What is known of the table while its indexes are read. */
interface IndexedTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, { readonly type: CqlType }>>;
  readonly partitionKey: readonly string[];
}

const option = z.union(
  [z.string(), z.number(), z.boolean()],
  "must be a string, number or boolean",
);

const index = z.strictObject({
  on: z.string("must name a column"),
  name: z.string("must be a name").regex(
    /^\w{1,48}$/,
    "must be 1 to 48 letters, digits or underscores",
  )
    .optional(),
  using: z.string("must be sai, or the class of an index")
    .regex(/^[\w.$]+$/, "must be sai, or the class of an index").optional(),
  options: z.record(z.string(), option, "must be an object of options").optional(),
}, "must be { on, name?, using?, options? }");

const indexes = z.array(index, "must be a list of { on, name?, using?, options? }");

/** What CREATE CUSTOM INDEX takes for the short name. */
const SAI = "StorageAttachedIndex";

/** Reads the indexes of a model whose columns and keys are known, and adds what is wrong with them to its problems. */
export function readIndexes(
  given: readonly Index[],
  table: IndexedTable,
  problems: string[],
): ModelIndex[] {
  const { error } = indexes.safeParse(given);
  if (error !== undefined) {
    problems.push(...problemsOf(error, given, ["indexes"]).map(sentenceOf));
    return [];
  }
  const read = given.map((one, at) => {
    const [, part, inner] = /^(keys|values|entries|full)\((.+)\)$/.exec(one.on) ?? [];
    const isColumn = Object.hasOwn(table.columns, one.on);
    const column = isColumn ? one.on : inner ?? one.on;
    const problem = columnProblem(column, table) ??
      (one.options !== undefined && one.using === undefined
        ? "needs using beside options"
        : undefined);
    if (problem !== undefined) problems.push(`indexes[${at}] ${problem}`);
    const kind = isColumn ? undefined : part as Part | undefined;
    const using = one.using?.toLowerCase() === "sai" ? SAI : one.using;
    const name = one.name ?? defaultName(table.name, column, kind);
    return {
      name,
      isNamed: one.name !== undefined,
      column,
      part: kind,
      using,
      options: one.options ?? {},
    };
  });
  read.forEach(({ name }, at) => {
    if (read.findIndex((other) => other.name === name) < at) {
      problems.push(`indexes[${at}] must have a name of its own: found "${name}"`);
    }
  });
  return read;
}

function columnProblem(
  column: string,
  { columns, partitionKey }: IndexedTable,
): string | undefined {
  const found = columns[column];
  if (found === undefined) return `must be on a column: found "${column}"`;
  if (found.type.name === "counter") return `must not be on a counter: found "${column}"`;
  return partitionKey.length === 1 && partitionKey[0] === column
    ? `must not be on "${column}", which is the whole partition key`
    : undefined;
}

/** The name that Cassandra would choose, and for a part of a collection one with that part in it. */
function defaultName(table: string, column: string, part: Part | undefined): string {
  const parts = [table, column, ...part === undefined ? [] : [part], "idx"];
  return parts.join("_").replaceAll(/\W/g, "");
}

/** CREATE INDEX. */
export function createIndex(table: string, keyspace: string, index: ModelIndex): string {
  const { name, column, part, using, options } = index;
  const target = part === undefined ? quote(column) : `${part}(${quote(column)})`;
  const on = `IF NOT EXISTS ${quote(name)} ON ${quote(keyspace)}.${quote(table)} (${target})`;
  if (using === undefined) return `CREATE INDEX ${on}`;
  const settings = Object.keys(options).length === 0 ? "" : ` WITH OPTIONS = ${mapText(options)}`;
  return `CREATE CUSTOM INDEX ${on} USING ${quoteText(using)}${settings}`;
}
