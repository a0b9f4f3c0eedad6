import { keyValue } from "./key_values.ts";
import { type CodeNames, property } from "./names.ts";
import {
  isCounterTable,
  type SourceColumn,
  type SourceTable,
  type SourceType,
  valueColumns,
} from "./schema.ts";
import { randomValue, type UserTypeValues } from "./values.ts";

/** The functions that make the keys and rows of a table, and how the scenario calls them. */
export interface TableCode {
  readonly table: SourceTable;
  /** The constant of the model. */
  readonly model: string;
  /** The functions' text. */
  readonly text: string;
  /** Whether a partition has several rows. */
  readonly hasRows: boolean;
  /** Makes the columns of the partition key. */
  partition(partition: string): string;
  /** Makes the columns of the whole key. */
  key(partition: string, row: string): string;
  /** Makes a whole row. */
  row(partition: string, row: string): string;
  /** What an update of a counter table adds. */
  readonly changes: string;
}

/** How the values of a table's columns are made. */
export interface TableCodeOptions {
  readonly names: CodeNames;
  readonly userTypes: UserTypeValues;
  /** The number from which a key column's value is made. @default `partition`, or `row` for a clustering column */
  readonly numberFor?: (column: SourceColumn) => string;
  /** The expression of a key column's value. @default by its type, from its number */
  readonly keyFor?: (column: SourceColumn) => string;
  /** The expression of a column that is not in the key. @default by its name and type */
  readonly valueFor?: (column: SourceColumn) => string;
}

/** Writes the functions of a table. */
export function createTableCode(table: SourceTable, options: TableCodeOptions): TableCode {
  const { names, userTypes } = options;
  const { clusteringKey, partitionKey, name } = table;
  const hasRows = clusteringKey.length > 0;
  const first = hasRows ? "partition" : "n";
  const {
    numberFor = (column) => partitionKey.includes(column.name) ? first : "row",
    keyFor = (column) => keyValue(column.type, column.name, numberFor(column), userTypes),
    valueFor = (column) => randomValue(column.type, column.name, { userTypes }),
  } = options;
  const fields = (columns: readonly string[]) =>
    columns.map((column) => {
      const found = table.columns.find((one) => one.name === column)!;
      return `${property(column)}: ${keyFor(found)},`;
    });
  const [partitionName, keyName, rowName] = ["partition", "key", "row"]
    .map((suffix) => names.function(name, suffix)) as [string, string, string];
  const partitionOf = hasRows ? partitionName : keyName;

  const texts = [functionText({
    says: `The key of ${hasRows ? "a partition" : "row n"}${hasRows ? ", from its number" : ""}.`,
    name: partitionOf,
    parameters: [`${first}: number`],
    lines: fields(partitionKey),
  })];
  if (hasRows) {
    texts.push(functionText({
      says: "The key of a row, from the numbers of its partition and of the row in it.",
      name: keyName,
      parameters: ["partition: number", "row: number"],
      lines: [`...${partitionName}(partition),`, ...fields(clusteringKey)],
    }));
  }
  const key = (partition: string, row: string) =>
    `${keyName}(${hasRows ? `${partition}, ${row}` : partition})`;
  const values = isCounterTable(table) ? [] : valueColumns(table);
  const valueLines = values.map((column) => `${property(column.name)}: ${valueFor(column)},`);
  const context = contextOf(valueLines.join("\n"));
  if (values.length > 0) {
    texts.push(functionText({
      says: `A whole row. Its key follows from ${
        hasRows ? "its numbers" : "n"
      }, so that reads find it.`,
      name: rowName,
      parameters: [
        `${first}: number`,
        ...hasRows ? ["row: number"] : [],
        ...context === undefined ? [] : [context.parameter],
      ],
      before: context?.before,
      lines: [`...${key(first, "row")},`, ...valueLines],
    }));
  }
  return {
    ...{ table, hasRows },
    model: names.model(name),
    text: texts.join("\n\n"),
    partition: (partition) => `${partitionOf}(${partition})`,
    key,
    row(partition, row) {
      if (values.length === 0) return key(partition, row);
      const given = [
        partition,
        ...hasRows ? [row] : [],
        ...context === undefined ? [] : ["context"],
      ];
      return `${rowName}(${given.join(", ")})`;
    },
    changes: `{ ${valueColumns(table).map((one) => `${property(one.name)}: 1n`).join(", ")} }`,
  };
}

/** Writes the function that makes a user type's values. */
export function userTypeCode(
  { name, fields }: SourceType,
  userTypes: UserTypeValues,
): string {
  const lines = fields.map((field) =>
    `${property(field.name)}: ${randomValue(field.type, field.name, { userTypes })},`
  );
  const { parameter = "_: InputContext", before } = contextOf(lines.join("\n")) ?? {};
  return functionText({
    says: `Some ${name}.`,
    name: userTypes.functionOf(name),
    parameters: [parameter],
    ...{ before, lines },
  });
}

/** The parameter of a function whose code uses faker or a generator; `undefined` where it uses neither. */
function contextOf(code: string): { parameter: string; before?: string } | undefined {
  const [usesFaker, usesContext] = [/\bfaker\./.test(code), /\bcontext\b/.test(code)];
  if (usesContext) {
    return {
      parameter: "context: InputContext",
      ...usesFaker && { before: "const { faker } = context;" },
    };
  }
  return usesFaker ? { parameter: "{ faker }: InputContext" } : undefined;
}

interface FunctionParts {
  readonly says: string;
  readonly name: string;
  readonly parameters: readonly string[];
  /** A line before the value that it returns. */
  readonly before?: string | undefined;
  /** The properties of the object that it returns. */
  readonly lines: readonly string[];
}

function functionText({ says, name, parameters, before, lines }: FunctionParts): string {
  return [
    `/** ${says} */`,
    `function ${name}(${parameters.join(", ")}) {`,
    ...before === undefined ? [] : [before],
    "return {",
    ...lines,
    "};",
    "}",
  ].join("\n");
}
