import cassandra from "cassandra-driver";
import { hasOnly } from "../../protocol/user_types.ts";
import { isVector } from "../../protocol/vectors.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";

// The driver's types lack it.
const { Vector } = cassandra.types as unknown as {
  Vector: new (elements: unknown[]) => DriverVector;
};

interface DriverVector {
  readonly elements: unknown[];
}

/** A user type as the driver describes it, with types of fields that it describes as `T`. */
interface DriverUserType<T> {
  readonly keyspace: string;
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: T }[];
}

type Convert = (value: unknown) => unknown;
type Refuse = (value: unknown, type: CqlType) => never;

/** The user type that the driver describes; `typeOf` reads the type of a field. */
export function fromDriverUserType<T>(info: unknown, typeOf: (type: T) => CqlType): CqlType {
  const { keyspace, name: userType, fields } = info as DriverUserType<T>;
  const of = fields.map(({ type }) => typeOf(type));
  return { name: "udt", of, keyspace, userType, fields: fields.map(({ name }) => name) };
}

/** Makes the function that makes a plain object for the driver; each of `encoders` makes a field that is not null. */
export function userTypeEncoder(
  type: CqlType,
  encoders: readonly Convert[],
  refuse: Refuse,
): Convert {
  const { fields = [] } = type;
  const known = new Set(fields);
  return (value) => {
    if (!hasOnly(value, known)) refuse(value, type);
    return convertFields(fields, encoders, value);
  };
}

/** Makes the function that makes a plain object of the driver's; each of `decoders` makes a field that is not null. */
export function userTypeDecoder({ fields = [] }: CqlType, decoders: readonly Convert[]): Convert {
  return (value) => convertFields(fields, decoders, value as Record<string, unknown>);
}

function convertFields(
  fields: readonly string[],
  convert: readonly Convert[],
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const converted: Record<string, unknown> = {};
  for (let at = 0; at < fields.length; at++) {
    const name = fields[at]!;
    const field = Object.hasOwn(value, name) ? value[name] ?? null : null;
    converted[name] = field === null ? null : convert[at]!(field);
  }
  return converted;
}

/** Makes the function that makes the driver's vectors; `encode` makes an element, which is not null. */
export function vectorEncoder(type: CqlType, encode: Convert, refuse: Refuse): Convert {
  return (value) => {
    if (!isVector(value) || value.length !== type.dimension) refuse(value, type);
    return new Vector(Array.from(value, encode));
  };
}

/** Makes the function that makes an array of a driver's vector; `decode` makes an element. */
export function vectorDecoder(decode: Convert): Convert {
  return (value) => (value as DriverVector).elements.map((element) => decode(element));
}
