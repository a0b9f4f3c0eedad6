import { countAnswer, type RequestCounts } from "../../measure/request_counts.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import { BatchCode, Opcode, QueryFlag, ResultKind } from "../../protocol/opcodes.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import { refuseOtherNames } from "../../protocol/refusals.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import type { AnyOptions } from "../../scenario/calls/call_options.ts";
import type { Rows } from "../../scenario/calls/session.ts";
import { isRead } from "../../scenario/calls/idempotence.ts";
import type { BatchedWrite } from "../batched_writes.ts";
import { failedWrite } from "../failed_write.ts";
import type { StatementValues } from "../model_values.ts";
import type { WireRequest } from "./connection.ts";
import type { WireError } from "./errors.ts";
import { consistencyOf, flagsOf, PAGE_SIZE, writeAsked } from "./parameters.ts";
import { expectKind, type Prepared, readRows, readRowsMetadata, writeBound } from "./prepared.ts";
import type { WireStatement } from "./statement.ts";

type Row = Record<string, unknown>;

/** The kinds of results that have no rows. */
const WITHOUT_ROWS = new Set<number>([
  ResultKind.void,
  ResultKind.setKeyspace,
  ResultKind.schemaChange,
]);

/** How the requests of a session are sent. */
export interface Sending {
  /** The protocol's number of the consistency level. */
  readonly consistency: number;
  readonly isTraced: boolean;
  readonly counts: RequestCounts;
  /** Prepares a statement and sends it again, as its node has forgotten it; absent where it has been sent again. */
  readonly sendAgain?: (forgotten: Execute) => Promise<unknown>;
}

/** A prepared statement with its values, for a node that has prepared it. */
export class Execute implements WireRequest {
  readonly opcode = Opcode.execute;
  readonly statement: WireStatement;
  readonly values: StatementValues;
  readonly asked: AnyOptions | undefined;
  /** The id of its trace, when it has been answered. */
  trace: string | undefined;
  readonly prepared: Prepared;
  readonly #sending: Sending;

  constructor(
    statement: WireStatement,
    values: StatementValues,
    asked: AnyOptions | undefined,
    prepared: Prepared,
    sending: Sending,
  ) {
    this.statement = statement;
    this.values = values;
    this.asked = asked;
    this.prepared = prepared;
    this.#sending = sending;
  }

  get isTraced(): boolean {
    return this.#sending.isTraced;
  }

  failure(error: unknown): unknown {
    return this.statement.isWrite ? failedWrite(error) : error;
  }

