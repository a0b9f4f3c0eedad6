import { type CqlType, NATIVE_CODES } from "../data/types.ts";
import { CqlError, ErrorCode } from "../errors.ts";
import type { ColumnSpec, Result } from "../result.ts";
import type { SchemaChange } from "../store/schema.ts";
import type { Writer } from "./writer.ts";

/** What a request is answered with. */
export type Response =
  | { kind: "ready" }
  | { kind: "supported"; options: Record<string, string[]> }
  | { kind: "error"; error: CqlError }
  | { kind: "result"; result: Result };

/** The stream of frames that no request asked for. */
const EVENT_STREAM = -1;

export function writeResponse(writer: Writer, stream: number, response: Response): void {
  switch (response.kind) {
    case "ready":
      return writer.frame(stream, 0x02, () => {});
    case "supported":
      return writer.frame(stream, 0x06, () => {
        const options = Object.entries(response.options);
        writer.short(options.length);
        for (const [name, values] of options) {
          writer.string(name);
          writer.stringList(values);
        }
      });
    case "error":
      return writer.frame(stream, 0x00, () => writeError(writer, response.error));
    case "result":
      return writer.frame(stream, 0x08, () => writeResult(writer, response.result));
  }
}

export function writeEvent(writer: Writer, change: SchemaChange): void {
  writer.frame(EVENT_STREAM, 0x0c, () => {
    writer.string("SCHEMA_CHANGE");
    writeChange(writer, change);
  });
}

function writeError(writer: Writer, { code, message, detail }: CqlError): void {
  writer.int(code);
  writer.string(message.slice(0, 10_000));
  if (!detail) return;
  if (code === ErrorCode.unprepared && "id" in detail) writer.shortBytes(detail.id);
  else if ("keyspace" in detail) {
    writer.string(detail.keyspace);
    writer.string(detail.table);
  }
}

function writeResult(writer: Writer, result: Result): void {
  switch (result.kind) {
    case "void":
      return writer.int(1);
    case "rows":
      writer.int(2);
      writeRowsMetadata(writer, result.columns, result.pagingState);
      writer.int(result.rows.length);
      for (const row of result.rows) {
        for (const value of row) writer.value(value);
      }
      return;
    case "setKeyspace":
      writer.int(3);
      return writer.string(result.keyspace);
    case "prepared":
      writer.int(4);
      writer.shortBytes(result.id);
      writeBindMetadata(writer, result.binds, result.keyMarkers);
      return writeRowsMetadata(writer, result.columns, null);
    case "schemaChange":
      writer.int(5);
      return writeChange(writer, result.change);
  }
}

function writeChange(writer: Writer, { change, keyspace, table }: SchemaChange): void {
  writer.string(change);
  writer.string(table === undefined ? "KEYSPACE" : "TABLE");
  writer.string(keyspace);
  if (table !== undefined) writer.string(table);
}

const GLOBAL_TABLE = 0x01;
const HAS_MORE_PAGES = 0x02;

function writeRowsMetadata(
  writer: Writer,
  columns: ColumnSpec[],
  pagingState: string | null,
): void {
  const isGlobal = columns.length > 0;
  writer.int((isGlobal ? GLOBAL_TABLE : 0) | (pagingState === null ? 0 : HAS_MORE_PAGES));
  writer.int(columns.length);
  if (pagingState !== null) writer.value(pagingState);
  writeColumns(writer, columns);
}

function writeBindMetadata(writer: Writer, binds: ColumnSpec[], keyMarkers: number[]): void {
  writer.int(binds.length > 0 ? GLOBAL_TABLE : 0);
  writer.int(binds.length);
  writer.int(keyMarkers.length);
  keyMarkers.forEach((marker) => writer.short(marker));
  writeColumns(writer, binds);
}

function writeColumns(writer: Writer, columns: ColumnSpec[]): void {
  const [first] = columns;
  if (!first) return;
  writer.string(first.keyspace);
  writer.string(first.table);
  for (const { name, type } of columns) {
    writer.string(name);
    writeType(writer, type);
  }
}

const COMPOSITE_CODES: Record<string, number> = { list: 0x20, map: 0x21, set: 0x22, tuple: 0x31 };

function writeType(writer: Writer, { name, args }: CqlType): void {
  writer.short(COMPOSITE_CODES[name] ?? NATIVE_CODES.get(name)!);
  // Version 4 has no number for durations: they travel as a custom type.
  if (name === "duration") writer.string("org.apache.cassandra.db.marshal.DurationType");
  if (name === "tuple") writer.short(args.length);
  for (const arg of args) writeType(writer, arg);
}

/** Any failure as what the client is told of it. */
export function errorResponse(error: unknown): Response {
  if (error instanceof CqlError) return { kind: "error", error };
  const text = error instanceof Error ? error.stack ?? error.message : String(error);
  return { kind: "error", error: new CqlError(ErrorCode.server, `Unexpected error: ${text}`) };
}
