import type { CqlType } from "../scenario/schema/cql_type.ts";
import { ProtocolError } from "./frame.ts";
import { fromHex, fromText, toHex, toText } from "./bytes.ts";

// A type for which version 4 of the protocol has no code is named by its Java class, with the types inside of it:
// `org.apache.cassandra.db.marshal.VectorType(org.apache.cassandra.db.marshal.FloatType , 3)`.

const PACKAGE = "org.apache.cassandra.db.marshal.";

const CLASSES: Readonly<Record<string, string>> = {
  ascii: "AsciiType",
  bigint: "LongType",
  blob: "BytesType",
  boolean: "BooleanType",
  counter: "CounterColumnType",
  date: "SimpleDateType",
  decimal: "DecimalType",
  double: "DoubleType",
  duration: "DurationType",
  float: "FloatType",
  inet: "InetAddressType",
  int: "Int32Type",
  smallint: "ShortType",
  text: "UTF8Type",
  time: "TimeType",
  timestamp: "TimestampType",
  timeuuid: "TimeUUIDType",
  tinyint: "ByteType",
  uuid: "UUIDType",
  varint: "IntegerType",
};
const COMPOSITES: Readonly<Record<string, string>> = {
  frozen: "FrozenType",
  list: "ListType",
  map: "MapType",
  set: "SetType",
  tuple: "TupleType",
};

const NATIVES = invert(CLASSES);
const COMPOSITE_NAMES = invert(COMPOSITES);

function invert(names: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(names).map(([name, className]) => [PACKAGE + className, name]));
}

/** The type that a Java class stands for. What has no name in CQL is read as its bytes, a blob. */
export function typeOfClass(text: string): CqlType {
  const tokens = text.match(/[(),:]|[^\s(),:]+/g) ?? [];
  let at = 0;

  function readType(): CqlType {
    const className = tokens[at++] ?? "";
    const native = NATIVES.get(className);
    if (native !== undefined) return { name: native, of: [] };
    if (className === `${PACKAGE}UserType`) return readUserType();
    const of: CqlType[] = [];
    let dimension = 0;
    if (tokens[at] === "(") {
      do {
        at++;
        if (/^\d+$/.test(tokens[at] ?? "")) dimension = Number(tokens[at++]);
        else of.push(readType());
      } while (tokens[at] === ",");
      at++;
    }
    if (className === `${PACKAGE}VectorType`) {
      // A vector of nothing could have any number of elements in no byte.
      if (!(dimension > 0) || of.length !== 1) throw new ProtocolError(`No vector: ${text}`);
      return { name: "vector", of, dimension };
    }
    const name = COMPOSITE_NAMES.get(className);
    return name === undefined ? { name: "blob", of: [] } : { name, of };
  }

  /** `(keyspace,name,field:type,…)`, where the name and the fields are the hexadecimal digits of UTF-8. */
  function readUserType(): CqlType {
    const [, keyspace = "", , name = ""] = tokens.slice(at);
    at += 4;
    const fields: string[] = [];
    const of: CqlType[] = [];
    while (tokens[at] === ",") {
      fields.push(toText(fromHex(tokens[at + 1] ?? "")));
      at += 3;
      of.push(readType());
    }
    at++;
    return { name: "udt", of, keyspace, userType: toText(fromHex(name)), fields };
  }

  return readType();
}

/** The Java class of a type, with those of the types inside of it. */
export function classOfType({ name, of, dimension, ...user }: CqlType): string {
  const inner = of.map(classOfType);
  if (dimension !== undefined) return `${PACKAGE}VectorType(${inner} , ${dimension})`;
  if (user.userType !== undefined) {
    const hex = (text: string) => toHex(fromText(text));
    const fields = inner.map((type, at) => `${hex(user.fields?.[at] ?? "")}:${type}`);
    return `${PACKAGE}UserType(${[user.keyspace, hex(user.userType), ...fields].join(",")})`;
  }
  const composite = COMPOSITES[name];
  return PACKAGE + (composite === undefined ? CLASSES[name] : `${composite}(${inner.join(",")})`);
}
