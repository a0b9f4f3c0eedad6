import type { ColumnDefinition, CreateTable, Definition, Options } from "./ast.ts";
import type { OptionValue, TableChange } from "./ast.ts";
import { ModifyRules } from "./modify.ts";
import { Close, CloseCurly, Colon, Comma, Equals, K, Open, OpenCurly } from "./tokens.ts";
import { OtherObject } from "./tokens.ts";

/** CREATE, ALTER and DROP of keyspaces and tables. */
export class DefinitionRules extends ModifyRules {
  protected create = this.RULE("create", (): Definition => {
    this.CONSUME(K.CREATE);
    return this.either<Definition>(
      () => this.SUBRULE(this.createKeyspace),
      () => this.SUBRULE(this.createTable),
      () => this.refuse(`CREATE ${this.SUBRULE(this.otherObject)}`),
    );
  });

  protected alter = this.RULE("alter", (): Definition => {
    this.CONSUME(K.ALTER);
    return this.either<Definition>(
      () => {
        this.CONSUME(K.KEYSPACE);
        const ifExists = this.SUBRULE(this.ifExists);
        const name = this.SUBRULE(this.name);
        return { kind: "alterKeyspace", ifExists, name, options: this.SUBRULE(this.options) };
      },
      () => {
        this.CONSUME(K.TABLE);
        const ifExists = this.SUBRULE1(this.ifExists);
        const table = this.SUBRULE(this.tableName);
        return { kind: "alterTable", ifExists, table, change: this.SUBRULE(this.tableChange) };
      },
      () => this.refuse(`ALTER ${this.SUBRULE(this.otherObject)}`),
    );
  });

  protected drop = this.RULE("drop", (): Definition => {
    this.CONSUME(K.DROP);
    return this.either<Definition>(
      () => {
        this.CONSUME(K.KEYSPACE);
        const ifExists = this.SUBRULE(this.ifExists);
        return { kind: "dropKeyspace", ifExists, name: this.SUBRULE(this.name) };
      },
      () => {
        this.CONSUME(K.TABLE);
        const ifExists = this.SUBRULE1(this.ifExists);
        return { kind: "dropTable", ifExists, table: this.SUBRULE(this.tableName) };
      },
      () => this.refuse(`DROP ${this.SUBRULE(this.otherObject)}`),
    );
  });

  /** What the embedded server has none of. */
  private otherObject = this.RULE("otherObject", (): string => {
    this.accepts(0, K.OR, K.REPLACE);
    this.accepts(1, K.CUSTOM);
    const kind = this.accepts(2, K.MATERIALIZED) ? "MATERIALIZED " : "";
    return kind + this.CONSUME(OtherObject).image.toUpperCase();
  });

  private createKeyspace = this.RULE("createKeyspace", (): Definition => {
    this.CONSUME(K.KEYSPACE);
    const ifNotExists = this.SUBRULE(this.ifNotExists);
    const name = this.SUBRULE(this.name);
    return { kind: "createKeyspace", ifNotExists, name, options: this.SUBRULE(this.options) };
  });

  private createTable = this.RULE("createTable", (): CreateTable => {
    this.CONSUME(K.TABLE);
    const ifNotExists = this.SUBRULE(this.ifNotExists);
    const table = this.SUBRULE(this.tableName);
    const columns: ColumnDefinition[] = [];
    const keys: CreateTable["keys"] = [];
    this.CONSUME(Open);
    this.list(() =>
      this.either(
        () => keys.push(this.SUBRULE(this.primaryKey)),
        () => columns.push(this.SUBRULE(this.columnOrKey)),
      )
    );
    this.CONSUME(Close);
    for (const { name, isPrimaryKey } of columns) {
      if (isPrimaryKey) keys.push({ partition: [name], clustering: [] });
    }
    const options = this.SUBRULE(this.tableOptions);
    return { kind: "createTable", ifNotExists, table, columns, keys, ...options };
  });

