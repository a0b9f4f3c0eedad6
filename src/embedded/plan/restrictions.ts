import { type Bytes, toElements, toInt, toParts } from "../../protocol/bytes.ts";
import { compareTokens, type Token, tokenBytes, tokenOf } from "../../protocol/murmur3.ts";
import { joinKey } from "../../protocol/partition_key.ts";
import type { Operator, Relation, Term } from "../cql/ast.ts";
import { frozen, isCollection, native, unfrozen } from "../data/types.ts";
import { invalid } from "../errors.ts";
import { readColumn, type View } from "../store/read.ts";
import { findColumn, type SchemaColumn, type Table } from "../store/schema.ts";
import { type Binds, type Params, required, type Value } from "./binds.ts";
import { planList, planTerm } from "./terms.ts";

/** What WHERE says about one column. */
export interface Restriction {
  column: SchemaColumn;
  /** The values that `=` or IN allow. */
  points: ((params: Params) => Bytes[]) | undefined;
  isIn: boolean;
  lower: Limit | undefined;
  upper: Limit | undefined;
}
interface Limit {
  value: (params: Params) => Bytes;
  inclusive: boolean;
}

/** Whether a row is part of the result. */
export type Filter = (view: View, params: Params) => boolean;
export type TokenTest = (token: Token, params: Params) => boolean;

export interface Restrictions {
  byColumn: Map<SchemaColumn, Restriction>;
  /** Relations of several columns, such as `(a, b) > (1, 2)`, which need no ALLOW FILTERING. */
  tuples: { columns: SchemaColumn[]; filter: Filter }[];
  /** CONTAINS, which needs ALLOW FILTERING. */
  contains: { column: SchemaColumn; filter: Filter }[];
  tokens: TokenTest[];
}

/** Plans the relations of a WHERE, one by one. */
export function readRelations(table: Table, relations: Relation[], binds: Binds): Restrictions {
  const found: Restrictions = { byColumn: new Map(), tuples: [], contains: [], tokens: [] };
  for (const relation of relations) {
    switch (relation.kind) {
      case "token":
        found.tokens.push(tokenTest(table, relation, binds));
        break;
      case "tuple":
      case "tupleIn":
        found.tuples.push(tupleFilter(table, relation, binds));
        break;
      case "notNull":
        throw invalid(`Unsupported restriction: ${relation.column} IS NOT NULL`);
      case "contains":
        found.contains.push(containsFilter(table, relation, binds));
        break;
      default:
        restrict(table, relation, binds, found.byColumn);
    }
  }
  return found;
}

function restrict(
  table: Table,
  relation: Extract<Relation, { kind: "compare" | "in" }>,
  binds: Binds,
  byColumn: Restrictions["byColumn"],
): void {
  const column = findColumn(table, relation.column);
  if (column.type.name === "udt") {
    throw invalid(`Non-frozen UDT column '${column.name}' cannot be restricted by any relation`);
  }
  const old = byColumn.get(column);
  const isPoint = relation.kind === "in" || relation.operator === "=";
  if (old && (isPoint || old.points)) {
    throw invalid(
      `${column.name} cannot be restricted by more than one relation if it includes an Equal`,
    );
  }
  const restriction = old ??
    { column, points: undefined, isIn: false, lower: undefined, upper: undefined };
  byColumn.set(column, restriction);
  if (relation.kind === "in") {
    const values = planList(relation.values, column, binds);
    restriction.isIn = true;
    restriction.points = (params) => values(params).map((value) => required(value, column.name));
    return;
  }
  const { operator } = relation;
  if (operator === "!=") throw invalid(`Unsupported "!=" relation on ${column.name}`);
  // Clients route requests by the markers whose receiver is a key column, so a range's marker gets a copy of it.
  const receiver = operator === "=" ? column : { ...column };
  const planned = planTerm(relation.value, receiver, binds);
  const value = (params: Params) => {
    const bytes = planned(params);
    if (bytes === null && column.position < 0) {
      throw invalid(`Unsupported null value for column ${column.name}`);
    }
    return required(bytes, column.name);
  };
  if (operator === "=") restriction.points = (params) => [value(params)];
  else limit(restriction, operator, value);
}

function limit(restriction: Restriction, operator: Operator, value: Limit["value"]): void {
  const side = operator.startsWith(">") ? "lower" : "upper";
  if (restriction[side]) {
    const name = side === "lower" ? "start" : "end";
    throw invalid(
      `More than one restriction was found for the ${name} bound on ${restriction.column.name}`,
    );
  }
  restriction[side] = { value, inclusive: operator.length === 2 };
}

