import { number, property } from "./names.ts";
import type { NamedType } from "./schema.ts";
import { rangeByName, textByName } from "./text_values.ts";
import { typeScriptOf, type TypeTree } from "./type_tree.ts";

/** How a scenario's code makes the values of user types. */
export interface UserTypeValues {
  fieldsOf(userType: string): readonly NamedType[];
  /** The function that makes a value at random. */
  functionOf(userType: string): string;
}

/** The TypeScript type of a user type's values: what the function that makes them returns. */
export function typeOfValues({ functionOf }: UserTypeValues): (userType: string) => string {
  return (userType) => `ReturnType<typeof ${functionOf(userType)}>`;
}

/** How many elements a collection gets. */
const ELEMENTS = "{ min: 1, max: 3 }";
const DATES = '{ from: "2025-01-01", to: "2026-01-01" }';

/** The most that fits each integer type, where less than ours fits. */
const MOST: ReadonlyMap<string, number> = new Map([["tinyint", 127], ["smallint", 32_767]]);

/** What makes the values of a column that is not in the key. */
export interface ValueOptions {
  readonly userTypes: UserTypeValues;
  /** How many elements a collection gets, as faker takes it. */
  readonly elements?: string;
}

/**
 * An expression that makes a random value of a type, by the column's name where that says something. It uses `faker`,
 * or `context` where cassbench's own generators make it.
 */
export function randomValue(type: TypeTree, name: string, options: ValueOptions): string {
  const { name: kind, of, dimension } = type;
  const { elements = ELEMENTS, ...others } = options;
  const { userTypes } = options;
  const inner = (at: number) => randomValue(of[at]!, singular(name), others);
  const many = (one: string) => `faker.helpers.multiple(() => ${one}, { count: ${elements} })`;
  switch (kind) {
    case "frozen":
      return randomValue(of[0]!, name, options);
    case "list":
      return many(inner(0));
    case "set":
      return `new Set(${many(inner(0))})`;
    case "map": {
      const pair = typeScriptOf({ name: "tuple", of }, typeOfValues(userTypes));
      return `new Map(${many(`[${inner(0)}, ${inner(1)}] as ${pair}`)})`;
    }
    case "tuple":
      return `[${of.map((_, at) => inner(at)).join(", ")}] as ${
        typeScriptOf(type, typeOfValues(userTypes))
      }`;
    case "vector":
      return `Array.from({ length: ${dimension} }, () => ${elementOf(of[0]!, name, others)})`;
    default:
      return nativeValue(kind, name) ?? `${userTypes.functionOf(kind)}(context)`;
  }
}

/** Vectors are mostly embeddings, whose numbers are from -1 to 1. */
function elementOf(type: TypeTree, name: string, options: ValueOptions): string {
  return type.name === "float" || type.name === "double"
    ? "faker.number.float({ min: -1, max: 1 })"
    : randomValue(type, name, options);
}

/** An object with a value for each field. */
export function objectOf(
  fields: readonly NamedType[],
  value: (field: NamedType) => string,
): string {
  return `{ ${fields.map((field) => `${property(field.name)}: ${value(field)}`).join(", ")} }`;
}

function nativeValue(type: string, name: string): string | undefined {
  const [min, max, digits] = rangeByName(name);
  const most = Math.min(max, MOST.get(type) ?? max);
  switch (type) {
    case "text":
    case "varchar":
      return textByName(name) ?? "someText(context)";
    case "ascii":
      return "someText(context)";
    case "int":
    case "smallint":
    case "tinyint":
      return `faker.number.int({ min: ${number(Math.min(min, most))}, max: ${number(most)} })`;
    case "bigint":
    case "varint":
      return `faker.number.bigInt({ min: ${number(min)}n, max: ${number(max)}n })`;
    case "float":
    case "double": {
      const range = `min: ${number(min)}, max: ${number(max)}`;
      return `faker.number.float({ ${range}, fractionDigits: ${digits} })`;
    }
    case "decimal":
      return `faker.commerce.price({ min: ${number(Math.max(min, 0))}, max: ${number(max)} })`;
    case "boolean":
      return "faker.datatype.boolean()";
    case "uuid":
      return "faker.string.uuid()";
    case "timeuuid":
      return "someTimeuuid(context)";
    case "timestamp":
      return `faker.date.between(${DATES})`;
    case "date":
      return `faker.date.between(${DATES}).toISOString().slice(0, 10)`;
    case "time":
      return `faker.date.between(${DATES}).toISOString().slice(11, 23)`;
    case "duration":
      return "`${faker.number.int({ min: 1, max: 48 })}h`";
    case "inet":
      return "faker.internet.ipv4()";
    case "blob":
      return "someBytes(context)";
    default:
      return undefined;
  }
}

/** `emails` holds what is an `email` each. */
function singular(name: string): string {
  return name.replace(/(?<=\w{2})ies$/i, "y").replace(/(?<=\w{2}[^s])s$/i, "");
}
