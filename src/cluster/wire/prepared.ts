import type { Bytes } from "../../protocol/bytes.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import { MetadataFlag, Opcode, ResultKind } from "../../protocol/opcodes.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import { columnError } from "../../protocol/refusals.ts";
import { readType } from "../../protocol/type_codes.ts";
import { valueReader } from "../../protocol/value_readers.ts";
import { valueWriter, type WriteValue } from "../../protocol/value_writers.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import type { WireRequest } from "./connection.ts";

/** A statement as a node has prepared it. */
export interface Prepared {
  readonly id: Bytes;
  /** The table whose columns are bound, with its keyspace; empty where none is. */
  readonly table: string;
  /** The columns whose values are bound. */
  readonly binds: readonly ResultColumn[];
  /** One for each of them. */
  readonly writers: readonly WriteValue[];
  /** Which of the values make the partition key; empty where the statement names none. */
  readonly keyIndexes: readonly number[];
  /** The columns of its result; empty where the server does not tell them before. */
  readonly columns: readonly ResultColumn[];
  /** Reads a row of its result. */
  readonly readRow: ReadRow;
}

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  readonly type: CqlType;
}

/** Reads the next row. */
export type ReadRow = (reader: BodyReader) => Record<string, unknown>;

/** What a result says before its rows. */
export interface RowsMetadata {
  /** `undefined` where the answer leaves them out, as the client knows them. */
  readonly columns: Described | undefined;
  /** In hexadecimal digits. */
  readonly pageState: string | undefined;
}

/** Columns that an answer has described. Most answers to a statement have the same, so they are read once. */
export interface Described {
  readonly columns: readonly ResultColumn[];
  readonly readRow: ReadRow;
  readonly flags: number;
  readonly bytes: Uint8Array;
}

/** Asks a node to prepare a statement. */
export function prepareRequest(cql: string): WireRequest<Prepared> {
  return {
    opcode: Opcode.prepare,
    isTraced: false,
    write: (writer: FrameWriter) => writer.longString(cql),
    read(reader) {
      expectKind(reader, ResultKind.prepared);
      const id = reader.shortBytes();
      const flags = reader.int();
      const count = reader.int();
      const keyIndexes = Array.from({ length: reader.count(2) }, () => reader.short());
      const table = count === 0 ? "" : peekTable(reader);
      const binds = readColumns(reader, flags, count);
      const { columns: { columns, readRow } = NONE } = readRowsMetadata(reader);
      const writers = binds.map(({ type }) => valueWriter(type));
      return { id, table, binds, writers, keyIndexes, columns, readRow };
    },
  };
}

/** Writes the value of a bound column; its error names the column. */
export function writeBound(
  writer: FrameWriter,
  { binds, writers }: Prepared,
  at: number,
  value: unknown,
): void {
  try {
    writers[at]!(writer, value);
  } catch (error) {
    throw columnError(error, binds[at]!);
  }
}

/** Reads the kind of a result, which must be this one. */
export function expectKind(reader: BodyReader, expected: number): void {
  const kind = reader.int();
  if (kind !== expected) throw new ProtocolError(`The answer is of the wrong kind (${kind})`);
}

const NONE = { columns: [], readRow: () => ({}) };

/**
 * Reads the metadata of rows, up to where their number would be.
 *
 * @param known the columns of an earlier answer
 */
export function readRowsMetadata(reader: BodyReader, known?: Described): RowsMetadata {
  const flags = reader.int();
  const count = reader.int();
  let pageState: string | undefined;
  if (flags & MetadataFlag.hasMorePages) pageState = reader.bytes(reader.int()).toHex();
  if (flags & MetadataFlag.noMetadata) return { columns: undefined, pageState };
  const isKnown = known?.columns.length === count &&
    ((known.flags ^ flags) & MetadataFlag.globalTable) === 0 && reader.skipSame(known.bytes);
  return { columns: isKnown ? known : describe(reader, flags, count), pageState };
}

function describe(reader: BodyReader, flags: number, count: number): Described {
  const start = reader.at;
  const columns = readColumns(reader, flags, count);
  const bytes = reader.bytesSince(start);
  return { columns, readRow: rowReader(columns), flags, bytes };
}

function readColumns(reader: BodyReader, flags: number, count: number): ResultColumn[] {
  const isGlobal = (flags & MetadataFlag.globalTable) !== 0;
  if (isGlobal) skipTable(reader);
  const columns: ResultColumn[] = [];
  for (let left = count; left > 0; left--) {
    if (!isGlobal) skipTable(reader);
    columns.push({ name: reader.string(), type: readType(reader) });
  }
  return columns;
}

/** The names of a keyspace and a table, which are read again. */
function peekTable(reader: BodyReader): string {
  const { at, left } = reader;
  const table = `${reader.string()}.${reader.string()}`;
  reader.seek(at, at + left);
  return table;
}

/** Skips the names of a keyspace and a table. */
function skipTable(reader: BodyReader): void {
  reader.skip(reader.short());
  reader.skip(reader.short());
}

/** The fewest bytes that a value has: its length. */
const LEAST_VALUE = 4;

/** Reads the number of rows, and the rows. */
export function readRows(
  reader: BodyReader,
  { columns, readRow }: Pick<Described, "columns" | "readRow">,
): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (let left = reader.count(columns.length * LEAST_VALUE); left > 0; left--) {
    rows.push(readRow(reader));
  }
  return rows;
}

/** Makes the function that reads rows with these columns. */
export function rowReader(columns: readonly ResultColumn[]): ReadRow {
  const names = columns.map(({ name }) => name);
  const readers = columns.map(({ type }) => valueReader(type));
  return (reader) => {
    const row: Record<string, unknown> = {};
    for (let at = 0; at < names.length; at++) row[names[at]!] = readers[at]!(reader);
    return row;
  };
}
