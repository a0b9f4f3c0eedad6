import type { Relation, Select, Selectable, Selector } from "./ast.ts";
import { TermRules } from "./terms.ts";

/** SELECT, and the WHERE of all statements. */
export class SelectRules extends TermRules {
  protected select = this.RULE("select", (): Select => {
    this.words("SELECT");
    const distinct = this.OPTION({
      // DISTINCT and JSON can be names of columns too.
      GATE: () => !["FROM", ",", "AS", "["].includes(this.LA(2).tokenType.name),
      DEF: () => this.SUBRULE(this.distinct),
    }) ?? false;
    const selectors = this.either(() => (this.words("*"), []), this.selectors);
    const table = this.after("FROM", this.tableName);
    const where = this.OPTION2(() => this.SUBRULE(this.where));
    this.OPTION3(() => (this.words("GROUP"), this.refuse("GROUP BY")));
    const orderBy = this.OPTION4(() => this.after(["ORDER", "BY"], this.orderings));
    const perPartitionLimit = this.OPTION5(() => this.after(["PER", "PARTITION"], this.limit));
    const limit = this.OPTION6(() => this.SUBRULE1(this.limit));
    return {
      kind: "select",
      table,
      distinct,
      selectors,
      where: where ?? [],
      orderBy: orderBy ?? [],
      perPartitionLimit,
      limit,
      allowFiltering: this.accepts(7, "ALLOW", "FILTERING"),
    };
  });

  private distinct = this.RULE("distinct", (): boolean =>
    this.either(
      () => (this.words("DISTINCT"), true),
      () => (this.words("JSON"), this.refuse("SELECT JSON")),
    ));
  private limit = this.RULE("limit", () => this.after("LIMIT", this.term));

  private selectors = this.RULE("selectors", () => this.list(this.selector));
  private selector = this.RULE("selector", (): Selector => ({
    what: this.SUBRULE(this.selectable),
    alias: this.OPTION(() => this.after("AS", this.name)),
  }));

  private selectable = this.RULE("selectable", (): Selectable => {
    const first = this.LA(1);
    return this.either<Selectable>(
      this.selectedCall,
      this.selectedColumn,
      () => (this.SUBRULE(this.value), { kind: "term", text: this.textFrom(first) }),
    );
  });

  /** `count(*)`, `ttl(column)`, `max(column)` */
  private selectedCall = this.RULE("selectedCall", (): Selectable => {
    const name = this.SUBRULE(this.functionName);
    if (name === "cast") this.refuse("CAST");
    this.words("(");
    const args = this.either<Selectable[]>(
      () => (this.words("*"), [{ kind: "term", text: "*" }]),
      () => this.listOrNone(this.selectable),
    );
    this.words(")");
    return this.ACTION(() => selectedCall(name, args));
  });

  /** `column`, `column[key]` or `column.field` */
  private selectedColumn = this.RULE("selectedColumn", (): Selectable => {
    const name = this.SUBRULE(this.name);
    const path: string[] = [];
    const element = this.OPTION(() => this.between("[", this.selectedKey, "]"));
    this.MANY(() => path.push(this.SUBRULE(this.field)));
    if (element) {
      if (path.length > 0) this.refuse("selecting fields of elements");
      return { kind: "element", name, ...element };
    }
    return path.length > 0 ? { kind: "field", name, path } : { kind: "column", name };
  });
  private selectedKey = this.RULE("selectedKey", () => {
    const first = this.LA(1);
    return { key: this.SUBRULE(this.term), text: this.textFrom(first) };
  });

  protected where = this.RULE("where", (): Relation[] => {
    this.words("WHERE");
    return this.list(this.relation, "AND");
  });

  private relation = this.RULE("relation", (): Relation =>
    this.either<Relation>(
      this.columnRelation,
      this.tupleRelation,
      () => ({
        kind: "token",
        columns: this.after("TOKEN", this.nameTuple),
        ...this.SUBRULE(this.comparison),
      }),
    ));

  private tupleRelation = this.RULE("tupleRelation", (): Relation => {
    const columns = this.SUBRULE(this.nameTuple);
    return this.either<Relation>(
      () => ({ kind: "tupleIn", columns, values: this.after("IN", this.inValues) }),
      () => ({ kind: "tuple", columns, ...this.SUBRULE(this.comparison) }),
    );
  });

  private columnRelation = this.RULE("columnRelation", (): Relation => {
    const column = this.SUBRULE(this.name);
    return this.either<Relation>(
      () => ({ kind: "compare", column, ...this.SUBRULE(this.comparison) }),
      () => ({ kind: "in", column, values: this.after("IN", this.inValues) }),
      () => {
        this.words("CONTAINS");
        const key = this.accepts(0, "KEY");
        return { kind: "contains", column, key, value: this.SUBRULE(this.term) };
      },
      () => (this.words("IS", "NOT", "NULL"), { kind: "notNull", column }),
      () => (this.words("LIKE"), this.refuse("LIKE")),
      () => (this.words("["), this.refuse("restrictions on collection elements")),
    );
  });
}

/** Separates `count(*)`, `writetime` and `ttl`, which are no functions, from function calls. */
function selectedCall(name: string, args: Selectable[]): Selectable {
  const [arg] = args;
  if (name === "count" && arg?.kind === "term" && (arg.text === "*" || arg.text === "1")) {
    return { kind: "countRows" };
  }
  if ((name === "writetime" || name === "ttl") && arg?.kind === "column") {
    return { kind: "cell", property: name, name: arg.name };
  }
  if ((name === "writetime" || name === "ttl") && arg?.kind === "field" && arg.path.length === 1) {
    return { kind: "cell", property: name, name: arg.name, field: arg.path[0]! };
  }
  return { kind: "call", name, args };
}
