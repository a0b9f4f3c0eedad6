import { ProtocolError } from "../../protocol/frame.ts";
import {
  ErrorCode,
  EVENT_STREAM,
  MetadataFlag,
  Opcode,
  ResultKind,
} from "../../protocol/opcodes.ts";
import { writeType } from "../../protocol/type_codes.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import { CqlError, type ErrorDetail } from "../errors.ts";
import type { ColumnSpec, StatementResult } from "../result.ts";
import type { SchemaChange } from "../store/schema.ts";

/** The answer to a request. */
export type Response =
  | { kind: "ready" }
  | { kind: "supported"; options: Record<string, string[]> }
  | { kind: "error"; error: CqlError }
  | { kind: "result"; result: StatementResult };

export function writeResponse(writer: FrameWriter, stream: number, response: Response): void {
  switch (response.kind) {
    case "ready":
      return writer.frame(stream, Opcode.ready, () => {});
    case "supported":
      return writer.frame(stream, Opcode.supported, () => {
        const options = Object.entries(response.options);
        writer.short(options.length);
        for (const [name, values] of options) {
          writer.string(name);
          writer.stringList(values);
        }
      });
    case "error":
      return writer.frame(stream, Opcode.error, () => writeError(writer, response.error));
    case "result":
      return writer.frame(stream, Opcode.result, () => writeResult(writer, response.result));
  }
}

export function writeEvent(writer: FrameWriter, change: SchemaChange): void {
  writer.frame(EVENT_STREAM, Opcode.event, () => {
    writer.string("SCHEMA_CHANGE");
    writeChange(writer, change);
  });
}

function writeError(writer: FrameWriter, { code, message, detail }: CqlError): void {
  writer.int(code);
  writer.string(message.slice(0, 10_000));
  if (!detail) return;
  if ("id" in detail) writer.shortBytes(detail.id);
  else if ("consistency" in detail) writeReplicas(writer, code, detail);
  else {
    writer.string(detail.keyspace);
    if ("table" in detail) return writer.string(detail.table);
    writer.string(detail.function);
    writer.stringList([]);
  }
}

/** What an error says of replicas; nothing where its code is not about them. */
function writeReplicas(
  writer: FrameWriter,
  code: number,
  { consistency, received, required, writeType }: Extract<ErrorDetail, { consistency: number }>,
): void {
  const isFailure = code === ErrorCode.readFailure || code === ErrorCode.writeFailure;
  const isOfWrite = code === ErrorCode.writeTimeout || code === ErrorCode.writeFailure;
  const isOfRead = code === ErrorCode.readTimeout || code === ErrorCode.readFailure;
  const isUnavailable = code === ErrorCode.unavailableException;
  if (!isOfWrite && !isOfRead && !isUnavailable) return;
  writer.short(consistency);
  writer.int(isUnavailable ? required : received);
  writer.int(isUnavailable ? received : required);
  if (isFailure) writer.int(1);
  if (isOfWrite) writer.string(writeType);
  // Whether the replica that was to send the data has done so.
  if (isOfRead) writer.byte(0);
}

function writeResult(writer: FrameWriter, result: StatementResult): void {
  switch (result.kind) {
    case "void":
      return writer.int(ResultKind.void);
    case "rows":
      writer.int(ResultKind.rows);
      writeRowsMetadata(writer, result.columns, result.pagingState);
      writer.int(result.rows.length);
      for (const row of result.rows) {
        for (const value of row) writer.value(value);
      }
      return;
    case "setKeyspace":
      writer.int(ResultKind.setKeyspace);
      return writer.string(result.keyspace);
    case "prepared":
      writer.int(ResultKind.prepared);
      writer.shortBytes(result.id);
      writeBindMetadata(writer, result.binds, result.keyMarkers);
      return writeRowsMetadata(writer, result.columns, null);
    case "schemaChange":
      writer.int(ResultKind.schemaChange);
      return writeChange(writer, result.change);
  }
}

function writeChange(
  writer: FrameWriter,
  { change, keyspace, table, userType }: SchemaChange,
): void {
  const name = table ?? userType;
  writer.string(change);
  writer.string(name === undefined ? "KEYSPACE" : table === undefined ? "TYPE" : "TABLE");
  writer.string(keyspace);
  if (name !== undefined) writer.string(name);
}

function writeRowsMetadata(
  writer: FrameWriter,
  columns: ColumnSpec[],
  pagingState: string | null,
): void {
  const { globalTable, hasMorePages } = MetadataFlag;
  writer.int((columns.length > 0 ? globalTable : 0) | (pagingState === null ? 0 : hasMorePages));
  writer.int(columns.length);
  if (pagingState !== null) writer.value(pagingState);
  writeColumns(writer, columns);
}

function writeBindMetadata(writer: FrameWriter, binds: ColumnSpec[], keyMarkers: number[]): void {
  writer.int(binds.length > 0 ? MetadataFlag.globalTable : 0);
  writer.int(binds.length);
  writer.int(keyMarkers.length);
  keyMarkers.forEach((marker) => writer.short(marker));
  writeColumns(writer, binds);
}

function writeColumns(writer: FrameWriter, columns: ColumnSpec[]): void {
  const [first] = columns;
  if (!first) return;
  writer.string(first.keyspace);
  writer.string(first.table);
  for (const { name, type } of columns) {
    writer.string(name);
    writeType(writer, type);
  }
}

/** What the client is told of a failure. */
export function errorResponse(error: unknown): Response {
  if (error instanceof CqlError) return { kind: "error", error };
  if (error instanceof ProtocolError) {
    return { kind: "error", error: new CqlError(ErrorCode.protocolError, error.message) };
  }
  const text = error instanceof Error ? error.stack ?? error.message : String(error);
  return { kind: "error", error: new CqlError(ErrorCode.serverError, `Unexpected error: ${text}`) };
}
