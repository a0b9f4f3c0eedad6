import type { CqlType } from "../../scenario/schema/cql_type.ts";
/** What a CQL statement says, before it is checked against the schema. */

export type Literal = {
  kind: "literal";
  type: "string" | "integer" | "float" | "boolean" | "uuid" | "hex" | "duration" | "null";
  text: string;
};
/** `?` or `:name`; `index` counts the markers of the statement from 0. */
export type Marker = { kind: "marker"; name: string | undefined; index: number };
export type FunctionCall = { kind: "call"; name: string; args: Term[] };
export type Term =
  | Literal
  | Marker
  | FunctionCall
  | { kind: "list" | "set" | "tuple"; items: Term[] }
  | { kind: "map"; entries: [Term, Term][] }
  /** A value of a user type: `{street: 'a', zip: 7}` */
  | { kind: "udt"; fields: [name: string, value: Term][] };

export type Operator = "=" | "<" | ">" | "<=" | ">=" | "!=";
export type TableName = { keyspace: string | undefined; name: string };

export type Selectable =
  | { kind: "column"; name: string }
  | { kind: "element"; name: string; key: Term; text: string }
  | { kind: "field"; name: string; path: string[] }
  | { kind: "cell"; property: "writetime" | "ttl"; name: string; field?: string }
  | { kind: "call"; name: string; args: Selectable[] }
  | { kind: "countRows" }
  | { kind: "term"; text: string };
export type Selector = { what: Selectable; alias: string | undefined };

export type Relation =
  | { kind: "compare"; column: string; operator: Operator; value: Term }
  | { kind: "in"; column: string; values: Term[] | Marker }
  | { kind: "contains"; column: string; key: boolean; value: Term }
  | { kind: "tuple"; columns: string[]; operator: Operator; value: Term }
  | { kind: "tupleIn"; columns: string[]; values: Term[] | Marker }
  | { kind: "token"; columns: string[]; operator: Operator; value: Term }
  | { kind: "notNull"; column: string };

export type Using = { ttl: Term | undefined; timestamp: Term | undefined };
export type IfCondition = {
  column: string;
  element: Term | undefined;
  field: string | undefined;
  test: { operator: Operator; value: Term } | { in: Term[] | Marker };
};
export type IfClause = { kind: "exists" | "notExists" } | { kind: "if"; all: IfCondition[] };

export type Assignment =
  | { kind: "set"; column: string; value: Term }
  | { kind: "element"; column: string; key: Term; value: Term; text: string }
  | { kind: "field"; column: string; field: string; value: Term; text: string }
  | {
    kind: "add" | "subtract" | "prepend";
    column: string;
    source: string;
    value: Term;
    text: string;
  };

export type Select = {
  kind: "select";
  table: TableName;
  distinct: boolean;
  /** Empty for `*`. */
  selectors: Selector[];
  where: Relation[];
  orderBy: { column: string; descending: boolean }[];
  perPartitionLimit: Term | undefined;
  limit: Term | undefined;
  allowFiltering: boolean;
};
export type Insert = {
  kind: "insert";
  table: TableName;
  columns: string[];
  values: Term[];
  conditions: IfClause | undefined;
  using: Using;
};
export type Update = {
  kind: "update";
  table: TableName;
  using: Using;
  assignments: Assignment[];
  where: Relation[];
  conditions: IfClause | undefined;
};
export type Delete = {
  kind: "delete";
  table: TableName;
  targets: { column: string; key: Term | undefined; field: string | undefined }[];
  using: Using;
  where: Relation[];
  conditions: IfClause | undefined;
};
export type ParsedModification = Insert | Update | Delete;
export type BatchType = "logged" | "unlogged" | "counter";
export type ParsedBatch = {
  kind: "batch";
  type: BatchType;
  using: Using;
  statements: ParsedModification[];
};

/** The value of an option of a keyspace or a table: a map of texts, or a text. */
export type OptionValue = Map<string, string> | string;
export type DefinitionOptions = Map<string, OptionValue>;
export type ColumnDefinition = {
  name: string;
  type: CqlType;
  isStatic: boolean;
  isPrimaryKey: boolean;
};
export type CreateTable = {
  kind: "createTable";
  table: TableName;
  ifNotExists: boolean;
  columns: ColumnDefinition[];
  /** One entry per PRIMARY KEY (…) clause. */
  keys: { partition: string[]; clustering: string[] }[];
  order: { column: string; descending: boolean }[];
  options: DefinitionOptions;
};
export type TableChange =
  | { kind: "add"; columns: ColumnDefinition[]; ifNotExists: boolean }
  | { kind: "drop"; columns: string[]; ifExists: boolean }
  | { kind: "rename"; pairs: { from: string; to: string }[] }
  | { kind: "retype" }
  | { kind: "with"; options: DefinitionOptions };
export type Field = { name: string; type: CqlType };
export type TypeChange =
  | { kind: "add"; field: Field; ifNotExists: boolean }
  | { kind: "rename"; pairs: { from: string; to: string }[] }
  | { kind: "retype" };
export type TypeDefinition =
  | { kind: "createType"; type: TableName; ifNotExists: boolean; fields: Field[] }
  | { kind: "alterType"; type: TableName; ifExists: boolean; change: TypeChange }
  | { kind: "dropType"; type: TableName; ifExists: boolean };
export type Definition =
  | TypeDefinition
  | { kind: "createKeyspace"; name: string; ifNotExists: boolean; options: DefinitionOptions }
  | { kind: "alterKeyspace"; name: string; ifExists: boolean; options: DefinitionOptions }
  | { kind: "dropKeyspace"; name: string; ifExists: boolean }
  | CreateTable
  | { kind: "alterTable"; table: TableName; ifExists: boolean; change: TableChange }
  | { kind: "dropTable"; table: TableName; ifExists: boolean };

export type ParsedStatement =
  | Select
  | ParsedModification
  | ParsedBatch
  | Definition
  | { kind: "use"; keyspace: string }
  | { kind: "truncate"; table: TableName };
