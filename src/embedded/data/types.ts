import type { TypeName } from "../cql/ast.ts";
import { invalid } from "../errors.ts";

/** A CQL type. Collections carry their element types, a frozen one is a single value. */
export interface CqlType {
  name: string;
  args: CqlType[];
  frozen: boolean;
}

/** The native types and their numbers in the protocol. A duration has none in version 4. */
export const NATIVE_CODES: ReadonlyMap<string, number> = new Map([
  ["ascii", 0x01],
  ["bigint", 0x02],
  ["blob", 0x03],
  ["boolean", 0x04],
  ["counter", 0x05],
  ["decimal", 0x06],
  ["double", 0x07],
  ["float", 0x08],
  ["int", 0x09],
  ["timestamp", 0x0b],
  ["uuid", 0x0c],
  ["text", 0x0d],
  ["varint", 0x0e],
  ["timeuuid", 0x0f],
  ["inet", 0x10],
  ["date", 0x11],
  ["time", 0x12],
  ["smallint", 0x13],
  ["tinyint", 0x14],
  ["duration", 0x00],
]);

const natives = new Map(
  [...NATIVE_CODES.keys()].map((
    name,
  ): [string, CqlType] => [name, { name, args: [], frozen: true }]),
);

/** The native type of that name; a name that is none is a mistake of this program. */
export function native(name: string): CqlType {
  return natives.get(name)!;
}

export function listOf(element: CqlType): CqlType {
  return { name: "list", args: [element], frozen: true };
}

export function tupleOf(args: CqlType[]): CqlType {
  return { name: "tuple", args, frozen: true };
}

export function isCollection(type: CqlType): boolean {
  return type.name === "list" || type.name === "set" || type.name === "map";
}

/** Whether each element is stored, timed and deleted by itself. */
export function isMultiCell(type: CqlType): boolean {
  return !type.frozen;
}

/**
 * The type that a name stands for; inside `frozen<…>` and tuples everything is frozen.
 *
 * @throws {CqlError} When the name is unknown, or a collection sits in another without being frozen.
 */
export function resolveType(written: TypeName, keyspace: string, frozen = false): CqlType {
  const { name, args } = written;
  if (name === "frozen" && args.length === 1) return resolveType(args[0]!, keyspace, true);
  const arity = { list: 1, set: 1, map: 2, tuple: args.length }[name] ?? 0;
  const type = name === "varchar" ? native("text") : natives.get(name);
  if (arity !== args.length || (arity === 0 && !type)) {
    throw invalid(`Unknown type ${keyspace}.${name}`);
  }
  if (type) return type;
  const frozenArgs = frozen || name === "tuple";
  const elements = args.map((arg) => resolveType(arg, keyspace, frozenArgs));
  const resolved: CqlType = { name, args: elements, frozen: frozenArgs };
  if (elements.some(isMultiCell)) {
    throw invalid(
      `Non-frozen collections are not allowed inside collections: ${typeText(resolved)}`,
    );
  }
  if (elements.some((element) => element.name === "counter")) {
    throw invalid(`Counters are not allowed inside collections: ${typeText(resolved)}`);
  }
  return resolved;
}

/** The type in CQL's words, as system_schema and error texts show it. */
export function typeText(type: CqlType): string {
  if (type.args.length === 0) return type.name;
  const text = `${type.name}<${type.args.map(typeText).join(", ")}>`;
  return type.frozen ? `frozen<${text}>` : text;
}
