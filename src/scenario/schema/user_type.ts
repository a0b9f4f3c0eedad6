import { ScenarioError } from "../../errors.ts";
import {
  type CqlType,
  type CqlValue,
  type FindUserType,
  type NativeTypes,
  type NoTypes,
  parseCqlType,
} from "./cql_type.ts";
import { nameProblem } from "./names.ts";
import { fieldProblem, typeProblem } from "./type_problems.ts";

/** Field names and their CQL types. */
export type Fields = Readonly<Record<string, keyof NativeTypes | (string & Record<never, never>)>>;

/**
 * A user type: what a model's `types` lists, so that its columns can name it. Made by {@linkcode type}.
 *
 * @typeParam Name its name
 * @typeParam Value its values: plain objects with all fields
 */
export interface UserType<Name extends string = string, Value = unknown> {
  /** The type's name. */
  readonly name: Name;
  /** The type with its fields. */
  readonly type: CqlType;
  /** The user types that its fields name. */
  readonly uses: readonly UserType[];
  /** Never set: it only carries the type of values. */
  readonly value?: Value;
}

/** The values of user types, by the types' names. */
export type ValuesOf<T extends readonly UserType[]> = T extends readonly [] ? NoTypes
  : { [U in T[number] as U["name"]]: U extends UserType<string, infer Value> ? Value : never };

/** The value of a user type with these fields. */
export type FieldValues<F extends Fields, U = NoTypes> = {
  -readonly [K in keyof F]: CqlValue<F[K], U>;
};

/** Gives a field whose text is no CQL type a type that it does not have, so that the compiler reports it. */
export type CheckedFields<F, U = NoTypes> = {
  [K in keyof F]: F[K] extends string
    ? [CqlValue<F[K], U>] extends [never] ? `Unknown CQL type "${F[K]}"` : F[K]
    : string;
};

/**
 * Describes a user type. cassbench creates it when it is missing and adds missing fields; it never drops or alters one.
 *
 * Values are plain objects; a field that is missing or undefined is null.
 *
 * @example
 * ```ts
 * import { model, type } from "@cassbench/cassbench";
 *
 * const Address = type("address", { street: "text", zip: "int" });
 * const Person = model("person", {
 *   id: "uuid",
 *   home: "frozen<address>",
 *   others: "list<frozen<address>>",
 * }, ["id"], { types: [Address] });
 * ```
 *
 * @param name the type's name
 * @param fields field names and their CQL types
 * @param options.types the user types that the fields name
 * @throws {ScenarioError} for a name or type that CQL does not have; all problems at once
 */
export function type<
  const N extends string,
  const F extends Fields & CheckedFields<F, ValuesOf<T>>,
  const T extends readonly UserType[] = [],
>(
  name: N,
  fields: F,
  options: { readonly types?: T } = {},
): UserType<N, FieldValues<F, ValuesOf<T>>> {
  const problems: string[] = [];
  const named = nameProblem("a user type", name) ?? builtInProblem(name);
  if (named !== undefined) problems.push(named);
  for (const key of Object.keys(options)) {
    if (key !== "types") problems.push(`options must be types: found "${key}"`);
  }
  const { types = [] as readonly UserType[] } = options;
  const find = finder(types, problems);
  const entries = Object.entries(Object(fields) as Fields);
  if (entries.length === 0) problems.push("a user type must have a field");
  const parsed = entries.map(([field, text]) => {
    const wrong = nameProblem("a field", field);
    if (wrong !== undefined) problems.push(wrong);
    return readType(`fields.${field}`, String(text), { find, types, problems, own: name });
  });
  if (problems.length > 0) throw definitionError(`type "${name}"`, problems);
  const fieldNames = entries.map(([field]) => field);
  const of = parsed as CqlType[];
  return { name, type: { name: "udt", of, userType: name, fields: fieldNames }, uses: types };
}

/** A type of these names would be taken for CQL's own where Cassandra describes a column. */
function builtInProblem(name: string): string | undefined {
  return parseCqlType(name) === undefined
    ? undefined
    : `a user type must have another name than CQL's own types: found "${name}"`;
}

/** Makes the function that finds the listed types by their names. */
export function finder(types: readonly UserType[], problems: string[]): FindUserType {
  const byName = new Map<string, CqlType>();
  for (const [at, listed] of [...Object(types)].entries()) {
    const { name, type } = Object(listed) as Partial<UserType>;
    if (typeof name !== "string" || type?.name !== "udt") {
      problems.push(`types[${at}] must be made by type(): found ${Deno.inspect(listed)}`);
    } else if (byName.has(name)) problems.push(`types must have different names: found "${name}"`);
    else byName.set(name, type);
  }
  return (name) => byName.get(name);
}

/** What is needed to read the type of a field or a column. */
export interface TypeContext {
  readonly find: FindUserType;
  readonly types: readonly UserType[];
  readonly problems: string[];
  /** The name of the user type that is being defined. */
  readonly own?: string;
}

/** Reads the type of a field, or of a column where no user type is being defined. */
export function readType(
  path: string,
  text: string,
  { find, types, problems, own }: TypeContext,
): CqlType | undefined {
  let refersToItself = false;
  const type = parseCqlType(text, (name) => {
    refersToItself ||= name === own;
    return find(name);
  });
  const known = types.map(({ name }) => name).join(", ");
  const problem = refersToItself
    ? "must not refer to the type itself"
    : type === undefined
    ? `must be a CQL type${known && ` or one of types (${known})`}`
    : own === undefined
    ? typeProblem(type)
    : fieldProblem(type);
  if (problem !== undefined) problems.push(`${path} ${problem}: found "${text}"`);
  return type;
}

/** The error of a definition, with a hint where it names a type that is none. */
export function definitionError(what: string, problems: readonly string[]): ScenarioError {
  const isUnknown = problems.some((problem) => problem.includes(" must be a CQL type"));
  return new ScenarioError(
    `Cannot define ${what} as ${problems.join("; ")}`,
    isUnknown
      ? 'a user type is passed as types: [Address], where Address = type("address", { … })'
      : undefined,
  );
}
