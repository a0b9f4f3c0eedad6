import type { Statement } from "./ast.ts";
import { DefinitionRules } from "./define.ts";
import { K, OtherStatement, Semicolon } from "./tokens.ts";
import { position, tokenize } from "./tokens.ts";
import { syntax } from "../errors.ts";

/** A statement, and the names of its markers: undefined for `?`. */
export interface Parsed {
  statement: Statement;
  markers: (string | undefined)[];
}

/** The grammar of the CQL that the embedded server knows. */
export class CqlParser extends DefinitionRules {
  private statement = this.RULE("statement", (): Statement => {
    const statement = this.either<Statement>(
      () => this.SUBRULE(this.select),
      () => this.SUBRULE(this.modification),
      () => this.SUBRULE(this.batch),
      () => this.SUBRULE(this.create),
      () => this.SUBRULE(this.alter),
      () => this.SUBRULE(this.drop),
      () => (this.CONSUME(K.USE), { kind: "use", keyspace: this.SUBRULE(this.name) }),
      () => {
        this.CONSUME(K.TRUNCATE);
        this.accepts(0, K.TABLE);
        return { kind: "truncate", table: this.SUBRULE(this.tableName) };
      },
      () => this.refuse(this.CONSUME(OtherStatement).image.toUpperCase()),
    );
    this.MANY(() => this.CONSUME(Semicolon));
    return statement;
  });

  constructor(skipValidations = true) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  /** Reads one statement. */
  parse(text: string): Parsed {
    this.text = text;
    this.markers = [];
    this.input = tokenize(text);
    const statement = this.statement();
    const [error] = this.errors;
    if (error === undefined) return { statement, markers: this.markers };
    const { startOffset } = error.token;
    const place = isNaN(startOffset) ? "line 0:-1" : position(text, startOffset);
    throw syntax(`${place} ${error.message}`);
  }
}

const PARSER = new CqlParser();

/**
 * Reads one CQL statement.
 *
 * @throws {CqlError} A syntax error that says where, or which construct is unsupported.
 */
export function parse(text: string): Parsed {
  return PARSER.parse(text);
}
