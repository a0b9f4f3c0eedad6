import type { Relation, Select, Selectable, Selector } from "./ast.ts";
import { functionName, inValues, operator, tableName, term } from "./terms.ts";
import type { Tokens } from "./tokens.ts";
import { unsupported } from "../errors.ts";

/** SELECT [DISTINCT] * | selectors FROM table [WHERE …] [ORDER BY …] [PER PARTITION LIMIT n] [LIMIT n] [ALLOW FILTERING] */
export function select(t: Tokens): Select {
  t.expect("SELECT");
  if (t.sees("JSON") && !["FROM", ",", "AS", "["].includes(t.peek(1).word)) {
    throw unsupported("SELECT JSON");
  }
  const distinct = t.accept("DISTINCT");
  const selectors = t.accept("*") ? [] : t.list(",", selector);
  t.expect("FROM");
  const table = tableName(t);
  const relations = t.sees("WHERE") ? where(t) : [];
  if (t.sees("GROUP", "BY")) throw unsupported("GROUP BY");
  const orderBy = t.accept("ORDER", "BY") ? t.list(",", ordering) : [];
  return {
    kind: "select",
    table,
    distinct,
    selectors,
    where: relations,
    orderBy,
    perPartitionLimit: t.accept("PER", "PARTITION", "LIMIT") ? term(t) : undefined,
    limit: t.accept("LIMIT") ? term(t) : undefined,
    allowFiltering: t.accept("ALLOW", "FILTERING"),
  };
}

/** `column [ASC | DESC]` */
export function ordering(t: Tokens): { column: string; descending: boolean } {
  const column = t.name();
  return { column, descending: t.accept("DESC") || (t.accept("ASC"), false) };
}

function selector(t: Tokens): Selector {
  const what = selectable(t);
  return { what, alias: t.accept("AS") ? t.name() : undefined };
}

function selectable(t: Tokens): Selectable {
  if (t.accept("COUNT", "(", "*", ")") || t.accept("COUNT", "(", "1", ")")) {
    return { kind: "countRows" };
  }
  if (t.sees("CAST", "(")) throw unsupported("CAST");
  for (const property of ["writetime", "ttl"] as const) {
    if (t.accept(property.toUpperCase(), "(")) {
      const name = t.name();
      t.expect(")");
      return { kind: "cell", property, name };
    }
  }
  if (t.peek(1).text === "(" && t.peek().kind !== "symbol") {
    return { kind: "call", name: functionName(t), args: t.enclosed("(", ")", selectable) };
  }
  if (!["word", "quoted"].includes(t.peek().kind) || t.sees("NULL")) {
    const { at } = t.peek();
    term(t);
    return { kind: "term", text: t.since(at) };
  }
  const name = t.name();
  if (!t.accept("[")) return { kind: "column", name };
  const { at } = t.peek();
  const key = term(t);
  const text = t.since(at);
  t.expect("]");
  return { kind: "element", name, key, text };
}

/** WHERE relation AND … */
export function where(t: Tokens): Relation[] {
  t.expect("WHERE");
  return t.list("AND", relation);
}

function relation(t: Tokens): Relation {
  if (t.accept("TOKEN")) {
    const columns = t.enclosed("(", ")", (each) => each.name());
    return { kind: "token", columns, operator: operator(t), value: term(t) };
  }
  if (t.sees("(")) {
    const columns = t.enclosed("(", ")", (each) => each.name());
    return t.accept("IN")
      ? { kind: "tupleIn", columns, values: inValues(t) }
      : { kind: "tuple", columns, operator: operator(t), value: term(t) };
  }
  const column = t.name();
  if (t.accept("IN")) return { kind: "in", column, values: inValues(t) };
  if (t.accept("CONTAINS")) {
    return { kind: "contains", column, key: t.accept("KEY"), value: term(t) };
  }
  if (t.accept("IS", "NOT", "NULL")) return { kind: "notNull", column };
  if (t.sees("LIKE")) throw unsupported("LIKE");
  if (t.sees("[")) throw unsupported("restrictions on collection elements");
  return { kind: "compare", column, operator: operator(t), value: term(t) };
}