  write(writer: FrameWriter): void {
    const { id, columns } = this.prepared;
    const { asked } = this;
    const hasRows = columns.length > 0;
    const flags = QueryFlag.values | (this.statement.namesColumns ? QueryFlag.skipMetadata : 0) |
      (hasRows ? QueryFlag.pageSize : 0);
    writer.shortBytes(id);
    writer.short(consistencyOf(asked, this.#sending));
    writer.byte(asked === undefined ? flags | QueryFlag.timestamp : flags | flagsOf(asked));
    writeValues(writer, this.statement, this.prepared, this.values);
    if (hasRows) writer.int(asked?.pageSize as number | undefined ?? PAGE_SIZE);
    writeAsked(writer, asked);
  }

  read(reader: BodyReader, _opcode: number, trace: string | undefined): unknown {
    this.trace = trace;
    const answer = this.statement.finish(this.#readRows(reader));
    this.statement.count?.(this.#sending.counts, answer as never);
    return answer;
  }

  recover(error: WireError): Promise<unknown> | undefined {
    return error.errorClass === "unprepared" ? this.#sending.sendAgain?.(this) : undefined;
  }

  #readRows(reader: BodyReader): Rows<Row> | undefined {
    const { columns } = this.prepared;
    const kind = reader.int();
    if (kind !== ResultKind.rows) {
      if (columns.length > 0) throw new ProtocolError("The answer to a read has no rows");
      if (!WITHOUT_ROWS.has(kind)) throw new ProtocolError(`A result of an unknown kind (${kind})`);
      return undefined;
    }
    if (this.statement.namesColumns && columns.length === 0) {
      throw new ProtocolError("The answer to a write has rows");
    }
    const metadata = readRowsMetadata(reader, this.statement.described);
    if (metadata.columns !== undefined) this.statement.described = metadata.columns;
    const rows = readRows(reader, metadata.columns ?? this.prepared);
    return { rows, pageState: metadata.pageState };
  }
}

/** A CQL text that is not prepared, and has no values. */
export class Query implements WireRequest {
  readonly opcode = Opcode.query;
  /** The id of its trace, when it has been answered. */
  trace: string | undefined;
  readonly #cql: string;
  readonly #asked: AnyOptions;
  readonly #sending: Sending;

  constructor(cql: string, asked: AnyOptions, sending: Sending) {
    this.#cql = cql;
    this.#asked = asked;
    this.#sending = sending;
  }

  get isTraced(): boolean {
    return this.#sending.isTraced;
  }

  failure(error: unknown): unknown {
    return isRead(this.#cql) ? error : failedWrite(error);
  }

  write(writer: FrameWriter): void {
    writer.longString(this.#cql);
    writer.short(consistencyOf(this.#asked, this.#sending));
    writer.byte(QueryFlag.pageSize | flagsOf(this.#asked));
    writer.int(this.#asked.pageSize as number | undefined ?? PAGE_SIZE);
    writeAsked(writer, this.#asked);
  }

  read(reader: BodyReader, _opcode: number, trace: string | undefined): Rows<Row> {
    this.trace = trace;
    const kind = reader.int();
    if (WITHOUT_ROWS.has(kind)) return { rows: [], pageState: undefined };
    if (kind !== ResultKind.rows) {
      throw new ProtocolError(`A result of an unknown kind (${kind})`);
    }
    const { columns, pageState } = readRowsMetadata(reader);
    if (columns === undefined) throw new ProtocolError("The rows have no description");
    const rows = readRows(reader, columns);
    countAnswer(this.#sending.counts, { rows, pageState });
    return { rows, pageState };
  }
}

/** Several writes in one request, for the node with this index, which has prepared their statements. */
export class BatchRequest implements WireRequest<void> {
  readonly opcode = Opcode.batch;
  /** The id of its trace, when it has been answered. */
  trace: string | undefined;
  readonly #items: readonly BatchedWrite<WireStatement>[];
  readonly #host: number;
  readonly #type: keyof typeof BatchCode;
  readonly #asked: AnyOptions | undefined;
  readonly #sending: Sending;
  readonly #onForgotten: (() => Promise<void>) | undefined;

  constructor(
    items: readonly BatchedWrite<WireStatement>[],
    host: number,
    type: keyof typeof BatchCode,
    asked: AnyOptions | undefined,
    sending: Sending,
    onForgotten: (() => Promise<void>) | undefined,
  ) {
    this.#items = items;
    this.#host = host;
    this.#type = type;
    this.#asked = asked;
    this.#sending = sending;
    this.#onForgotten = onForgotten;
  }

  get isTraced(): boolean {
    return this.#sending.isTraced;
  }

  failure(error: unknown): unknown {
    return failedWrite(error, this.#type !== "logged");
  }

  write(writer: FrameWriter): void {
    writer.byte(BatchCode[this.#type]);
    writer.short(this.#items.length);
    for (const { statement, values } of this.#items) {
      const prepared = statement.prepared[this.#host]!;
      writer.byte(1);
      writer.shortBytes(prepared.id);
      writeValues(writer, statement, prepared, values);
    }
    writer.short(consistencyOf(this.#asked, this.#sending));
    writer.byte(flagsOf(this.#asked));
    writeAsked(writer, this.#asked);
  }

  read(reader: BodyReader, _opcode: number, trace: string | undefined): void {
    expectKind(reader, ResultKind.void);
    this.trace = trace;
  }

  recover(error: WireError): Promise<void> | undefined {
    return error.errorClass === "unprepared" ? this.#onForgotten?.() : undefined;
  }
}

/** Writes the number of values, and the values. One that is not given leaves its column as it is. */
function writeValues(
  writer: FrameWriter,
  { columns }: WireStatement,
  prepared: Prepared,
  values: StatementValues,
): void {
  const count = columns?.length ?? (values as readonly unknown[]).length;
  writer.short(count);
  for (let at = 0; at < count; at++) {
    const value = (values as Row)[columns?.[at] ?? at];
    // The server says what is wrong with a value that is one too many.
    if (value === null || at >= prepared.writers.length) writer.int(-1);
    else if (value === undefined) {
      if (columns !== undefined) refuseOtherNames(columns, values);
      writer.int(-2);
    } else writeBound(writer, prepared, at, value);
  }
}
