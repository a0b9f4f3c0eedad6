import { NATIVE_CODES } from "../../protocol/type_codes.ts";
import { type CqlType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import { invalid, syntax } from "../errors.ts";

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

/** Whether each element or field of the column is stored, timed and deleted by itself. */
export function isMultiCell(type: CqlType): boolean {
  return type.name === "udt" || (isCollection(type) && type.name !== "frozen");
}

/** The user types of a keyspace by their names. They change in place, so that whatever is made of them changes too. */
export type KnownUserTypes = ReadonlyMap<string, CqlType>;

const ARITIES: Readonly<Record<string, number>> = { list: 1, set: 1, map: 2 };

/**
 * Checks a type that a statement names, and completes it: a tuple, and each collection and user type inside of another
 * type, is frozen and comes back in `frozen<…>`, as Cassandra shows it.
 *
 * @throws {CqlError} When a name is unknown, or a collection or user type in a collection is not frozen.
 */
export function resolveType(
  written: CqlType,
  keyspace: string,
  userTypes: KnownUserTypes,
  isFrozen = false,
): CqlType {
  const { name, of, dimension } = written;
  if (name === "frozen" && of.length === 1) {
    const type = resolveType(of[0]!, keyspace, userTypes, true);
    if (natives.has(type.name)) {
      const got = `(got ${type.name})`;
      throw syntax(
        `frozen<> is only allowed on collections, tuples, and user-defined types ${got}`,
      );
    }
    return type;
  }
  const type = name === "varchar" ? native("text") : natives.get(name);
  if (type && of.length === 0) return type;
  if (written.userType !== undefined || of.length === 0) {
    const userType = findUserType(written, keyspace, userTypes);
    return isFrozen ? frozen(userType) : userType;
  }
  if (dimension !== undefined) {
    if (dimension < 1) {
      throw invalid(`vectors may only have positive dimensions; given ${dimension}`);
    }
    // Cassandra freezes nothing inside of a vector, and needs not.
    return { name, of: [resolveType(of[0]!, keyspace, userTypes)], dimension };
  }
  const arity = name === "tuple" ? of.length : ARITIES[name] ?? 0;
  if (arity !== of.length) throw invalid(`Unknown type ${keyspace}.${name}`);
  const areFrozen = isFrozen || name === "tuple";
  const elements = of.map((element) => resolveType(element, keyspace, userTypes, areFrozen));
  const resolved = areFrozen ? frozen({ name, of: elements }) : { name, of: elements };
  checkElements(elements, formatCqlType(resolved));
  return resolved;
}

function checkElements(elements: CqlType[], shown: string): void {
  if (elements.some((element) => element.name === "udt")) {
    throw invalid(`Non-frozen UDTs are not allowed inside collections: ${shown}`);
  }
  if (elements.some(isMultiCell)) {
    throw invalid(`Non-frozen collections are not allowed inside collections: ${shown}`);
  }
  if (elements.some((element) => element.name === "counter")) {
    throw invalid(`Counters are not allowed inside collections: ${shown}`);
  }
}

function findUserType(written: CqlType, keyspace: string, userTypes: KnownUserTypes): CqlType {
  const name = written.userType ?? written.name;
  if (written.keyspace !== undefined && written.keyspace !== keyspace) {
    throw invalid(
      `Statement on keyspace ${keyspace} cannot refer to a user type in keyspace ` +
        `${written.keyspace}; user types can only be used in the keyspace they are defined in`,
    );
  }
  const found = userTypes.get(name);
  if (found === undefined) throw invalid(`Unknown type ${keyspace}.${name}`);
  return found;
}

/** Whether the type is made of this user type. */
export function refersTo(type: CqlType, userType: CqlType): boolean {
  return type === userType || type.of.some((part) => refersTo(part, userType));
}

/** Refuses a user type whose fields are stored one by one, and of which one is a collection of that kind. */
export function checkNested(type: CqlType): void {
  if (type.name === "udt" && type.of.some(isMultiCell)) {
    throw invalid("Non-frozen UDTs with nested non-frozen collections are not supported");
  }
}

/** Whether the type cannot be of a key, as durations have no order. */
export function holdsDuration({ name, of }: CqlType): boolean {
  return name === "duration" || (name !== "vector" && of.some(holdsDuration));
}
