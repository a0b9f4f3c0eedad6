import type { IToken } from "chevrotain";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import type { Literal, Marker, Operator, TableName, Term, Using } from "./ast.ts";
import { syntax } from "../errors.ts";
import { Rules } from "./rules.ts";
import {
  ComparisonSign,
  Constant,
  Direction,
  FunctionName,
  Name,
  Numeric,
  Text,
  WORDS,
} from "./tokens.ts";

/** Names, types, values, and other parts that several statements have. */
export class TermRules extends Rules {
  /** The names of the statement's markers so far. */
  protected markers: (string | undefined)[] = [];

  protected name = this.RULE("name", () => bare(this.CONSUME(Name).image));
  protected functionName = this.RULE("functionName", () => bare(this.CONSUME(FunctionName).image));
  protected names = this.RULE("names", () => this.list(this.name));
  protected nameTuple = this.RULE("nameTuple", () => this.between("(", this.names, ")"));

  /** `keyspace.table` or `table` */
  protected tableName = this.RULE("tableName", (): TableName => {
    const first = this.SUBRULE(this.name);
    const name = this.OPTION(() => (this.words("."), this.SUBRULE1(this.name)));
    return name === undefined ? { keyspace: undefined, name: first } : { keyspace: first, name };
  });

  /** `int`, `frozen<map<text, int>>`, `vector<float, 3>`, `"a user type"` */
  protected typeName = this.RULE("typeName", (): CqlType => {
    const isQuoted = this.LA(1).image?.startsWith('"');
    const name = this.either<TableName>(
      this.tableName,
      () => (this.words("SET"), { keyspace: undefined, name: "set" }),
      () => (this.CONSUME(Text), this.refuse("custom types")),
    );
    const args = this.OPTION(() => this.between("<", this.typeArguments, ">"));
    return this.ACTION(() => writtenType(name, isQuoted, args ?? []));
  });
  private typeArguments = this.RULE("typeArguments", () => this.list(this.typeArgument));
  private typeArgument = this.RULE(
    "typeArgument",
    (): CqlType | number =>
      this.either<CqlType | number>(
        this.typeName,
        () => Number(this.CONSUME(Numeric).image),
        () => (this.words("-"), -Number(this.CONSUME1(Numeric).image)),
      ),
  );

  protected term = this.RULE("term", (): Term => this.either<Term>(this.value, this.call));
  protected terms = this.RULE("terms", (): Term[] => this.listOrNone(this.term));
  protected termTuple = this.RULE("termTuple", (): Term[] => this.between("(", this.terms, ")"));

  private call = this.RULE("call", (): Term => ({
    kind: "call",
    name: this.SUBRULE(this.functionName),
    args: this.SUBRULE(this.termTuple),
  }));

  /** Any term but a function call. */
  protected value = this.RULE("value", (): Term =>
    this.either<Term>(
      this.marker,
      this.literal,
      () => ({ kind: "tuple", items: this.SUBRULE(this.termTuple) }),
      () => ({ kind: "list", items: this.between("[", this.terms, "]") }),
      () => this.between("{", this.braced, "}"),
    ));

  private braced = this.RULE("braced", (): Term =>
    this.either<Term>(
      () => ({ kind: "udt", fields: this.SUBRULE(this.fieldValues) }),
      this.setOrMap,
    ));
  private fieldValues = this.RULE("fieldValues", () => this.list(this.fieldValue));
  private fieldValue = this.RULE("fieldValue", (): [string, Term] => [
    this.SUBRULE(this.name),
    this.after(":", this.term),
  ]);

  /** `?` or `:name` */
  protected marker = this.RULE("marker", (): Marker => {
    const name = this.either(
      () => (this.words("?"), undefined),
      () => this.after(":", this.name),
    );
    return { kind: "marker", name, index: this.markers.push(name) - 1 };
  });

  protected literal = this.RULE("literal", (): Literal =>
    this.either(
      () => literal(this.CONSUME(Constant)),
      () => (this.words("-"), literal(this.CONSUME(Numeric), "-")),
    ));

