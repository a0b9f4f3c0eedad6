import { NATIVE_CODES } from "../../protocol/type_codes.ts";
import { type CqlType, formatCqlType } from "../../scenario/cql_type.ts";
import { invalid } from "../errors.ts";

const natives = new Map(
  [...NATIVE_CODES.keys()].map((name): [string, CqlType] => [name, { name, of: [] }]),
);

/** The native type of that name. */
export function native(name: string): CqlType {
  return natives.get(name)!;
}

export function frozen(type: CqlType): CqlType {
  return { name: "frozen", of: [type] };
}

/** The type inside of `frozen<…>`, or the type itself. */
export function unfrozen(type: CqlType): CqlType {
  return type.name === "frozen" ? type.of[0]! : type;
}

export function isCollection(type: CqlType): boolean {
  const { name } = unfrozen(type);
  return name === "list" || name === "set" || name === "map";
}

/** Whether each element of the column is stored, timed and deleted by itself. */
export function isMultiCell({ name }: CqlType): boolean {
  return name === "list" || name === "set" || name === "map";
}

const ARITIES: Readonly<Record<string, number>> = { list: 1, set: 1, map: 2 };

/**
 * Checks a type that a statement names, and completes it: a tuple, and each collection inside of another type, is frozen
 * and comes back in `frozen<…>`, as Cassandra shows it.
 *
 * @throws {CqlError} When a name is unknown, or a collection in another one is not frozen.
 */
export function resolveType(written: CqlType, keyspace: string, isFrozen = false): CqlType {
  const { name, of } = written;
  if (name === "frozen" && of.length === 1) return resolveType(of[0]!, keyspace, true);
  const arity = name === "tuple" ? of.length : ARITIES[name] ?? 0;
  const type = name === "varchar" ? native("text") : natives.get(name);
  if (arity !== of.length || (arity === 0 && !type)) {
    throw invalid(`Unknown type ${keyspace}.${name}`);
  }
  if (type) return type;
  const areFrozen = isFrozen || name === "tuple";
  const elements = of.map((element) => resolveType(element, keyspace, areFrozen));
  const resolved = areFrozen ? frozen({ name, of: elements }) : { name, of: elements };
  const shown = formatCqlType(resolved);
  if (elements.some(isMultiCell)) {
    throw invalid(`Non-frozen collections are not allowed inside collections: ${shown}`);
  }
  if (elements.some((element) => element.name === "counter")) {
    throw invalid(`Counters are not allowed inside collections: ${shown}`);
  }
  return resolved;
}
