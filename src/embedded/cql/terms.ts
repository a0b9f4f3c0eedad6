import type { Literal, Marker, Operator, Options, OptionValue } from "./ast.ts";
import type { TableName, Term, TypeName, Using } from "./ast.ts";
import type { Tokens } from "./tokens.ts";
import { unsupported } from "../errors.ts";

/** A value: `?`, `:name`, a constant, a collection, a tuple or a function call. */
export function term(t: Tokens): Term {
  if (t.sees("?") || t.sees(":")) return marker(t);
  if (t.sees("[")) return { kind: "list", items: t.enclosed("[", "]", term) };
  if (t.sees("{")) return braces(t);
  if (t.sees("(")) return { kind: "tuple", items: t.enclosed("(", ")", term) };
  const constant = literal(t);
  if (constant) return constant;
  const name = functionName(t);
  return { kind: "call", name, args: t.enclosed("(", ")", term) };
}

/** A bind marker. Its index is its place in the text until the whole statement is read. */
export function marker(t: Tokens): Marker {
  const index = t.peek().at;
  const name = t.accept("?") ? undefined : (t.expect(":"), t.name());
  return { kind: "marker", name, index };
}

export function functionName(t: Tokens): string {
  return t.accept("TOKEN") ? "token" : t.name();
}

function braces(t: Tokens): Term {
  t.expect("{");
  const entries: [Term, Term][] = [];
  const items: Term[] = [];
  while (!t.sees("}")) {
    const item = term(t);
    if (entries.length > 0 || (items.length === 0 && t.sees(":"))) {
      t.expect(":");
      entries.push([item, term(t)]);
    } else {
      items.push(item);
    }
    if (!t.accept(",")) break;
  }
  t.expect("}");
  return entries.length > 0 ? { kind: "map", entries } : { kind: "set", items };
}

const CONSTANTS: Record<string, Literal["type"]> = {
  TRUE: "boolean",
  FALSE: "boolean",
  NULL: "null",
  NAN: "float",
  INFINITY: "float",
};

function literal(t: Tokens): Literal | undefined {
  const { kind, word } = t.peek();
  if (kind === "word" && CONSTANTS[word]) {
    return { kind: "literal", type: CONSTANTS[word], text: t.take().text };
  }
  if (t.sees("-", "NAN") || t.sees("-", "INFINITY")) {
    return { kind: "literal", type: "float", text: t.take().text + t.take().text };
  }
  if (kind === "word" || kind === "quoted" || kind === "symbol" || kind === "end") return undefined;
  return { kind: "literal", type: kind, text: t.take().text };
}

/** `keyspace.table` or `table`. */
export function tableName(t: Tokens): TableName {
  const first = t.name();
  return t.accept(".") ? { keyspace: first, name: t.name() } : { keyspace: undefined, name: first };
}

/** `int`, `frozen<map<text, int>>`, … */
export function typeName(t: Tokens): TypeName {
  if (t.peek().kind === "string") throw unsupported("custom types");
  const name = t.accept("SET") ? "set" : t.name();
  if (name === "vector") throw unsupported("vector types");
  return { name, args: t.sees("<") ? t.enclosed("<", ">", typeName) : [] };
}

export function operator(t: Tokens): Operator {
  const { kind, text } = t.peek();
  if (kind !== "symbol" || !/^(?:[<>!]=|[=<>])$/.test(text)) t.fail();
  return t.take().text as Operator;
}

/** `(1, 2)` or `?` after IN. */
export function inValues(t: Tokens): Term[] | Marker {
  return t.sees("(") ? t.enclosed("(", ")", term) : marker(t);
}

/** `USING TTL 60 AND TIMESTAMP 5`, or nothing. */
export function using(t: Tokens): Using {
  const said: Using = { ttl: undefined, timestamp: undefined };
  if (!t.accept("USING")) return said;
  t.list("AND", () => {
    if (t.accept("TTL")) said.ttl = term(t);
    else (t.expect("TIMESTAMP"), said.timestamp = term(t));
  });
  return said;
}

export function ifExists(t: Tokens): boolean {
  return t.accept("IF", "EXISTS");
}

export function ifNotExists(t: Tokens): boolean {
  return t.accept("IF", "NOT", "EXISTS");
}

/** `comment = 'x'` or `compaction = {'class': 'y'}`, read into `options`. */
export function option(t: Tokens, options: Options): void {
  const name = t.name();
  t.expect("=");
  options.set(name, optionValue(t));
}

function optionValue(t: Tokens): OptionValue {
  const value = term(t);
  if (value.kind === "literal") return value.text;
  if (value.kind === "set" && value.items.length === 0) return new Map();
  if (value.kind !== "map") return t.fail();
  const texts = value.entries.map((entry) =>
    entry.map((part) => part.kind === "literal" ? part.text : t.fail()) as [string, string]
  );
  return new Map(texts);
}
