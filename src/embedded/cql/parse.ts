import { syntax } from "../errors.ts";
import type { ParsedStatement } from "./ast.ts";
import { DefinitionRules } from "./define.ts";
import { OtherStatement, position, tokenize } from "./tokens.ts";

/** A parsed statement, and the names of its markers: undefined for `?`. */
export interface ParsedText {
  statement: ParsedStatement;
  markers: (string | undefined)[];
}

/** The grammar of the CQL that the embedded server understands. */
export class CqlParser extends DefinitionRules {
  private statement = this.RULE("statement", (): ParsedStatement => {
    const statement = this.either<ParsedStatement>(
      this.select,
      this.modification,
      this.batch,
      this.create,
      this.alter,
      this.drop,
      () => ({ kind: "use", keyspace: this.after("USE", this.name) }),
      () => {
        this.words("TRUNCATE");
        this.accepts(0, "TABLE");
        return { kind: "truncate", table: this.SUBRULE(this.tableName) };
      },
      () => this.refuse(this.CONSUME(OtherStatement).image.toUpperCase()),
    );
    this.MANY(() => this.words(";"));
    return statement;
  });

  /** `skipValidations` saves the time for checking the grammar itself. */
  constructor({ skipValidations }: { skipValidations: boolean }) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  /** Parses one statement. */
  parse(text: string): ParsedText {
    this.text = text;
    this.markers = [];
    this.input = tokenize(text);
    const statement = this.statement();
    const [error] = this.errors;
    if (error === undefined) return { statement, markers: this.markers };
    const { startOffset } = error.token;
    const place = startOffset < 0 ? "line 0:-1" : position(text, startOffset);
    throw syntax(`${place} ${error.message}`);
  }
}

const PARSER = new CqlParser({ skipValidations: true });

/**
 * Parses one CQL statement.
 *
 * @throws {CqlError} A syntax error with its line and column, or the name of an unsupported construct.
 */
export function parse(text: string): ParsedText {
  return PARSER.parse(text);
}
