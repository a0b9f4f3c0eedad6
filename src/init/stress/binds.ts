import type {
  FunctionCall,
  IfClause,
  ParsedStatement,
  Relation,
  Term,
} from "../../embedded/cql/ast.ts";
import { parse } from "../../embedded/cql/parse.ts";

/** What a query's marker is bound to. */
export interface QueryBind {
  /** The column whose value it takes; `undefined` where it is none: a limit, a time to live. */
  readonly column: string | undefined;
  /** Which of the markers of an `IN (?, ?)` it is, from 0. */
  readonly at: number;
  /** Whether it takes a list of values: `IN ?`. */
  readonly isList: boolean;
}

/** A query with what its markers are bound to. */
export interface BoundQuery {
  readonly statement: ParsedStatement;
  /** The binds in the order of the markers. */
  readonly binds: readonly QueryBind[];
}

/**
 * Finds what each `?` of a query is bound to.
 *
 * @throws {Error} for what is no CQL
 */
export function readBinds(cql: string): BoundQuery {
  const { statement, markers } = parse(cql);
  const binds: QueryBind[] = markers.map(() => ({ column: undefined, at: 0, isList: false }));
  function bind(column: string, term: Term | undefined, at = 0, isList = false): void {
    for (const index of markersIn(term)) binds[index] = { column, at, isList };
  }
  function bindIn(columns: readonly string[], values: Term[] | Term): void {
    const [column = ""] = columns;
    if (!Array.isArray(values)) bind(column, values, 0, true);
    else {
      values.forEach((value, at) => {
        if (columns.length > 1) bindTuple(columns, value, at);
        else bind(column, value, at);
      });
    }
  }
  function bindTuple(columns: readonly string[], value: Term, at = 0): void {
    const items = "items" in value ? value.items : [value];
    columns.forEach((column, i) => bind(column, items[i], at));
  }
  function bindRelation(relation: Relation): void {
    switch (relation.kind) {
      case "compare":
      case "contains":
        return bind(relation.column, relation.value);
      case "in":
        return bindIn([relation.column], relation.values);
      case "tuple":
        return bindTuple(relation.columns, relation.value);
      case "tupleIn":
        return bindIn(relation.columns, relation.values);
    }
  }
  function bindConditions(conditions: IfClause | undefined): void {
    if (conditions?.kind !== "if") return;
    for (const { column, test } of conditions.all) {
      if ("in" in test) bindIn([column], test.in);
      else bind(column, test.value);
    }
  }
  if (statement.kind === "insert") {
    statement.columns.forEach((column, at) => bind(column, statement.values[at]));
  }
  if (statement.kind === "update") {
    statement.assignments.forEach(({ column, value }) => bind(column, value));
  }
  if ("where" in statement) statement.where.forEach(bindRelation);
  if ("conditions" in statement) bindConditions(statement.conditions);
  return { statement, binds };
}

/** Whether a query reads whole rows by these columns alone, so that the session has a call for it. */
export function readsBy(statement: ParsedStatement, key: readonly string[]): boolean {
  if (statement.kind !== "select" || statement.selectors.length > 0) return false;
  const { where, distinct, orderBy, perPartitionLimit, limit, allowFiltering } = statement;
  const isPlain = !distinct && !allowFiltering && orderBy.length === 0 &&
    perPartitionLimit === undefined && (limit === undefined || limit.kind === "literal");
  const columns = where.map((relation) =>
    relation.kind === "compare" && relation.operator === "=" && relation.value.kind === "marker"
      ? relation.column
      : ""
  );
  return isPlain && columns.length === key.length && key.every((name) => columns.includes(name));
}

/** The most rows that a query reads; `undefined` without a LIMIT. */
export function limitOf(statement: ParsedStatement): number | undefined {
  if (statement.kind !== "select" || statement.limit?.kind !== "literal") return undefined;
  return Number(statement.limit.text);
}

function markersIn(term: Term | undefined): number[] {
  if (term === undefined) return [];
  switch (term.kind) {
    case "marker":
      return [term.index];
    case "call":
      return (term as FunctionCall).args.flatMap(markersIn);
    case "map":
      return term.entries.flat().flatMap(markersIn);
    case "list":
    case "set":
    case "tuple":
      return term.items.flatMap(markersIn);
    default:
      return [];
  }
}
