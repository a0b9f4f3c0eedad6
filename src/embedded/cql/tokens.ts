import { syntax } from "../errors.ts";

type TokenKind =
  | "string"
  | "quoted"
  | "uuid"
  | "hex"
  | "duration"
  | "float"
  | "integer"
  | "word"
  | "symbol"
  | "end";

/** A word of CQL: `text` as written, without quotes; `word` in capitals, to be held against keywords. */
export interface Token {
  kind: TokenKind;
  text: string;
  word: string;
  at: number;
}

const SPACE = /(?:\s+|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const TOKEN = new RegExp(
  [
    /(?<string>'(?:''|[^'])*'|\$\$[\s\S]*?\$\$)/,
    /(?<quoted>"(?:""|[^"])+")/,
    /(?<uuid>[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})/,
    /(?<hex>0x[\da-f]*(?!\w))/,
    /(?<duration>-?(?:(?:\d+(?:mo|ms|us|µs|ns|[ywdhms]))+|P(?:\d+W|(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?))(?!\w))/,
    /(?<float>-?\d+(?:\.\d*(?:e[+-]?\d+)?|e[+-]?\d+))/,
    /(?<integer>-?\d+)/,
    /(?<word>[a-z]\w*)/,
    /(?<symbol><=|>=|!=|\+=|-=|[()[\]{}<>,;:.=+*?-])/,
  ].map((part) => part.source).join("|"),
  "iy",
);

// Words that cannot name anything, as no statement could be told from another if they could.
const RESERVED = new Set(
  ("ADD ALLOW ALTER AND APPLY ASC AUTHORIZE BATCH BEGIN BY COLUMNFAMILY CREATE DELETE DESC DESCRIBE " +
    "DROP ENTRIES EXECUTE FROM FULL GRANT IF IN INDEX INFINITY INSERT INTO IS KEYSPACE LIMIT MODIFY NAN " +
    "NORECURSIVE NOT NULL OF ON OR ORDER PRIMARY RENAME REPLACE REVOKE SCHEMA SELECT SET TABLE TO TOKEN " +
    "TRUNCATE UNLOGGED UPDATE USE USING VIEW WHERE WITH").split(" "),
);

/** The statement being read, from left to right. Every refusal is a syntax error that says where. */
export class Tokens {
  readonly text: string;
  #tokens: Token[];
  #next = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
  }

  /** The token `ahead` places further, without reading it. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    this.#next++;
    return token;
  }

  /** Whether these keywords or symbols come next. */
  sees(...words: string[]): boolean {
    return words.every((word, ahead) => matches(this.peek(ahead), word));
  }

  /** Reads these keywords or symbols if all of them come next. */
  accept(...words: string[]): boolean {
    const seen = this.sees(...words);
    if (seen) this.#next += words.length;
    return seen;
  }

  /** The text from `at` to what comes next. */
  since(at: number): string {
    return this.text.slice(at, this.peek().at).trim();
  }

  expect(...words: string[]): void {
    for (const word of words) {
      if (!this.accept(word)) this.fail(/^\w/.test(word) ? `K_${word}` : `'${word}'`);
    }
  }

  /** Reads a keyspace, table, column or function name: in lower case unless quoted. */
  name(): string {
    const token = this.peek();
    if (token.kind === "quoted") return this.take().text;
    if (token.kind !== "word" || RESERVED.has(token.word)) this.fail();
    return this.take().text.toLowerCase();
  }

  /** Reads `item`, then more of them as long as `separator` follows. */
  list<T>(separator: string, item: (tokens: Tokens) => T): T[] {
    const items = [item(this)];
    while (this.accept(separator)) items.push(item(this));
    return items;
  }

  /** Reads `open`, items parted by commas (none if `close` follows at once) and `close`. */
  enclosed<T>(open: string, close: string, item: (tokens: Tokens) => T): T[] {
    this.expect(open);
    const items = this.sees(close) ? [] : this.list(",", item);
    this.expect(close);
    return items;
  }

  /** Refuses the statement at the next token. */
  fail(expecting?: string): never {
    const token = this.peek();
    const found = token.kind === "end" ? "<EOF>" : this.text.slice(token.at).split(/\s/, 1)[0];
    const where = token.kind === "end" ? "line 0:-1" : position(this.text, token.at);
    throw syntax(
      expecting
        ? `${where} mismatched input '${found}' expecting ${expecting}`
        : `${where} no viable alternative at input '${found}'`,
    );
  }
}

function matches(token: Token, word: string): boolean {
  return token.word === word && token.kind !== "string" && token.kind !== "quoted";
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (true) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    if (at >= text.length) break;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      throw syntax(`${position(text, at)} no viable alternative at character '${text[at]}'`);
    }
    const kind = Object.keys(match.groups!).find((name) => match.groups![name] !== undefined)!;
    tokens.push(token(kind as TokenKind, match[0], at));
    at += match[0].length;
  }
  return [...tokens, { kind: "end", text: "", word: "", at }];
}

function token(kind: TokenKind, raw: string, at: number): Token {
  let text = raw;
  if (kind === "string") {
    text = raw[0] === "$" ? raw.slice(2, -2) : raw.slice(1, -1).replaceAll("''", "'");
  }
  if (kind === "quoted") text = raw.slice(1, -1).replaceAll('""', '"');
  return { kind, text, word: raw.toUpperCase(), at };
}

function position(text: string, at: number): string {
  const lines = text.slice(0, at).split("\n");
  return `line ${lines.length}:${lines.at(-1)!.length}`;
}
