import type {
  ColumnDefinition,
  CreateTable,
  Definition,
  DefinitionOptions,
  Field,
  OptionValue,
  TableChange,
  TypeChange,
} from "./ast.ts";
import { ModifyRules } from "./modify.ts";
import { OtherObject } from "./tokens.ts";

/** CREATE, ALTER and DROP of keyspaces, tables and user types. */
export class DefinitionRules extends ModifyRules {
  protected create = this.RULE("create", (): Definition => {
    this.words("CREATE");
    return this.either<Definition>(
      () => ({
        kind: "createKeyspace",
        ifNotExists: this.after("KEYSPACE", this.ifNotExists),
        name: this.SUBRULE(this.name),
        options: this.after("WITH", this.options),
      }),
      this.createTable,
      this.createType,
      () => this.refuse(`CREATE ${this.SUBRULE(this.otherObject)}`),
    );
  });

  protected alter = this.RULE("alter", (): Definition => {
    this.words("ALTER");
    return this.either<Definition>(
      () => ({
        kind: "alterKeyspace",
        ifExists: this.after("KEYSPACE", this.ifExists),
        name: this.SUBRULE(this.name),
        options: this.after("WITH", this.options),
      }),
      () => ({
        ...this.SUBRULE(this.presentTable),
        kind: "alterTable",
        change: this.SUBRULE(this.tableChange),
      }),
      this.alterType,
      () => this.refuse(`ALTER ${this.SUBRULE(this.otherObject)}`),
    );
  });

  protected drop = this.RULE("drop", (): Definition => {
    this.words("DROP");
    return this.either<Definition>(
      () => ({
        kind: "dropKeyspace",
        ifExists: this.after("KEYSPACE", this.ifExists),
        name: this.SUBRULE(this.name),
      }),
      () => ({ ...this.SUBRULE(this.presentTable), kind: "dropTable" }),
      this.dropType,
      () => this.refuse(`DROP ${this.SUBRULE(this.otherObject)}`),
    );
  });

  private presentTable = this.RULE("presentTable", () => ({
    ifExists: this.after("TABLE", this.ifExists),
    table: this.SUBRULE(this.tableName),
  }));

  private createType = this.RULE("createType", (): Definition => ({
    kind: "createType",
    ifNotExists: this.after("TYPE", this.ifNotExists),
    type: this.SUBRULE(this.tableName),
    fields: this.between("(", this.fields, ")"),
  }));
  private fields = this.RULE("fields", () => this.list(this.fieldDefinition));
  private fieldDefinition = this.RULE("fieldDefinition", (): Field => ({
    name: this.SUBRULE(this.name),
    type: this.SUBRULE(this.typeName),
  }));
  private alterType = this.RULE("alterType", (): Definition => ({
    kind: "alterType",
    ifExists: this.after("TYPE", this.ifExists),
    type: this.SUBRULE(this.tableName),
    change: this.SUBRULE(this.typeChange),
  }));
  private typeChange = this.RULE("typeChange", (): TypeChange =>
    this.either<TypeChange>(
      () => ({
        kind: "add",
        ifNotExists: this.after("ADD", this.ifNotExists),
        field: this.SUBRULE(this.fieldDefinition),
      }),
      () => (this.words("RENAME"), { kind: "rename", pairs: this.list(this.renaming, "AND") }),
      () => {
        this.after("ALTER", this.name);
        this.after("TYPE", this.typeName);
        return { kind: "retype" };
      },
    ));
  private dropType = this.RULE("dropType", (): Definition => ({
    kind: "dropType",
    ifExists: this.after("TYPE", this.ifExists),
    type: this.SUBRULE(this.tableName),
  }));

  private otherObject = this.RULE("otherObject", (): string => {
    this.accepts(0, "OR", "REPLACE");
    const custom = this.accepts(1, "CUSTOM") ? "CUSTOM " : "";
    const kind = this.accepts(2, "MATERIALIZED") ? "MATERIALIZED " : "";
    return custom + kind + this.CONSUME(OtherObject).image.toUpperCase();
  });

  private createTable = this.RULE("createTable", (): CreateTable => ({
    kind: "createTable",
    ifNotExists: this.after("TABLE", this.ifNotExists),
    table: this.SUBRULE(this.tableName),
    ...this.between("(", this.tableParts, ")"),
    ...this.SUBRULE(this.tableOptions),
  }));

