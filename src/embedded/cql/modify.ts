import type {
  Assignment,
  BatchType,
  Delete,
  IfClause,
  IfCondition,
  Insert,
  ParsedBatch,
  ParsedModification,
  Update,
} from "./ast.ts";
import { SelectRules } from "./select.ts";
import { PlusOrMinus, WORDS } from "./tokens.ts";

/** INSERT, UPDATE, DELETE, and a BATCH of them. */
export class ModifyRules extends SelectRules {
  protected modification = this.RULE(
    "modification",
    (): ParsedModification =>
      this.either<ParsedModification>(this.insert, this.update, this.delete),
  );

  private insert = this.RULE("insert", (): Insert => {
    const table = this.after(["INSERT", "INTO"], this.tableName);
    this.OPTION(() => (this.words("JSON"), this.refuse("INSERT JSON")));
    const columns = this.SUBRULE(this.nameTuple);
    const values = this.after("VALUES", this.termTuple);
    const conditions = this.SUBRULE(this.ifNotExists) ? { kind: "notExists" } as const : undefined;
    const using = this.SUBRULE(this.using);
    return { kind: "insert", table, columns, values, conditions, using };
  });

  private update = this.RULE("update", (): Update => ({
    kind: "update",
    table: this.after("UPDATE", this.tableName),
    using: this.SUBRULE(this.using),
    assignments: this.after("SET", this.assignments),
    where: this.SUBRULE(this.where),
    conditions: this.SUBRULE(this.conditions),
  }));

  private delete = this.RULE("delete", (): Delete => {
    this.words("DELETE");
    return {
      kind: "delete",
      targets: this.OPTION(() => this.list(this.target)) ?? [],
      table: this.after("FROM", this.tableName),
      using: this.SUBRULE(this.using),
      where: this.SUBRULE(this.where),
      conditions: this.SUBRULE(this.conditions),
    };
  });
  private target = this.RULE("target", () => ({
    column: this.SUBRULE(this.name),
    key: this.OPTION(() => this.SUBRULE(this.element)),
    field: this.OPTION1(() => this.SUBRULE(this.field)),
  }));

  private assignments = this.RULE("assignments", () => this.list(this.assignment));
  private assignment = this.RULE("assignment", (): Assignment => {
    const first = this.LA(1);
    const column = this.SUBRULE(this.name);
    const change = this.either<Change>(
      () => this.after("=", this.newValue),
      () => ({ kind: "add", source: column, value: this.after("+=", this.term) }),
      () => (this.words("-="),
        { kind: "subtract", source: column, value: this.SUBRULE1(this.term) }),
      this.newElement,
      this.newField,
    );
    const text = this.textFrom(first);
    return change.kind === "set" ? { ...change, column } : { ...change, column, text };
  });

  /** The right side of an assignment: `1`, `c + 1`, `c - 1` or `[1] + c` */
  private newValue = this.RULE("newValue", (): Change =>
    this.either<Change>(
      () => ({
        source: this.SUBRULE(this.name),
        kind: this.CONSUME(PlusOrMinus).tokenType === WORDS["+"] ? "add" : "subtract",
        value: this.SUBRULE(this.term),
      }),
      () => {
        const value = this.SUBRULE1(this.term);
        const source = this.OPTION(() => (this.words("+"), this.SUBRULE1(this.name)));
        return source === undefined ? { kind: "set", value } : { kind: "prepend", source, value };
      },
    ));

  /** `[key] = value` */
  private newElement = this.RULE("newElement", (): Change => ({
    kind: "element",
    key: this.SUBRULE(this.element),
    value: this.after("=", this.term),
  }));

  /** `.field = value` */
  private newField = this.RULE("newField", (): Change => ({
    kind: "field",
    field: this.SUBRULE(this.field),
    value: this.after("=", this.term),
  }));

  /** IF EXISTS, IF condition AND …, or nothing */
  private conditions = this.RULE("conditions", (): IfClause | undefined =>
    this.OPTION(() => {
      this.words("IF");
      return this.either<IfClause>(
        () => ({ kind: "if", all: this.list(this.condition, "AND") }),
        () => (this.words("EXISTS"), { kind: "exists" }),
      );
    }));
  private condition = this.RULE("condition", (): IfCondition => ({
    column: this.SUBRULE(this.name),
    element: this.OPTION(() => this.SUBRULE(this.element)),
    field: this.OPTION1(() => this.SUBRULE(this.field)),
    test: this.either<IfCondition["test"]>(
      this.comparison,
      () => ({ in: this.after("IN", this.inValues) }),
    ),
  }));

  protected batch = this.RULE("batch", (): ParsedBatch => {
    this.words("BEGIN");
    const type = this.OPTION(() =>
      this.either<BatchType>(
        () => (this.words("UNLOGGED"), "unlogged"),
        () => (this.words("COUNTER"), "counter"),
      )
    ) ?? "logged";
    const using = this.after("BATCH", this.using);
    const statements: ParsedModification[] = [];
    this.MANY(() => {
      statements.push(this.SUBRULE(this.modification));
      this.accepts(1, ";");
    });
    this.words("APPLY");
    this.CONSUME1(WORDS.BATCH);
    return { kind: "batch", type, using, statements };
  });
}

/** An assignment without its column and text. */
type Change = Assignment extends infer Each
  ? Each extends Assignment ? Omit<Each, "column" | "text"> : never
  : never;
