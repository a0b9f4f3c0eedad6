import { keyValue } from "../key_values.ts";
import { type CodeNames, number } from "../names.ts";
import type { SourceColumn, SourceTable } from "../schema.ts";
import type { TypeTree } from "../type_tree.ts";
import { randomValue, type UserTypeValues } from "../values.ts";
import { chooserText, countOf, differenceOf, type Distribution, isFixed } from "./distribution.ts";
import type { ProfileColumn } from "./profile.ts";

/** The size of a text or blob where the profile does not say it. */
const SIZE: Distribution = { kind: "uniform", min: 4, max: 8, options: [], isInverted: false };

/** With more values than these a text need not come twice. */
const MOST_TEXTS = 1_000_000;

/** Makes the expressions of a profile's columns, and collects what they need. */
export interface ColumnWriter {
  /** The expression of a column that is not in the key. */
  valueFor(column: SourceColumn): string;
  /** The constants that the expressions use. */
  readonly declarations: readonly string[];
  readonly notes: readonly string[];
}

/** How the columns of a table are written. */
export interface ColumnOptions {
  readonly names: CodeNames;
  readonly userTypes: UserTypeValues;
  readonly specs: readonly ProfileColumn[];
}

/** Creates the writer of a table's columns. */
export function createColumnWriter(
  table: SourceTable,
  { names, userTypes, specs }: ColumnOptions,
): ColumnWriter {
  const declarations: string[] = [];
  const notes: string[] = [];
  /** Declares a chooser, and returns its name. */
  function chooser(column: string, what: string, distribution: Distribution): string {
    const name = names.function(`${table.name}_${column}`, what);
    declarations.push(`const ${name} = ${chooserText(distribution, countOf(distribution))};`);
    const difference = differenceOf(distribution);
    if (difference !== undefined) notes.push(`${what} of ${column}: ${difference}`);
    return name;
  }
  /** An expression of a number of a distribution, in the context of an input. */
  function drawn(column: string, what: string, distribution: Distribution): string {
    const min = number(Math.floor(distribution.min));
    if (isFixed(distribution)) return min;
    const choose = `${chooser(column, what, distribution)}(context)`;
    return distribution.min === 0 ? choose : `${min} + ${choose}`;
  }
  function sized({ name, type }: SourceColumn, size: Distribution): string {
    const isBlob = type.name === "blob";
    const generator = names.function(`${table.name}_${name}`, isBlob ? "bytes" : "text");
    const length = drawn(name, "size", size);
    declarations.push(
      `const ${generator} = generate.${isBlob ? "blob" : "text"}(${
        isFixed(size) ? length : `(context) => ${length}`
      });`,
    );
    return `${generator}(context)`;
  }
  function valueFor(column: SourceColumn): string {
    const { name, type } = column;
    const { size, population } = specs.find((spec) => spec.name === name) ?? {};
    const kind = type.name === "frozen" ? type.of[0]!.name : type.name;
    const isText = ["text", "varchar", "ascii", "blob"].includes(kind);
    if (isText && (population === undefined || countOf(population) > MOST_TEXTS)) {
      return sized(column, size ?? SIZE);
    }
    if (isText && population !== undefined) {
      const text = `textOf(${drawn(name, "population", population)}, ${
        drawn(name, "size", size ?? SIZE)
      })`;
      return kind === "blob" ? `new TextEncoder().encode(${text})` : text;
    }
    if (population !== undefined && isNative(type)) {
      return keyValue(type, name, drawn(name, "population", population), userTypes);
    }
    if (population !== undefined) notes.push(`population of ${name}: its elements are at random`);
    const elements = size === undefined ? {} : {
      elements: isFixed(size)
        ? number(size.min)
        : `{ min: ${number(size.min)}, max: ${number(size.max)} }`,
    };
    if (size !== undefined && !["uniform", "fixed"].includes(size.kind)) {
      notes.push(`size of ${name}: uniform from ${size.min} to ${size.max}`);
    }
    return randomValue(type, name, { userTypes, ...elements });
  }
  return { valueFor, declarations, notes };
}

function isNative({ of, name }: TypeTree): boolean {
  return of.length === 0 && name !== "boolean";
}
