import type { Assignment, Batch, BatchType, Condition, Conditions } from "./ast.ts";
import type { Delete, Insert, Modification, Update } from "./ast.ts";
import { SelectRules } from "./select.ts";
import { Equals, Increment, K, Plus, PlusOrMinus, Semicolon } from "./tokens.ts";

/** INSERT, UPDATE, DELETE, and a BATCH of them. */
export class ModifyRules extends SelectRules {
  protected modification = this.RULE("modification", (): Modification =>
    this.either<Modification>(
      () => this.SUBRULE(this.insert),
      () => this.SUBRULE(this.update),
      () => this.SUBRULE(this.remove),
    ));

  private insert = this.RULE("insert", (): Insert => {
    this.words(K.INSERT, K.INTO);
    const table = this.SUBRULE(this.tableName);
    this.OPTION(() => (this.CONSUME(K.JSON), this.refuse("INSERT JSON")));
    const columns = this.SUBRULE(this.nameTuple);
    this.CONSUME(K.VALUES);
    const values = this.SUBRULE(this.termTuple);
    const conditions: Conditions | undefined = this.SUBRULE(this.ifNotExists)
      ? { kind: "notExists" }
      : undefined;
    return {
      kind: "insert",
      table,
      columns,
      values,
      conditions,
      using: this.SUBRULE(this.using),
    };
  });

  private update = this.RULE("update", (): Update => {
    this.CONSUME(K.UPDATE);
    const table = this.SUBRULE(this.tableName);
    const using = this.SUBRULE(this.using);
    this.CONSUME(K.SET);
    const assignments = this.list(() => this.SUBRULE(this.assignment));
    const where = this.SUBRULE(this.where);
    const conditions = this.SUBRULE(this.conditions);
    return { kind: "update", table, using, assignments, where, conditions };
  });

  /** DELETE */
  private remove = this.RULE("remove", (): Delete => {
    this.CONSUME(K.DELETE);
    const targets = this.OPTION(() => this.list(() => this.SUBRULE(this.target))) ?? [];
    this.CONSUME(K.FROM);
    const table = this.SUBRULE(this.tableName);
    const using = this.SUBRULE(this.using);
    const where = this.SUBRULE(this.where);
    const conditions = this.SUBRULE(this.conditions);
    return { kind: "delete", table, targets, using, where, conditions };
  });

  /** `column` or `column[key]` */
  private target = this.RULE("target", () => ({
    column: this.SUBRULE(this.name),
    key: this.OPTION(() => this.SUBRULE(this.element)),
  }));

  private assignment = this.RULE("assignment", (): Assignment => {
    const first = this.LA(1);
    const column = this.SUBRULE(this.name);
    return this.either<Assignment>(
      () => {
        const key = this.SUBRULE(this.element);
        this.CONSUME(Equals);
        const value = this.SUBRULE(this.term);
        return { kind: "element", column, key, value, text: this.textFrom(first) };
      },
      () => {
        const kind = CHANGES[this.CONSUME(Increment).image[0]!]!;
        const value = this.SUBRULE1(this.term);
        return { kind, column, source: column, value, text: this.textFrom(first) };
      },
      () => {
        this.CONSUME1(Equals);
        const said = this.SUBRULE(this.assigned);
        return said.kind === "set"
          ? { ...said, column }
          : { ...said, column, text: this.textFrom(first) };
      },
    );
  });

  /** What is after the `=`: `1`, `c + 1`, `c - 1` or `[1] + c` */
  private assigned = this.RULE("assigned", (): Assigned =>
    this.either<Assigned>(
      () => {
        const source = this.SUBRULE(this.name);
        const kind = CHANGES[this.CONSUME(PlusOrMinus).image]!;
        return { kind, source, value: this.SUBRULE(this.term) };
      },
      () => {
        const value = this.SUBRULE1(this.term);
        const source = this.OPTION(() => (this.CONSUME(Plus), this.SUBRULE1(this.name)));
        return source === undefined ? { kind: "set", value } : { kind: "prepend", source, value };
      },
    ));

  /** IF EXISTS, IF condition AND …, or nothing */
  private conditions = this.RULE("conditions", (): Conditions | undefined =>
    this.OPTION(() => {
      this.CONSUME(K.IF);
      return this.either<Conditions>(
        () => ({ kind: "if", all: this.list(() => this.SUBRULE(this.condition), K.AND) }),
        () => (this.CONSUME(K.EXISTS), { kind: "exists" }),
      );
    }));

  private condition = this.RULE("condition", (): Condition => ({
    column: this.SUBRULE(this.name),
    element: this.OPTION(() => this.SUBRULE(this.element)),
    test: this.either<Condition["test"]>(
      () => (this.CONSUME(K.IN), { in: this.SUBRULE(this.inValues) }),
      () => ({ operator: this.SUBRULE(this.operator), value: this.SUBRULE(this.term) }),
    ),
  }));

  protected batch = this.RULE("batch", (): Batch => {
    this.CONSUME(K.BEGIN);
    const type = this.OPTION(() =>
      this.either<BatchType>(
        () => (this.CONSUME(K.UNLOGGED), "unlogged"),
        () => (this.CONSUME(K.COUNTER), "counter"),
      )
    ) ?? "logged";
    this.CONSUME(K.BATCH);
    const using = this.SUBRULE(this.using);
    const statements: Modification[] = [];
    this.MANY(() => {
      statements.push(this.SUBRULE(this.modification));
      this.OPTION1(() => this.CONSUME(Semicolon));
    });
    this.CONSUME(K.APPLY);
    this.CONSUME1(K.BATCH);
    return { kind: "batch", type, using, statements };
  });
}

const CHANGES: Record<string, "add" | "subtract"> = { "+": "add", "-": "subtract" };

/** An assignment but for its column. */
type Assigned =
  | Pick<Extract<Assignment, { kind: "set" }>, "kind" | "value">
  | Pick<Extract<Assignment, { source: string }>, "kind" | "source" | "value">;
