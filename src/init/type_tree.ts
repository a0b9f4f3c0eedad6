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

/** Takes a type apart, as `system_schema` and CREATE TABLE write it. */
export function parseType(text: string): TypeTree {
  const trimmed = text.trim();
  const [, word = "", inner] = /^(\w+)\s*<(.*)>$/s.exec(trimmed) ?? [];
  if (inner === undefined) return { name: nameOf(trimmed), of: [] };
  const name = word.toLowerCase();
  const parts = splitTopLevel(inner);
  return name === "vector"
    ? { name, of: [parseType(parts[0] ?? "")], dimension: Number(parts[1]) }
    : { name, of: parts.map(parseType) };
}

/** A name in quotes is as it is written; any other is in lower case. */
function nameOf(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
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

function splitTopLevel(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "<") depth++;
    if (character === ">") depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
