import { valueReader } from "../../protocol/value_readers.ts";
import { valueWriter, type WriteValue } from "../../protocol/value_writers.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import { isChange } from "../../scenario/calls/change.ts";
import type { Model } from "../../scenario/schema/model.ts";

type Row = Readonly<Record<string, unknown>>;

/** What a column of a logged write is: a value, none, or a change of the one that is there. */
const Content = { value: 0, none: 1, change: 2 } as const;

/** What a write says of a column by its index: a value, `null`, or {@linkcode CHANGED}. */
export type Cells = ReadonlyMap<number, unknown>;

/** The content of a column that was changed, and not set: what it is afterwards depends on what was there. */
export const CHANGED = Symbol("changed");

/** A column of a table, as it is logged. */
interface LoggedColumn {
  readonly name: string;
  readonly write: WriteValue;
  readonly read: (reader: BodyReader) => unknown;
  /** Whether it is outside of the key, and of one row alone. */
  readonly isOwn: boolean;
}

/** Writes down what the writes of a model say, and reads it again. */
export interface Codec {
  readonly model: Model;
  /** All columns in their order, which gives their indexes. */
  readonly columns: readonly LoggedColumn[];
  writeKey(writer: FrameWriter, row: Row): void;
  writePartition(writer: FrameWriter, row: Row): void;
  /** Writes the columns of a row, or the changes of an update, that are outside of the key and of the row alone. */
  writeCells(writer: FrameWriter, row: Row): void;
  readKey(reader: BodyReader): unknown[];
  readCells(reader: BodyReader): Map<number, unknown>;
}

/** Makes the codec of a model. What a column does not take throws a TypeError. */
export function createCodec(model: Model): Codec {
  const keyNames = [...model.partitionKey, ...model.clusteringKey];
  const columns = Object.entries(model.columns).map(([name, { type, isStatic }]) => ({
    name,
    write: valueWriter(type),
    read: valueReader(type),
    isOwn: !isStatic && !keyNames.includes(name),
  }));
  const find = (name: string) => columns.find((column) => column.name === name)!;
  const partition = model.partitionKey.map(find);
  const key = keyNames.map(find);
  const own = columns.flatMap((column, at) => column.isOwn ? [{ ...column, at }] : []);

  function writeAll(writer: FrameWriter, columns: readonly LoggedColumn[], row: Row): void {
    for (const { name, write } of columns) write(writer, row[name]);
  }

  return {
    model,
    columns,
    writeKey: (writer, row) => writeAll(writer, key, row),
    writePartition: (writer, row) => writeAll(writer, partition, row),
    writeCells(writer, row) {
      for (const { name, at, write } of own) {
        const value = row[name];
        if (value === undefined) continue;
        writer.short(at);
        if (value === null) writer.byte(Content.none);
        else if (isChange(value)) writer.byte(Content.change);
        else {
          writer.byte(Content.value);
          write(writer, value);
        }
      }
    },
    readKey: (reader) => key.map(({ read }) => read(reader)),
    readCells(reader) {
      const cells = new Map<number, unknown>();
      while (reader.left > 0) {
        const at = reader.short();
        const content = reader.byte();
        const isValue = content === Content.value;
        cells.set(
          at,
          isValue ? columns[at]!.read(reader) : content === Content.none ? null : CHANGED,
        );
      }
      return cells;
    },
  };
}
