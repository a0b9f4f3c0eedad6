import { objectOf, typeOfValues, type UserTypeValues } from "./values.ts";
import { typeScriptOf, type TypeTree } from "./type_tree.ts";

/**
 * An expression that makes the value of a key column from a number, so that a read finds the row that a write of the same
 * number made. Different numbers give different values, as far as the type has that many.
 *
 * @param n an expression of a whole number from 0
 */
export function keyValue(
  type: TypeTree,
  name: string,
  n: string,
  userTypes: UserTypeValues,
): string {
  const { name: kind, of, dimension } = type;
  const inner = (at: number) => keyValue(of[at]!, name, n, userTypes);
  const factor = /^\w+$/.test(n) ? n : `(${n})`;
  switch (kind) {
    case "frozen":
      return inner(0);
    case "list":
      return `[${inner(0)}]`;
    case "set":
      return `new Set([${inner(0)}])`;
    case "map":
      return `new Map([[${inner(0)}, ${inner(1)}]])`;
    case "tuple":
      return `[${of.map((_, at) => inner(at)).join(", ")}] as ${
        typeScriptOf(type, typeOfValues(userTypes))
      }`;
    case "vector":
      return `Array.from({ length: ${dimension} }, () => ${inner(0)})`;
    case "text":
    case "varchar":
    case "ascii":
      return `\`${textPrefix(name)}-\${${n}}\``;
    case "int":
    case "float":
    case "double":
      return n;
    case "smallint":
      return `${factor} % 32_768`;
    case "tinyint":
      return `${factor} % 128`;
    case "bigint":
    case "varint":
      return `BigInt(${n})`;
    case "decimal":
      return `String(${n})`;
    case "boolean":
      return `${factor} % 2 === 0`;
    case "uuid":
      return `uuidOf(${n})`;
    case "timeuuid":
      return `timeuuidOf(${n})`;
    case "timestamp":
      return `instantOf(${n})`;
    case "date":
      return `dateOf(${n})`;
    case "time":
      return `instantOf(${n}).toISOString().slice(11, 23)`;
    case "duration":
      return `\`\${${n}}s\``;
    case "inet":
      return `addressOf(${n})`;
    case "blob":
      return `new TextEncoder().encode(\`${textPrefix(name)}-\${${n}}\`)`;
    default:
      return objectOf(
        userTypes.fieldsOf(kind),
        (field) => keyValue(field.type, field.name, n, userTypes),
      );
  }
}

/** `user_id` of user 5 is `user-5`. */
function textPrefix(name: string): string {
  return name.toLowerCase().replace(/_?(id|key|name)$/, "").replaceAll(/[^\p{L}\p{N}]+/gu, "-") ||
    "key";
}
