import type { Assignment, Batch, BatchType, Condition, Conditions } from "./ast.ts";
import type { Delete, Insert, Modification, Term, Update } from "./ast.ts";
import { where } from "./select.ts";
import { ifNotExists, inValues, operator, tableName, term, using } from "./terms.ts";
import type { Tokens } from "./tokens.ts";
import { unsupported } from "../errors.ts";

export function modification(t: Tokens): Modification {
  if (t.sees("INSERT")) return insert(t);
  return t.sees("UPDATE") ? update(t) : remove(t);
}

/** INSERT INTO table (columns) VALUES (values) [IF NOT EXISTS] [USING …] */
function insert(t: Tokens): Insert {
  t.expect("INSERT", "INTO");
  const table = tableName(t);
  if (t.sees("JSON")) throw unsupported("INSERT JSON");
  const columns = t.enclosed("(", ")", (each) => each.name());
  t.expect("VALUES");
  const values = t.enclosed("(", ")", term);
  const conditions: Conditions | undefined = ifNotExists(t) ? { kind: "notExists" } : undefined;
  return { kind: "insert", table, columns, values, conditions, using: using(t) };
}

/** UPDATE table [USING …] SET assignments WHERE … [IF …] */
function update(t: Tokens): Update {
  t.expect("UPDATE");
  const table = tableName(t);
  const parameters = using(t);
  t.expect("SET");
  const assignments = t.list(",", assignment);
  const relations = where(t);
  return {
    kind: "update",
    table,
    using: parameters,
    assignments,
    where: relations,
    conditions: conditions(t),
  };
}

/** DELETE [columns] FROM table [USING …] WHERE … [IF …] */
function remove(t: Tokens): Delete {
  t.expect("DELETE");
  const targets = t.sees("FROM") ? [] : t.list(",", () => {
    const column = t.name();
    return { column, key: t.sees("[") ? element(t) : undefined };
  });
  t.expect("FROM");
  const table = tableName(t);
  const parameters = using(t);
  const relations = where(t);
  return {
    kind: "delete",
    table,
    targets,
    using: parameters,
    where: relations,
    conditions: conditions(t),
  };
}

/** `c = 1`, `c = c + 1`, `c = [1] + c`, `c += 1`, `c[k] = v` */
function assignment(t: Tokens): Assignment {
  const { at } = t.peek();
  const column = t.name();
  if (t.sees("[")) {
    const key = element(t);
    t.expect("=");
    const value = term(t);
    return { kind: "element", column, key, value, text: t.since(at) };
  }
  if (t.accept("+=")) return change(t, at, "add", column, column);
  if (t.accept("-=")) return change(t, at, "subtract", column, column);
  t.expect("=");
  const isName = ["word", "quoted"].includes(t.peek().kind);
  const sign = t.peek(1).text;
  if (isName && (sign === "+" || sign === "-")) {
    const source = t.name();
    t.take();
    return change(t, at, sign === "+" ? "add" : "subtract", column, source);
  }
  // `c = c -1`, which lexes as a name and a number
  if (isName && /^-\d+$/.test(sign)) return change(t, at, "add", column, t.name());
  const value = term(t);
  if (!t.accept("+")) return { kind: "set", column, value };
  return { kind: "prepend", column, source: t.name(), value, text: t.since(at) };
}

function change(
  t: Tokens,
  at: number,
  kind: "add" | "subtract",
  column: string,
  source: string,
): Assignment {
  const value = term(t);
  return { kind, column, source, value, text: t.since(at) };
}

function element(t: Tokens): Term {
  t.expect("[");
  const key = term(t);
  t.expect("]");
  return key;
}

/** IF EXISTS, or IF condition AND … */
function conditions(t: Tokens): Conditions | undefined {
  if (!t.accept("IF")) return undefined;
  if (t.accept("EXISTS")) return { kind: "exists" };
  return { kind: "if", all: t.list("AND", condition) };
}

function condition(t: Tokens): Condition {
  const column = t.name();
  const at = t.sees("[") ? element(t) : undefined;
  const test = t.accept("IN") ? { in: inValues(t) } : { operator: operator(t), value: term(t) };
  return { column, element: at, test };
}

/** BEGIN [UNLOGGED | COUNTER] BATCH [USING …] modifications APPLY BATCH */
export function batch(t: Tokens): Batch {
  t.expect("BEGIN");
  let type: BatchType = "logged";
  if (t.accept("UNLOGGED")) type = "unlogged";
  else if (t.accept("COUNTER")) type = "counter";
  t.expect("BATCH");
  const parameters = using(t);
  const statements: Modification[] = [];
  while (t.sees("INSERT") || t.sees("UPDATE") || t.sees("DELETE")) {
    statements.push(modification(t));
    t.accept(";");
  }
  t.expect("APPLY", "BATCH");
  return { kind: "batch", type, using: parameters, statements };
}
