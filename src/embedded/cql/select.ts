import type { Relation, Select, Selectable, Selector } from "./ast.ts";
import { TermRules } from "./terms.ts";
import { Close, CloseSquare, K, Open, OpenSquare, Star } from "./tokens.ts";

/** SELECT, and the WHERE of all statements. */
export class SelectRules extends TermRules {
  protected select = this.RULE("select", (): Select => {
    this.CONSUME(K.SELECT);
    this.OPTION(() => (this.CONSUME(K.JSON), this.refuse("SELECT JSON")));
    const distinct = this.accepts(1, K.DISTINCT);
    const selectors = this.either(
      () => (this.CONSUME(Star), []),
      () => this.SUBRULE(this.selectors),
    );
    this.CONSUME(K.FROM);
    const table = this.SUBRULE(this.tableName);
    const where = this.OPTION2(() => this.SUBRULE(this.where)) ?? [];
    this.OPTION3(() => (this.CONSUME(K.GROUP), this.refuse("GROUP BY")));
    const orderBy = this.OPTION4(() => {
      this.words(K.ORDER, K.BY);
      return this.SUBRULE(this.orderings);
    });
    const perPartitionLimit = this.OPTION5(() => {
      this.words(K.PER, K.PARTITION);
      return this.SUBRULE(this.limit);
    });
    return {
      kind: "select",
      table,
      distinct,
      selectors,
      where,
      orderBy: orderBy ?? [],
      perPartitionLimit,
      limit: this.OPTION6(() => this.SUBRULE1(this.limit)),
      allowFiltering: this.accepts(7, K.ALLOW, K.FILTERING),
    };
  });

  private limit = this.RULE("limit", () => {
    this.CONSUME(K.LIMIT);
    return this.SUBRULE(this.term);
  });

  private selectors = this.RULE(
    "selectors",
    () => this.list(() => this.SUBRULE(this.selector)),
  );

  private selector = this.RULE("selector", (): Selector => {
    const what = this.SUBRULE(this.selectable);
    const alias = this.OPTION(() => (this.CONSUME(K.AS), this.SUBRULE(this.name)));
    return { what, alias };
  });

  private selectable = this.RULE("selectable", (): Selectable =>
    this.either<Selectable>(
      () => this.SUBRULE(this.selectedCall),
      () => this.SUBRULE(this.selectedColumn),
      () => {
        const first = this.LA(1);
        this.SUBRULE(this.value);
        return { kind: "term", text: this.textFrom(first) };
      },
    ));

  /** `count(*)`, `ttl(column)`, `max(column)` */
  private selectedCall = this.RULE("selectedCall", (): Selectable => {
    const name = this.SUBRULE(this.functionName);
    if (name === "cast") this.refuse("CAST");
    const args = this.between(Open, () => this.SUBRULE(this.selectedArguments), Close);
    return this.ACTION(() => selectedCall(name, args));
  });

  private selectedArguments = this.RULE(
    "selectedArguments",
    (): Selectable[] =>
      this.either<Selectable[]>(
        () => [{ kind: "term", text: this.CONSUME(Star).image }],
        () => this.anyItems(() => this.SUBRULE(this.selectable)),
      ),
  );

  /** `column` or `column[key]` */
  private selectedColumn = this.RULE("selectedColumn", (): Selectable => {
    const name = this.SUBRULE(this.name);
    const element = this.OPTION(() => {
      this.CONSUME(OpenSquare);
      const first = this.LA(1);
      const key = this.SUBRULE(this.term);
      const text = this.textFrom(first);
      this.CONSUME(CloseSquare);
      return { key, text };
    });
    return element ? { kind: "element", name, ...element } : { kind: "column", name };
  });

  /** WHERE relation AND … */
  protected where = this.RULE("where", (): Relation[] => {
    this.CONSUME(K.WHERE);
    return this.list(() => this.SUBRULE(this.relation), K.AND);
  });

  private relation = this.RULE("relation", (): Relation =>
    this.either<Relation>(
      () => this.SUBRULE(this.tokenRelation),
      () => this.SUBRULE(this.tupleRelation),
      () => this.SUBRULE(this.columnRelation),
    ));

  private tokenRelation = this.RULE("tokenRelation", (): Relation => {
    this.CONSUME(K.TOKEN);
    const columns = this.SUBRULE(this.nameTuple);
    const operator = this.SUBRULE(this.operator);
    return { kind: "token", columns, operator, value: this.SUBRULE(this.term) };
  });

  private tupleRelation = this.RULE("tupleRelation", (): Relation => {
    const columns = this.SUBRULE(this.nameTuple);
    return this.either<Relation>(
      () => {
        this.CONSUME(K.IN);
        return { kind: "tupleIn", columns, values: this.SUBRULE(this.inValues) };
      },
      () => {
        const operator = this.SUBRULE(this.operator);
        return { kind: "tuple", columns, operator, value: this.SUBRULE(this.term) };
      },
    );
  });

  private columnRelation = this.RULE("columnRelation", (): Relation => {
    const column = this.SUBRULE(this.name);
    return this.either<Relation>(
      () => {
        const operator = this.SUBRULE(this.operator);
        return { kind: "compare", column, operator, value: this.SUBRULE(this.term) };
      },
      () => {
        this.CONSUME(K.IN);
        return { kind: "in", column, values: this.SUBRULE(this.inValues) };
      },
      () => {
        this.CONSUME(K.CONTAINS);
        const key = this.accepts(0, K.KEY);
        return { kind: "contains", column, key, value: this.SUBRULE1(this.term) };
      },
      () => {
        this.words(K.IS, K.NOT, K.NULL);
        return { kind: "notNull", column };
      },
      () => (this.CONSUME(K.LIKE), this.refuse("LIKE")),
      () => (this.CONSUME(OpenSquare), this.refuse("restrictions on collection elements")),
    );
  });
}

function selectedCall(name: string, args: Selectable[]): Selectable {
  const [arg] = args;
  if (name === "count" && arg?.kind === "term" && (arg.text === "*" || arg.text === "1")) {
    return { kind: "countRows" };
  }
  if ((name === "writetime" || name === "ttl") && arg?.kind === "column") {
    return { kind: "cell", property: name, name: arg.name };
  }
  return { kind: "call", name, args };
}
