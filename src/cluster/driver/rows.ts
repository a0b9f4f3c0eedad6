import { emptyValue } from "../../protocol/value_readers.ts";
import type { CqlType } from "../../scenario/cql_type.ts";
import type { Model } from "../../scenario/model.ts";
import { type Convert, decoderFor, type DriverType, encoderFor, fromDriverType } from "./values.ts";

type Row = Record<string, unknown>;

/** Makes the values that a statement binds, in its order, from a row. */
export type Bind = (row: Row) => unknown[];

/** Makes a row of the scenario from one of the driver. */
export type Read = (row: Row) => Row;

/** Makes the function that binds these columns of a model. */
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

/** Makes the function that reads rows of a model. */
export function reader(model: Model): Read {
  return rowReader(Object.entries(model.columns).map(([name, { type }]) => ({ name, type })));
}

/** Makes the function that reads rows with these columns. */
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
