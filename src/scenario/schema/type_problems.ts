import type { CqlType } from "./cql_type.ts";

const COLLECTIONS: ReadonlySet<string> = new Set(["list", "set", "map"]);

/** The most elements that a vector can be defined with. */
const MAX_DIMENSION = 2 ** 31 - 1;

/** What Cassandra would refuse in a type that is written correctly, of a column or a field. */
export function typeProblem(type: CqlType, isFrozen = false): string | undefined {
  const { name, of, dimension } = type;
  const [first] = of;
  if (name === "frozen" && (first === undefined || !canBeFrozen(first))) {
    return "must freeze a collection, a tuple or a user type";
  }
  // What is inside of a user type was checked when it was made.
  if (name === "udt") return isFrozen ? undefined : unfrozenProblem(type);
  if (dimension !== undefined && (dimension < 1 || dimension > MAX_DIMENSION)) {
    return `must have 1 to ${MAX_DIMENSION} elements in a vector`;
  }
  if (of.some((inner) => inner.name === "counter")) return "must not hold counters";
  if ((name === "set" || name === "map") && first?.name === "duration") {
    return "must not be sorted by a duration";
  }
  const freezes = isFrozen || name === "frozen" || name === "tuple";
  if (!freezes && of.some((inner) => COLLECTIONS.has(inner.name))) {
    return name === "vector"
      ? "must freeze the collections in a vector"
      : "must freeze the collections in a collection";
  }
  if (!freezes && of.some((inner) => inner.name === "udt")) {
    return `must freeze the user types in a ${name}`;
  }
  return of.map((inner) => typeProblem(inner, freezes)).find((problem) => problem !== undefined);
}

/** What Cassandra would refuse in the type of a field. */
export function fieldProblem(type: CqlType): string | undefined {
  if (type.name === "counter") return "must not be a counter";
  return type.name === "udt" ? "must freeze a user type in another one" : typeProblem(type);
}

/** What Cassandra would refuse in the type of a column of the primary key. */
export function keyProblem(type: CqlType): string | undefined {
  if (COLLECTIONS.has(type.name) || type.name === "udt") return "must be frozen";
  if (type.name === "counter") return "must not be a counter";
  if (type.name === "duration") return "must not be a duration";
  return holdsDuration(type) ? "must not hold a duration" : undefined;
}

function canBeFrozen({ name, of }: CqlType): boolean {
  return name === "udt" || of.length > 0;
}

function unfrozenProblem({ of }: CqlType): string | undefined {
  return of.some(({ name }) => COLLECTIONS.has(name))
    ? "must be frozen, as it has a collection that is not"
    : undefined;
}

function holdsDuration({ name, of }: CqlType): boolean {
  return name === "duration" || (name !== "vector" && of.some(holdsDuration));
}