  private tableParts = this.RULE("tableParts", () => {
    const columns: ColumnDefinition[] = [];
    const keys: CreateTable["keys"] = [];
    this.list(() =>
      this.either(
        () => keys.push(this.SUBRULE(this.primaryKey)),
        () => columns.push(this.SUBRULE(this.columnOrKey)),
      )
    );
    for (const { name, isPrimaryKey } of columns) {
      if (isPrimaryKey) keys.push({ partition: [name], clustering: [] });
    }
    return { columns, keys };
  });

  /** `PRIMARY KEY (a, b)` or `PRIMARY KEY ((a, b), c)` */
  private primaryKey = this.RULE("primaryKey", () => {
    this.words("PRIMARY", "KEY", "(");
    const partition = this.either(this.nameTuple, () => [this.SUBRULE(this.name)]);
    const clustering = this.OPTION(() => this.after(",", this.names)) ?? [];
    this.words(")");
    return { partition, clustering };
  });

  private columnOrKey = this.RULE("columnOrKey", (): ColumnDefinition => ({
    ...this.SUBRULE(this.column),
    isPrimaryKey: this.accepts(0, "PRIMARY", "KEY"),
  }));
  private column = this.RULE("column", (): ColumnDefinition => ({
    name: this.SUBRULE(this.name),
    type: this.SUBRULE(this.typeName),
    isStatic: this.accepts(0, "STATIC"),
    isPrimaryKey: false,
  }));
  private columns = this.RULE("columns", () => this.list(this.column));
  private columnTuple = this.RULE("columnTuple", () => this.between("(", this.columns, ")"));

  /** WITH option AND …, or nothing */
  private tableOptions = this.RULE("tableOptions", () => {
    let order: CreateTable["order"] = [];
    const settings: [string, OptionValue][] = [];
    this.OPTION(() => {
      this.words("WITH");
      this.list(() =>
        this.either<unknown>(
          () => (this.words("COMPACT", "STORAGE"), this.refuse("COMPACT STORAGE")),
          () => {
            this.words("CLUSTERING", "ORDER", "BY");
            order = this.between("(", this.orderings, ")");
          },
          () => settings.push(this.SUBRULE(this.setting)),
        ), "AND");
    });
    return { order, options: new Map(settings) };
  });

  private options = this.RULE(
    "options",
    (): DefinitionOptions => new Map(this.list(this.setting, "AND")),
  );

  /** `comment = 'x'` or `compaction = {'class': 'y'}` */
  private setting = this.RULE("setting", (): [string, OptionValue] => [
    this.SUBRULE(this.name),
    this.after("=", this.settingValue),
  ]);
  private settingValue = this.RULE("settingValue", (): OptionValue =>
    this.either<OptionValue>(
      () => this.SUBRULE(this.literal).text,
      () => this.between("{", this.settingMap, "}"),
    ));
  private settingMap = this.RULE("settingMap", () => new Map(this.listOrNone(this.settingEntry)));
  private settingEntry = this.RULE("settingEntry", (): [string, string] => {
    const key = this.SUBRULE(this.literal).text;
    this.words(":");
    return [key, this.SUBRULE1(this.literal).text];
  });

  private tableChange = this.RULE("tableChange", (): TableChange =>
    this.either<TableChange>(
      this.addColumns,
      this.dropColumns,
      () => (this.words("RENAME"), { kind: "rename", pairs: this.list(this.renaming, "AND") }),
      () => ({ kind: "with", options: this.after("WITH", this.options) }),
      () => {
        this.after("ALTER", this.name);
        this.after("TYPE", this.typeName);
        return { kind: "retype" };
      },
    ));
  private addColumns = this.RULE("addColumns", (): TableChange => ({
    kind: "add",
    ifNotExists: this.after("ADD", this.ifNotExists),
    columns: this.either(this.columns, this.columnTuple),
  }));
  private dropColumns = this.RULE("dropColumns", (): TableChange => ({
    kind: "drop",
    ifExists: this.after("DROP", this.ifExists),
    columns: this.either(this.names, this.nameTuple),
  }));
  private renaming = this.RULE("renaming", () => {
    const from = this.SUBRULE(this.name);
    this.words("TO");
    return { from, to: this.SUBRULE1(this.name) };
  });
}
