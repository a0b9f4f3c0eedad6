import { cqlNameOf, type TableOptionName } from "../scenario/schema/table_options.ts";
import { type CodeNames, property } from "./names.ts";
import type { SourceTable, SourceType, TableIndex, TableOption } from "./schema.ts";
import { formatType, userTypesIn } from "./type_tree.ts";

/** Writes a user type: `const Address = type("address", { street: "text" });` */
export function typeText({ name, fields }: SourceType, names: CodeNames): string {
  const uses = [...new Set(fields.flatMap(({ type }) => userTypesIn(type)))];
  const types = uses.length > 0 && `{ types: [${constantsOf(uses, names)}] }`;
  return `const ${names.userType(name)} = type(${
    [
      JSON.stringify(name),
      objectText(fields.map((field) => [field.name, formatType(field.type)])),
      ...types ? [types] : [],
    ].join(", ")
  });`;
}

/** Writes a model, with what of its table is not the default. */
export function modelText(table: SourceTable, names: CodeNames): string {
  const { name, columns, partitionKey, clusteringKey, descending, indexes } = table;
  const uses = [...new Set(columns.flatMap(({ type }) => userTypesIn(type)))];
  const options = [
    ...uses.length > 0 ? [`types: [${constantsOf(uses, names)}],`] : [],
    ...descending.length > 0
      ? [`clusteringOrder: ${inlineObject(descending.map((column) => [column, "desc"]))},`]
      : [],
    ...optionsText(table.options),
    ...indexes.length > 0
      ? [
        "// The embedded server has none: this runs on Cassandra only.",
        "indexes: [",
        ...indexes.map(indexText),
        "],",
      ]
      : [],
  ];
  return `const ${names.model(name)} = model(${
    [
      JSON.stringify(name),
      objectText(columns.map((column) => [
        column.name,
        formatType(column.type) + (column.isStatic ? " static" : ""),
      ])),
      keyText(partitionKey, clusteringKey),
      ...options.length > 0 ? [`{\n${options.join("\n")}\n}`] : [],
    ].join(", ")
  });`;
}

function constantsOf(types: readonly string[], names: CodeNames): string {
  return types.map((name) => names.userType(name)).join(", ");
}

function keyText(partition: readonly string[], clustering: readonly string[]): string {
  const quoted = partition.map((name) => JSON.stringify(name)).join(", ");
  const first = partition.length === 1 ? quoted : `[${quoted}]`;
  return `[${[first, ...clustering.map((name) => JSON.stringify(name))].join(", ")}]`;
}

const WRITTEN_OPTIONS: readonly TableOptionName[] = [
  ...["comment", "compaction", "compression", "caching", "defaultTtl", "gcGrace"] as const,
  ...["speculativeRetry", "additionalWritePolicy", "readRepair", "bloomFilterFpChance"] as const,
  ...["crcCheckChance", "minIndexInterval", "maxIndexInterval", "memtableFlushPeriod"] as const,
];

/** Their names in a model, by CQL's. */
const OPTION_NAMES = new Map(WRITTEN_OPTIONS.map((name) => [cqlNameOf(name), name]));

/** Whether a model has this option. */
export function isModelOption(name: string): boolean {
  return OPTION_NAMES.has(name);
}

function optionsText(options: Readonly<Record<string, TableOption>>): string[] {
  const lines = Object.entries(options).filter(([name]) => isModelOption(name)).map(
    ([name, value]) => `${OPTION_NAMES.get(name)}: ${optionValue(name, value)},`,
  );
  return lines.length > 0 ? ["options: {", ...lines, "},"] : [];
}

function optionValue(name: string, value: TableOption): string {
  if (typeof value === "string") {
    return name === "comment" ? JSON.stringify(value) : scalarText(value);
  }
  const fields = Object.entries(value).map(([key, text]) =>
    `${property(key)}: ${scalarText(text)}`
  );
  return `{ ${fields.join(", ")} }`;
}

/** A number or true and false as such, and any other text in quotes. */
function scalarText(value: string): string {
  return /^(\d+(\.\d+)?|true|false)$/.test(value) ? value : JSON.stringify(value);
}

function indexText({ on, name, using, options }: TableIndex): string {
  const fields = [
    `on: ${JSON.stringify(on)}`,
    ...name === undefined ? [] : [`name: ${JSON.stringify(name)}`],
    ...using === undefined ? [] : [`using: ${JSON.stringify(using)}`],
    ...options === undefined ? [] : [`options: ${inlineObject(Object.entries(options))}`],
  ];
  return `{ ${fields.join(", ")} },`;
}

/** An object of texts, a line each. */
function objectText(entries: readonly (readonly [string, string])[]): string {
  const lines = entries.map(([name, text]) => `${property(name)}: ${JSON.stringify(text)},`);
  return ["{", ...lines, "}"].join("\n");
}

function inlineObject(entries: readonly (readonly [string, string])[]): string {
  return `{ ${
    entries.map(([name, text]) => `${property(name)}: ${JSON.stringify(text)}`).join(", ")
  } }`;
}
