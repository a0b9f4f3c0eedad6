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

/** What Cassandra says of a token that does not fit. */
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
 * What all rules are written with. Chevrotain learns the grammar by running every rule once with nothing to read:
 * placeholders stand for tokens and for what rules return, and rules must bear them.
 */
export class Rules extends EmbeddedActionsParser {
  /** The statement being parsed. */
  protected text = "";

  constructor(skipValidations: boolean) {
    super(TOKENS, { maxLookahead: 2, skipValidations, errorMessageProvider: REFUSALS });
  }

  /** These words, one after the other. */
  protected words(...words: Word[]): void {
    for (const word of words) this.CONSUME(WORDS[word]);
  }

  /** These words, then what `rule` reads. */
  protected after<T>(words: Word | Word[], rule: Rule<T>): T {
    this.words(...[words].flat());
    return this.SUBRULE(rule);
  }

  /** Whether these words come next; `place` tells the options of a rule apart. */
  protected accepts(place: number, ...words: Word[]): boolean {
    return this.option(place, () => (this.words(...words), true)) ?? false;
  }

  /** One of these, told apart by two tokens at most. Only once per rule. */
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

  /** One or more, with separators between them. Only once per rule. */
  protected list<T>(item: Rule<T> | (() => T), separator: Word = ","): T[] {
    const items: T[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: WORDS[separator], DEF: () => items.push(this.read(item)) });
    return items;
  }

  /** Like `list`, but maybe none. */
  protected listOrNone<T>(rule: Rule<T>): T[] {
    const items: T[] = [];
    this.MANY_SEP({ SEP: WORDS[","], DEF: () => items.push(this.SUBRULE(rule)) });
    return items;
  }

  /** The text from `first` to what was read last. */
  protected textFrom(first: IToken): string {
    const last = this.LA(0);
    return this.text.slice(first.startOffset, last.startOffset + last.image.length);
  }

  /** Refuses a construct that only a real Cassandra has. */
  protected refuse(construct: string): never {
    return this.ACTION(() => {
      throw unsupported(construct);
    });
  }
}