/** The restriction as a test, for rows that were not found by it. */
export function filterOf({ column, points, lower, upper }: Restriction): Filter {
  const { compare } = column;
  return (view, params) => {
    const value = readColumn(view, column);
    if (value === null) return false;
    if (points) return points(params).some((point) => compare(value, point) === 0);
    const above = !lower || compare(value, lower.value(params)) > (lower.inclusive ? -1 : 0);
    return above && (!upper || compare(value, upper.value(params)) < (upper.inclusive ? 1 : 0));
  };
}

function containsFilter(
  table: Table,
  { column: name, key, value: term }: Extract<Relation, { kind: "contains" }>,
  binds: Binds,
): Restrictions["contains"][number] {
  const column = findColumn(table, name);
  const type = unfrozen(column.type);
  if (!isCollection(type) || (key && type.name !== "map")) {
    throw invalid(`Cannot use CONTAINS${key ? " KEY" : ""} on column ${name}`);
  }
  const element = key ? type.of[0]! : type.of.at(-1)!;
  const planned = planTerm(term, { name: `value(${name})`, type: element }, binds);
  const filter: Filter = (view, params) => {
    const wanted = required(planned(params), name);
    const bytes = readColumn(view, column);
    const offset = type.name === "map" && !key ? 1 : 0;
    return bytes !== null &&
      toElements(bytes).some((each, i) => i % type.of.length === offset && each === wanted);
  };
  return { column, filter };
}

function tupleFilter(
  table: Table,
  relation: Extract<Relation, { kind: "tuple" | "tupleIn" }>,
  binds: Binds,
): Restrictions["tuples"][number] {
  const columns = relation.columns.map((name) => findColumn(table, name));
  const other = columns.find((column) => column.kind !== "clustering");
  if (other) {
    throw invalid(
      `Multi-column relations can only be applied to clustering columns but was applied to: ${other.name}`,
    );
  }
  const receiver = {
    name: `(${relation.columns.join(",")})`,
    type: frozen({ name: "tuple", of: columns.map((column) => column.type) }),
  };
  const operator = relation.kind === "tuple" ? relation.operator : "=";
  const wanted = relation.kind === "tupleIn"
    ? planList(relation.values, receiver, binds)
    : one(planTerm(relation.value, receiver, binds));
  const filter: Filter = (view, params) =>
    view.row !== null && wanted(params).some((tuple) => {
      const parts = toParts(required(tuple, receiver.name));
      return satisfies(operator, compareTuple(view.row!.clustering, parts, columns));
    });
  return { columns, filter };
}

function one(value: Value): (params: Params) => (Bytes | null | undefined)[] {
  return (params) => [value(params)];
}

function compareTuple(
  clustering: readonly Bytes[],
  parts: (Bytes | null)[],
  columns: SchemaColumn[],
): number {
  for (let i = 0; i < parts.length; i++) {
    const { compare, position, name } = columns[i]!;
    const difference = compare(clustering[position]!, required(parts[i], name));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether values satisfy the operator whose comparison gave `difference`. */
export function satisfies(operator: Operator, difference: number): boolean {
  switch (operator) {
    case "=":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case "<":
      return difference < 0;
    case ">":
      return difference > 0;
    case "<=":
      return difference <= 0;
    default:
      return difference >= 0;
  }
}

function tokenTest(
  table: Table,
  relation: Extract<Relation, { kind: "token" }>,
  binds: Binds,
): TokenTest {
  const key = table.partitionKey.map((column) => column.name);
  relation.columns.forEach((name) => findColumn(table, name));
  if (relation.columns.length !== key.length) {
    throw invalid(
      "The token() function must be applied to all partition key components or none of them",
    );
  }
  if (relation.columns.join() !== key.join()) {
    throw invalid(
      `The token function arguments must be in the partition key order: ${key.join(", ")}`,
    );
  }
  const value = planToken(table, relation.value, binds);
  return (token, params) => {
    const bytes = required(value(params), "partition key token");
    const wanted = { hi: toInt(bytes), lo: toInt(bytes, 4) >>> 0 };
    return satisfies(relation.operator, compareTokens(token, wanted));
  };
}

function planToken(table: Table, term: Term, binds: Binds): Value {
  if (term.kind !== "call" || term.name !== "token") {
    return planTerm(term, { name: "partition key token", type: native("bigint") }, binds);
  }
  if (term.args.length !== table.partitionKey.length) {
    throw invalid("Invalid number of arguments in call to function token");
  }
  const parts = table.partitionKey.map((column, i) =>
    planTerm(term.args[i]!, { ...column }, binds)
  );
  return (params) =>
    tokenBytes(tokenOf(joinKey(parts.map((part) => required(part(params), "token")))));
}
