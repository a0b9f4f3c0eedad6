import { type CqlType, parseCqlType } from "../scenario/schema/cql_type.ts";

/** A CQL type, taken apart: `frozen<list<int>>` is `frozen` of `list` of `int`. A name that is not CQL's is a user type. */
export interface TypeTree {
  readonly name: string;
  /** The types between `<` and `>`; empty for a native type and a user type. */
  readonly of: readonly TypeTree[];
  /** How many elements a vector has. */
  readonly dimension?: number;
}

/** The TypeScript types of the native types' values. */
const NATIVE: Readonly<Record<string, string>> = {
  ...{ ascii: "string", text: "string", varchar: "string", inet: "string", uuid: "string" },
  ...{ timeuuid: "string", date: "string", time: "string", decimal: "string", duration: "string" },
  ...{ int: "number", smallint: "number", tinyint: "number", float: "number", double: "number" },
  ...{ bigint: "bigint", counter: "bigint", varint: "bigint" },
  ...{ boolean: "boolean", timestamp: "Date", blob: "Uint8Array" },
};

const PARAMETRIZED = new Set(["frozen", "list", "set", "map", "tuple", "vector"]);

/** Whether a name is that of a user type: none of CQL's own. */
export function isUserType({ name }: TypeTree): boolean {
  return !Object.hasOwn(NATIVE, name) && !PARAMETRIZED.has(name);
}

/** Takes a type apart, as `system_schema` writes it. What is no type of CQL, such as a class, is a name. */
export function parseType(text: string): TypeTree {
  const type = parseCqlType(text, (userType) => ({ name: "udt", of: [], userType }));
  return type === undefined ? { name: text, of: [] } : treeOf(type);
}

/** The same of a type that is parsed. */
export function treeOf({ name, of, dimension, userType }: CqlType): TypeTree {
  if (userType !== undefined) return { name: userType, of: [] };
  return { name, of: of.map(treeOf), ...dimension === undefined ? {} : { dimension } };
}

/** The type as a model writes it. */
export function formatType({ name, of, dimension }: TypeTree): string {
  if (of.length === 0) return /^[a-z]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  return `${name}<${[...of.map(formatType), ...dimension ? [dimension] : []].join(", ")}>`;
}

/**
 * The TypeScript type of its values.
 *
 * @param ofUserType the TypeScript type of a user type's values
 */
export function typeScriptOf(
  { name, of }: TypeTree,
  ofUserType: (userType: string) => string,
): string {
  const inner = of.map((one) => typeScriptOf(one, ofUserType));
  if (name === "frozen") return inner[0] ?? "";
  if (name === "list" || name === "vector") return `${inner[0]}[]`;
  if (name === "set") return `Set<${inner[0]}>`;
  if (name === "map") return `Map<${inner.join(", ")}>`;
  if (name === "tuple") return `[${inner.join(", ")}]`;
  return isUserType({ name, of }) ? ofUserType(name) : NATIVE[name] ?? "";
}

/** The user types in a type, as they come. */
export function userTypesIn(type: TypeTree): string[] {
  return isUserType(type) ? [type.name] : type.of.flatMap(userTypesIn);
}
