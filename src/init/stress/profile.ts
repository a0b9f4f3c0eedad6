import { parse as parseYaml, YAMLError } from "yaml";
import { z } from "zod";
import { listProblems, messageOf, ScenarioError } from "../../errors.ts";
import { lackedPermission } from "../../runtime/permissions.ts";
import { problemsOf, sentenceOf } from "../../scenario/check/problems.ts";
import { type Distribution, parseDistribution } from "./distribution.ts";

/** The distributions of a column. */
export interface ProfileColumn {
  readonly name: string;
  readonly size?: Distribution | undefined;
  readonly population?: Distribution | undefined;
  readonly cluster?: Distribution | undefined;
}

/** A query of a profile. */
export interface ProfileQuery {
  readonly name: string;
  readonly cql: string;
  readonly fields: "samerow" | "multirow";
}

/** A profile of cassandra-stress, as far as it is understood. */
export interface Profile {
  readonly keyspace: string;
  readonly keyspaceDefinition: string | undefined;
  readonly table: string;
  readonly tableDefinition: string;
  readonly extraDefinitions: readonly string[];
  readonly columns: readonly ProfileColumn[];
  readonly insert: {
    readonly partitions: Distribution;
    readonly batchType: "logged" | "unlogged" | "counter";
    /** Which part of a partition's rows is written: `uniform(1..10)/10`. */
    readonly select: { readonly of: Distribution; readonly divisor: number };
  };
  readonly queries: readonly ProfileQuery[];
  /** What of it is not understood. */
  readonly notes: readonly string[];
}

const aDistribution = z.string("must be a distribution, as uniform(1..10)")
  .refine(
    (text) => parseDistribution(text) !== undefined,
    "must be a distribution, as uniform(1..10)",
  )
  .transform((text) => parseDistribution(text)!);

const RATIO = "must be a distribution and its divisor, as fixed(1)/1";

const aRatio = z.string(RATIO).transform(parseRatio).refine((ratio) => ratio !== undefined, RATIO)
  .transform((ratio) => ratio!);

function parseRatio(text: string): Profile["insert"]["select"] | undefined {
  const [, inner = "", digits = "1"] = /^(.*?\))\s*(?:\/\s*(\d+(?:\.\d+)?))?\s*$/.exec(text) ?? [];
  const of = parseDistribution(inner);
  const divisor = Number(digits);
  return of === undefined || divisor <= 0 ? undefined : { of, divisor };
}

const text = z.string("must be text").min(1, "must not be empty");
const BATCH_TYPES = { logged: "logged", unlogged: "unlogged", counter: "counter" } as const;

const schema = z.looseObject({
  keyspace: text,
  keyspace_definition: text.optional(),
  table: text,
  table_definition: z.string("must be the table's CREATE TABLE").min(1, "must not be empty"),
  extra_definitions: z.array(text, "must be a list of CQL statements").optional(),
  columnspec: z.array(
    z.looseObject({
      name: text,
      size: aDistribution.optional(),
      population: aDistribution.optional(),
      cluster: aDistribution.optional(),
    }, "must be a column with its distributions"),
    "must be a list of columns",
  ).optional(),
  insert: z.looseObject({
    partitions: aDistribution.optional(),
    batchtype: z.string("must be LOGGED, UNLOGGED or COUNTER").toLowerCase()
      .pipe(z.enum(BATCH_TYPES, "must be LOGGED, UNLOGGED or COUNTER")).optional(),
    select: aRatio.optional(),
  }, "must be the distributions of inserts").optional(),
  queries: z.record(
    z.string(),
    z.looseObject({
      cql: text,
      fields: z.string("must be samerow or multirow").toLowerCase()
        .pipe(z.enum(["samerow", "multirow"], "must be samerow or multirow")).optional(),
    }, "must be a query with its cql"),
    "must be queries by their names",
  ).optional(),
}, "must be a profile: keyspace, table, table_definition, …");

const KNOWN = {
  "": ["specname", ...Object.keys(schema.shape)],
  columnspec: ["name", "size", "population", "cluster"],
  insert: ["partitions", "batchtype", "select"],
  queries: ["cql", "fields"],
};

const ONE: Distribution = { kind: "fixed", min: 1, max: 1, options: [], isInverted: false };

/**
 * Reads a profile of cassandra-stress.
 *
 * @param file the profile's path, for the errors
 * @throws {ScenarioError} for what is no YAML or no profile, naming all that is wrong
 */
export function readProfile(yaml: string, file: string): Profile {
  const given = lowerKeys(parse(yaml, file));
  const { data, error } = schema.safeParse(given);
  if (error !== undefined || data === undefined) {
    throw profileError(file, problemsOf(error, given).map(sentenceOf), hintFor(given));
  }
  const { insert, columnspec, queries } = data;
  return {
    keyspace: data.keyspace,
    keyspaceDefinition: data.keyspace_definition,
    table: data.table,
    tableDefinition: data.table_definition,
    extraDefinitions: data.extra_definitions ?? [],
    columns: columnspec ?? [],
    insert: {
      partitions: insert?.partitions ?? ONE,
      batchType: insert?.batchtype ?? "logged",
      select: insert?.select ?? { of: ONE, divisor: 1 },
    },
    queries: Object.entries(queries ?? {}).map(([name, { cql, fields = "samerow" }]) => ({
      ...{ name, fields },
      cql: cql.trim().replace(/;$/, ""),
    })),
    notes: unknownKeys(data as z.output<typeof schema>),
  };
}

/** The error of a profile that cannot become a scenario. */
export function profileError(
  file: string,
  problems: readonly string[],
  hint?: string,
  cause?: unknown,
): ScenarioError {
  return new ScenarioError(
    `Cannot turn "${file}" into a scenario as${listProblems(problems)}`,
    hint,
    { cause },
  );
}

function parse(yaml: string, file: string): unknown {
  try {
    return parseYaml(yaml);
  } catch (cause) {
    if (lackedPermission(cause) !== undefined) throw cause;
    const message = messageOf(cause).split("\n")[0]?.replace(/:$/, "") ?? "";
    const hint = cause instanceof YAMLError ? "a cassandra-stress profile is YAML" : undefined;
    throw profileError(file, [`it is no YAML: ${message}`], hint, cause);
  }
}

/** cassandra-stress takes its keys in any case. A key without a value is as none. */
function lowerKeys(value: unknown): unknown {
  const given = withoutNulls(value);
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, inner]) => [key.toLowerCase(), inner]),
  );
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

function hintFor(given: unknown): string | undefined {
  const { table, table_definition: definition } = Object(given);
  if (table !== undefined && definition === undefined) {
    return "to read a table that exists, leave --from-stress out and pass --contact-points and --keyspace";
  }
  return "a profile has keyspace, table and table_definition; columnspec, insert and queries are optional";
}

function unknownKeys({ columnspec, insert, queries, ...top }: z.output<typeof schema>): string[] {
  const others = (value: object, known: readonly string[], path: string) =>
    Object.keys(value).filter((key) => !known.includes(key)).map((key) => `${path}${key}`);
  return [
    ...others(top, KNOWN[""], ""),
    ...(columnspec ?? []).flatMap((one) =>
      others(one, KNOWN.columnspec, `columnspec ${one.name}: `)
    ),
    ...others(insert ?? {}, KNOWN.insert, "insert: "),
    ...Object.entries(queries ?? {}).flatMap(([name, one]) =>
      others(one, KNOWN.queries, `query ${name}: `)
    ),
  ];
}
