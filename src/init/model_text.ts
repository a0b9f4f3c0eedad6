import { type CodeNames, property } from "./names.ts";
import type { Table, TableOption, UserType } from "./schema.ts";
import { formatType, userTypesIn } from "./type_tree.ts";

/** Writes a user type: `const Address = type("address", { street: "text" });` */
export function typeText({ name, fields }: UserType, names: CodeNames): string {
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
export function modelText(table: Table, names: CodeNames): string {
  const { name, columns, partitionKey, clusteringKey, descending } = table;
  const uses = [...new Set(columns.flatMap(({ type }) => userTypesIn(type)))];
  const options = [
    ...uses.length > 0 ? [`types: [${constantsOf(uses, names)}],`] : [],
    ...descending.length > 0
      ? [`clusteringOrder: ${inlineObject(descending.map((column) => [column, "desc"]))},`]
      : [],
    ...optionsText(table.options),
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

/** The options of a table by CQL's names, under the names that a model has for them. */
const OPTION_NAMES: Readonly<Record<string, string>> = {};

/** Whether a model has this option. */
export function isModelOption(name: string): boolean {
  return Object.hasOwn(OPTION_NAMES, name);
}

function optionsText(options: Readonly<Record<string, TableOption>>): string[] {
  const lines = Object.entries(options).filter(([name]) => isModelOption(name)).map(
    ([name, value]) => `${OPTION_NAMES[name]}: ${optionValue(value)},`,
  );
  return lines.length > 0 ? ["options: {", ...lines, "},"] : [];
}

function optionValue(value: TableOption): string {
  if (typeof value !== "string") return inlineObject(Object.entries(value));
  return /^\d+(\.\d+)?$/.test(value) ? value : JSON.stringify(value);
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
