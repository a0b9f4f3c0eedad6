import {
  EmbeddedActionsParser,
  EOF,
  type IParserErrorMessageProvider,
  type IToken,
  type ParserMethod,
  tokenLabel,
} from "chevrotain";
import { unsupported } from "../errors.ts";
import { TOKENS, type Word, WORDS } from "./tokens.ts";

export type Rule<T> = ParserMethod<[], T>;

/** Cassandra's messages for a token that does not fit. */
const REFUSALS: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) =>
    expected.name in WORDS ? mismatch(actual, tokenLabel(expected)) : noAlternative(actual),
  buildNotAllInputParsedMessage: ({ firstRedundant }) => mismatch(firstRedundant, "EOF"),
  buildNoViableAltMessage: ({ actual }) => noAlternative(actual[0]!),
  buildEarlyExitMessage: ({ actual }) => noAlternative(actual[0]!),
};

function mismatch(token: IToken, expected: string): string {
  return `mismatched input '${imageOf(token)}' expecting ${expected}`;
}

function noAlternative(token: IToken): string {
  return `no viable alternative at input '${imageOf(token)}'`;
}

function imageOf(token: IToken): string {
  return token.tokenType === EOF ? "<EOF>" : token.image;
}

/**
 * The methods that all rules are written with. Chevrotain learns the grammar by running each rule once without any input.
 * Then tokens and the results of rules are placeholders, so a rule must not fail on them.
 */
export class Rules extends EmbeddedActionsParser {
  /** The statement being parsed. */
  protected text = "";

  constructor(skipValidations: boolean) {
    super(TOKENS, { maxLookahead: 2, skipValidations, errorMessageProvider: REFUSALS });
  }

  /** Reads these words, one after the other. */
  protected words(...words: Word[]): void {
    for (const word of words) this.CONSUME(WORDS[word]);
  }

  /** Reads these words, and returns what `rule` reads after them. */
  protected after<T>(words: Word | Word[], rule: Rule<T>): T {
    this.words(...[words].flat());
    return this.SUBRULE(rule);
  }

  /** Reads these words if they come next, and returns whether they did. Each use in a rule needs an `index` of its own. */
  protected accepts(index: number, ...words: Word[]): boolean {
    return this.option(index, () => (this.words(...words), true)) ?? false;
  }

  /** Reads the alternative that fits the next two tokens. Only once per rule. */
  protected either<T>(...alternatives: (Rule<T> | (() => T))[]): T {
    return this.OR(alternatives.map((alternative) => ({ ALT: () => this.read(alternative) })));
  }

  private read<T>(what: Rule<T> | (() => T)): T {
    return "ruleName" in what ? this.SUBRULE(what) : what();
  }

  protected between<T>(open: Word, rule: Rule<T>, close: Word): T {
    this.words(open);
    const found = this.SUBRULE(rule);
    this.words(close);
    return found;
  }

  /** Reads one item or more, with separators between them. Only once per rule. */
  protected list<T>(item: Rule<T> | (() => T), separator: Word = ","): T[] {
    const items: T[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: WORDS[separator], DEF: () => items.push(this.read(item)) });
    return items;
  }

  /** Like `list`, but there may be no item. Items are separated by commas. */
  protected listOrNone<T>(rule: Rule<T>): T[] {
    const items: T[] = [];
    this.MANY_SEP({ SEP: WORDS[","], DEF: () => items.push(this.SUBRULE(rule)) });
    return items;
  }

  /** The text of the statement from `first` to the last token that was read. */
  protected textFrom(first: IToken): string {
    const last = this.LA(0);
    return this.text.slice(first.startOffset, last.startOffset + last.image.length);
  }

  /** Refuses a construct that the embedded server does not have. */
  protected refuse(construct: string): never {
    return this.ACTION(() => {
      throw unsupported(construct);
    });
  }
}
