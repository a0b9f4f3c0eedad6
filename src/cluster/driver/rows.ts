import type { CqlType } from "../../scenario/cql_type.ts";
import type { Model } from "../../scenario/model.ts";
import {
  type Convert,
  decoderFor,
  type DriverType,
  emptyValue,
  encoderFor,
  fromDriverType,
} from "./values.ts";

type Row = Record<string, unknown>;

/** Makes the values to bind from a row's columns, in the statement's order. */
export type Bind = (row: Row) => unknown[];

/** Makes a scenario's row from the driver's. */
export type Read = (row: Row) => Row;

/** Binds these columns of a model. */
export function binder(model: Model, columns: readonly string[]): Bind {
  const encoders = columns.map((name) => {
    const column = model.columns[name];
    return column && encoderFor(column.type);
  });
  return (row) => {
    const values: unknown[] = [];
    for (let at = 0; at < columns.length; at++) {
      const value = row[columns[at] as string];
      const encode = encoders[at];
      values.push(
        encode === undefined || value === null || value === undefined ? value : encode(value),
      );
    }
    return values;
  };
}

/** Reads rows of a model. */
export function reader(model: Model): Read {
  return rowReader(Object.entries(model.columns).map(([name, { type }]) => ({ name, type })));
}

/** Reads rows of any result. */
export function resultReader(columns: readonly { name: string; type: DriverType }[]): Read {
  return rowReader(columns.map(({ name, type }) => ({ name, type: fromDriverType(type) })));
}

interface ColumnReader {
  name: string;
  decode: Convert | undefined;
  empty: (() => unknown) | undefined;
}

function rowReader(columns: readonly { name: string; type: CqlType }[]): Read {
  const readers: ColumnReader[] = columns.map(({ name, type }) => ({
    name,
    decode: decoderFor(type),
    empty: emptyValue(type),
  }));
  return (row) => {
    const read: Row = {};
    for (const { name, decode, empty } of readers) {
      const value = row[name] ?? null;
      if (value === null) read[name] = empty?.() ?? null;
      else read[name] = decode === undefined ? value : decode(value);
    }
    return read;
  };
}
