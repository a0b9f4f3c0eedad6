import { columnError, refuseOtherNames } from "../../protocol/refusals.ts";
import { emptyValue } from "../../protocol/value_readers.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import { boundColumn, type Statement } from "../../scenario/cql/part.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { type Convert, decoderFor, type DriverType, encoderFor, fromDriverType } from "./values.ts";

type Row = Record<string, unknown>;

/** Makes the values that a statement binds, in its order, from a row or from values in that order. */
export type Bind = (values: Row | readonly unknown[]) => unknown[];

/** A column as the driver describes it. */
export interface DriverColumn {
  readonly name: string;
  readonly type: DriverType;
}

/** Makes a row of the scenario from one of the driver. */
export type Read = (row: Row) => Row;

/** Makes the function that binds the values of a model's statement. */
export function binder(model: Model, { columns, types }: Statement): Bind {
  return binderOf(columns.map((name, at) => {
    const type = types?.[at];
    return type === undefined
      ? { key: name, name, type: model.columns[name]!.type }
      : { key: at, name, type };
  }));
}

/** Makes the function that binds values in the order of these columns. Of one that is too many the server says so. */
export function columnBinder(columns: readonly DriverColumn[]): Bind {
  const bind = binderOf(
    columns.map(({ name, type }, at) => ({ key: at, name, type: fromDriverType(type) })),
  );
  return (values) => {
    const bound = bind(values);
    const count = (values as readonly unknown[]).length;
    while (bound.length < count) bound.push(null);
    bound.length = count;
    return bound;
  };
}

interface BoundColumn {
  /** Where its value is. */
  readonly key: string | number;
  readonly name: string;
  readonly type: CqlType;
}

function binderOf(columns: readonly BoundColumn[]): Bind {
  const keys = columns.map(({ key }) => key);
  const names = columns.map(({ name }) => name);
  const isByName = keys.some((key) => typeof key === "string");
  const encoders = columns.map(({ type }) => encoderFor(type));
  return (given) => {
    const values: unknown[] = [];
    let at = 0, isWhole = true;
    try {
      for (; at < keys.length; at++) {
        const value = (given as Row)[keys[at]!];
        if (value === undefined) isWhole = false;
        values.push(value === null || value === undefined ? value : encoders[at]!(value));
      }
    } catch (error) {
      throw columnError(error, columns[at]!);
    }
    if (!isWhole && isByName) refuseOtherNames(names, given);
    return values;
  };
}

/** Makes the function that reads rows of a model, with all columns or with these. */
export function reader(
  model: Model,
  columns: readonly string[] = Object.keys(model.columns),
): Read {
  return rowReader(columns.map((name) => boundColumn(model, name)));
}

/** Makes the function that reads rows with these columns. */
export function resultReader(columns: readonly DriverColumn[]): Read {
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