  /** `a, b` or `a: b, c: d` */
  private setOrMap = this.RULE("setOrMap", (): Term => {
    const items: Term[] = [];
    const values: Term[] = [];
    this.OPTION(() => {
      items.push(this.SUBRULE(this.term));
      this.either(
        () => {
          values.push(this.SUBRULE(this.mapValue));
          this.MANY(() => {
            items.push(this.SUBRULE(this.nextItem));
            values.push(this.SUBRULE1(this.mapValue));
          });
        },
        () => this.MANY1(() => items.push(this.SUBRULE1(this.nextItem))),
      );
    });
    return values.length === 0
      ? { kind: "set", items }
      : { kind: "map", entries: items.map((key, i) => [key, values[i]!]) };
  });
  private nextItem = this.RULE("nextItem", (): Term => this.after(",", this.term));
  private mapValue = this.RULE("mapValue", (): Term => this.after(":", this.term));

  /** `.field` */
  protected field = this.RULE("field", (): string => this.after(".", this.name));

  /** `[key]` */
  protected element = this.RULE("element", (): Term => this.between("[", this.term, "]"));

  /** `= 1` */
  protected comparison = this.RULE("comparison", () => ({
    operator: this.CONSUME(ComparisonSign).image as Operator,
    value: this.SUBRULE(this.term),
  }));

  /** The values of IN: `(1, 2)` or `?` */
  protected inValues = this.RULE(
    "inValues",
    (): Term[] | Marker => this.either<Term[] | Marker>(this.termTuple, this.marker),
  );

  /** `USING TTL 60 AND TIMESTAMP 5`, or nothing */
  protected using = this.RULE("using", (): Using => {
    const using: Using = { ttl: undefined, timestamp: undefined };
    this.OPTION(() => {
      this.words("USING");
      this.list(() =>
        this.either(
          () => using.ttl = this.after("TTL", this.term),
          () => (this.words("TIMESTAMP"), using.timestamp = this.SUBRULE1(this.term)),
        ), "AND");
    });
    return using;
  });

  protected ifExists = this.RULE("ifExists", () => this.accepts(0, "IF", "EXISTS"));
  protected ifNotExists = this.RULE("ifNotExists", () => this.accepts(0, "IF", "NOT", "EXISTS"));

  /** `column [ASC | DESC]` */
  private ordering = this.RULE("ordering", () => ({
    column: this.SUBRULE(this.name),
    descending: this.OPTION(() => this.CONSUME(Direction).tokenType) === WORDS.DESC,
  }));
  protected orderings = this.RULE("orderings", () => this.list(this.ordering));
}

/** A type as it is written: a user type where its name is in quotes or has a keyspace. */
function writtenType(
  { keyspace, name }: TableName,
  isQuoted: boolean,
  args: (CqlType | number)[],
): CqlType {
  const of = args.filter((arg) => typeof arg !== "number");
  if (isQuoted || keyspace !== undefined) {
    if (args.length > 0) throw syntax(`mismatched input '<' after "${name}"`);
    const type = { name: "udt", of, userType: name };
    return keyspace === undefined ? type : { ...type, keyspace };
  }
  const dimension = args.at(-1);
  if (name === "vector" && args.length > 0) {
    if (of.length === 1 && args.length === 2 && isDimension(dimension)) {
      return { name, of, dimension };
    }
    throw syntax("A vector has a type and a number of elements");
  }
  if (of.length < args.length) throw syntax(`no viable alternative at input '${dimension}'`);
  return { name, of };
}

function isDimension(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}

/** The name without quotes; in lower case unless it was quoted. */
function bare(image: string): string {
  return image.startsWith('"') ? image.slice(1, -1).replaceAll('""', '"') : image.toLowerCase();
}

function literal({ tokenType, image }: IToken, sign = ""): Literal {
  const type = tokenType.name.toLowerCase() as Literal["type"];
  return { kind: "literal", type, text: type === "string" ? unquoted(image) : sign + image };
}

function unquoted(image: string): string {
  return image.startsWith("$") ? image.slice(2, -2) : image.slice(1, -1).replaceAll("''", "'");
}
