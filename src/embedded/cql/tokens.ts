import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import { syntax } from "../errors.ts";

/** All tokens. Where several patterns match, the first one counts. */
export const TOKENS: TokenType[] = [];

function token(name: string, pattern: string | RegExp, categories: TokenType[] = []): TokenType {
  const label = /\w/.test(name) ? `K_${name}` : `'${name}'`;
  const type = createToken({ name, pattern, label, categories });
  TOKENS.push(type);
  return type;
}

function category(name: string, ...categories: TokenType[]): TokenType {
  return token(name, Lexer.NA, categories);
}

export const FunctionName: TokenType = category("FunctionName");
/** A word that can be the name of a keyspace, table, column or type: one in quotes, or one that is not reserved. */
export const Name: TokenType = category("Name", FunctionName);
export const Constant: TokenType = category("Constant");
/** A constant that can be negative. */
export const Numeric: TokenType = category("Numeric", Constant);
export const ComparisonSign: TokenType = category("Comparison");
export const Direction: TokenType = category("Direction");
export const PlusOrMinus: TokenType = category("PlusOrMinus");
/** What else CREATE, ALTER and DROP can be of, which is not supported. */
export const OtherObject: TokenType = category("OtherObject");
/** The first words of statements that are not supported. */
export const OtherStatement: TokenType = category("OtherStatement");

const SPACE = /(?:\s+|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/;
TOKENS.push(createToken({ name: "Space", pattern: SPACE, group: Lexer.SKIPPED }));

// A constant's token has the name of the literal's type.
export const Text: TokenType = token("string", /'(?:''|[^'])*'|\$\$[\s\S]*?\$\$/, [Constant]);
token("uuid", /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i, [Constant]);
token("hex", /0x[\da-f]*(?!\w)/i, [Constant]);
token(
  "duration",
  /(?:(?:\d+(?:mo|ms|us|µs|ns|[ywdhms]))+|P(?:\d+W|(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?))(?!\w)/i,
  [Numeric],
);
token("float", /\d+(?:\.\d*(?:e[+-]?\d+)?|e[+-]?\d+)|(?:NaN|Infinity)(?!\w)/i, [Numeric]);
token("integer", /\d+/, [Numeric]);
token("boolean", /(?:true|false)(?!\w)/i, [Constant]);

const UnquotedWord: TokenType = token("UnquotedWord", /[a-z]\w*/i, [Name]);
token("QuotedWord", /"(?:""|[^"])+"/, [Name]);

type Split<Text extends string, Found = never> = Text extends `${infer Word} ${infer Rest}`
  ? Split<Rest, Found | Word>
  : Found | Text;

/** Makes tokens of keywords and symbols that have the same categories; `lines` has spaces between them. */
function words<Text extends string>(
  categories: TokenType[],
  ...lines: Text[]
): Record<Split<Text>, TokenType> {
  const types = lines.flatMap((line) => line.split(" ")).map((word) => {
    return token(word, /\w/.test(word) ? Lexer.NA : word, categories);
  });
  return Object.fromEntries(types.map((type) => [type.name, type])) as Record<
    Split<Text>,
    TokenType
  >;
}

/** The keywords and symbols that statements are made of. */
export const WORDS = {
  ...words([], "+= -="),
  ...words([ComparisonSign], "<= >= != < > ="),
  ...words([PlusOrMinus], "+ -"),
  ...words([], "* . , : ; ? ( ) [ ] { }"),
  // Reserved: these cannot be names.
  ...words(
    [],
    "ADD ALLOW ALTER AND APPLY AUTHORIZE BATCH BEGIN BY CREATE DELETE DROP ENTRIES EXECUTE FROM FULL",
    "IF IN INSERT INTO IS KEYSPACE LIMIT MODIFY NORECURSIVE NOT OF ON OR ORDER PRIMARY RENAME REPLACE",
    "SELECT SET TABLE TO TRUNCATE UNLOGGED UPDATE USE USING WHERE WITH",
  ),
  ...words([Constant], "NULL"),
  ...words([FunctionName], "TOKEN"),
  ...words([OtherObject], "INDEX VIEW"),
  ...words([OtherStatement], "DESCRIBE GRANT REVOKE"),
  ...words([Direction], "ASC"),
  ...words([Direction, OtherStatement], "DESC"),
  // Unreserved: these can be names too.
  ...words(
    [Name],
    "AS CLUSTERING COMPACT CONTAINS COUNTER CUSTOM DISTINCT EXISTS FILTERING GROUP JSON KEY LIKE",
    "MATERIALIZED PARTITION PER STATIC STORAGE TIMESTAMP TTL TYPE VALUES",
  ),
  ...words([Name, OtherObject], "AGGREGATE FUNCTION ROLE TRIGGER USER"),
  ...words([Name, OtherStatement], "LIST"),
};
export type Word = keyof typeof WORDS;

const KEYWORDS = new Map(Object.entries(WORDS));
KEYWORDS.set("SCHEMA", WORDS.KEYSPACE).set("COLUMNFAMILY", WORDS.TABLE);

const LEXER = new Lexer(TOKENS, { positionTracking: "onlyOffset", skipValidations: true });

/**
 * Splits a statement into tokens, without space and comments.
 *
 * @throws {CqlError} A syntax error where no token begins.
 */
export function tokenize(text: string): IToken[] {
  const { tokens, errors: [error] } = LEXER.tokenize(text);
  if (error) {
    const place = position(text, error.offset);
    throw syntax(`${place} no viable alternative at character '${text[error.offset]}'`);
  }
  // Looking each word up takes a fraction of the time of trying a pattern for every keyword.
  for (const token of tokens) {
    const type = token.tokenType === UnquotedWord && KEYWORDS.get(token.image.toUpperCase());
    if (type) Object.assign(token, { tokenType: type, tokenTypeIdx: type.tokenTypeIdx });
  }
  return tokens;
}

/** `line 1:7`, as Cassandra counts: lines from 1, characters from 0. */
export function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}:${lines.at(-1)!.length}`;
}