  /** `PRIMARY KEY (a, b)` or `PRIMARY KEY ((a, b), c)` */
  private primaryKey = this.RULE("primaryKey", () => {
    this.words(K.PRIMARY, K.KEY, Open);
    const partition = this.either(
      () => this.SUBRULE(this.nameTuple),
      () => [this.SUBRULE(this.name)],
    );
    const clustering = this.OPTION(() => (this.CONSUME(Comma), this.SUBRULE(this.names))) ?? [];
    this.CONSUME(Close);
    return { partition, clustering };
  });

  private columnOrKey = this.RULE("columnOrKey", (): ColumnDefinition => ({
    ...this.SUBRULE(this.column),
    isPrimaryKey: this.accepts(0, K.PRIMARY, K.KEY),
  }));

  private column = this.RULE("column", (): ColumnDefinition => ({
    name: this.SUBRULE(this.name),
    type: this.SUBRULE(this.typeName),
    isStatic: this.accepts(0, K.STATIC),
    isPrimaryKey: false,
  }));

  private columns = this.RULE("columns", () => this.list(() => this.SUBRULE(this.column)));

  /** WITH option AND …, or nothing */
  private tableOptions = this.RULE("tableOptions", () => {
    const options: Options = new Map();
    let order: CreateTable["order"] = [];
    this.OPTION(() => {
      this.CONSUME(K.WITH);
      this.list(() =>
        this.either<unknown>(
          () => (this.words(K.COMPACT, K.STORAGE), this.refuse("COMPACT STORAGE")),
          () => {
            this.words(K.CLUSTERING, K.ORDER, K.BY);
            order = this.between(Open, () => this.SUBRULE(this.orderings), Close);
          },
          () => this.SUBRULE(this.setting, { ARGS: [options] }),
        ), K.AND);
    });
    return { order, options };
  });

  private options = this.RULE("options", (): Options => {
    const options: Options = new Map();
    this.CONSUME(K.WITH);
    this.list(() => this.SUBRULE(this.setting, { ARGS: [options] }), K.AND);
    return options;
  });

  /** `comment = 'x'` or `compaction = {'class': 'y'}`, read into `options` */
  private setting = this.RULE("setting", (options?: Options) => {
    const name = this.SUBRULE(this.name);
    this.CONSUME(Equals);
    const value = this.either<OptionValue>(
      () => this.SUBRULE(this.literal).text,
      () => this.between(OpenCurly, () => this.SUBRULE(this.settingMap), CloseCurly),
    );
    options?.set(name, value);
  });

  private settingMap = this.RULE("settingMap", () =>
    new Map(this.anyItems((): [string, string] => {
      const key = this.SUBRULE(this.literal).text;
      this.CONSUME(Colon);
      return [key, this.SUBRULE1(this.literal).text];
    })));

  private tableChange = this.RULE("tableChange", (): TableChange =>
    this.either<TableChange>(
      () => {
        this.CONSUME(K.ADD);
        const ifNotExists = this.SUBRULE(this.ifNotExists);
        return { kind: "add", ifNotExists, columns: this.SUBRULE(this.addedColumns) };
      },
      () => {
        this.CONSUME(K.DROP);
        const ifExists = this.SUBRULE(this.ifExists);
        return { kind: "drop", ifExists, columns: this.SUBRULE(this.droppedColumns) };
      },
      () => {
        this.CONSUME(K.RENAME);
        return { kind: "rename", pairs: this.list(() => this.SUBRULE(this.renaming), K.AND) };
      },
      () => {
        this.CONSUME(K.ALTER);
        this.SUBRULE(this.name);
        this.CONSUME(K.TYPE);
        this.SUBRULE(this.typeName);
        return { kind: "retype" };
      },
      () => ({ kind: "with", options: this.SUBRULE(this.options) }),
    ));

  private addedColumns = this.RULE("addedColumns", (): ColumnDefinition[] =>
    this.either(
      () => this.SUBRULE(this.columns),
      () => this.between(Open, () => this.SUBRULE1(this.columns), Close),
    ));

  private droppedColumns = this.RULE("droppedColumns", (): string[] =>
    this.either(
      () => this.SUBRULE(this.names),
      () => this.SUBRULE(this.nameTuple),
    ));

  private renaming = this.RULE("renaming", () => {
    const from = this.SUBRULE(this.name);
    this.CONSUME(K.TO);
    return { from, to: this.SUBRULE1(this.name) };
  });
}
