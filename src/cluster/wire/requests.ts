import { ProtocolError } from "../../protocol/frame.ts";
import { BatchCode, Opcode, QueryFlag, ResultKind } from "../../protocol/opcodes.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import type { Rows, RowsOptions } from "../../scenario/session.ts";
import type { WireRequest } from "./connection.ts";
import type { WireError } from "./errors.ts";
import { expectKind, type Prepared, readRowsMetadata, writeBound } from "./prepared.ts";
import type { WireStatement } from "./statement.ts";
import { nextTimestamp } from "./timestamps.ts";

type Row = Record<string, unknown>;

/** The values of a statement: by their names, or in their order. */
export type StatementValues = Row | readonly unknown[];

/** The rows of one answer when nothing else is asked for, as the driver asks for them. */
const PAGE_SIZE = 5_000;

/** The flags of every request. */
const FLAGS = QueryFlag.values | QueryFlag.timestamp;

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
  /** Prepares a statement and sends it again, as its node has forgotten it; absent where it has been sent again. */
  readonly sendAgain?: (forgotten: Execute) => Promise<unknown>;
}

/** A prepared statement with its values, for a node that has prepared it. */
export class Execute implements WireRequest {
  readonly opcode = Opcode.execute;
  readonly statement: WireStatement;
  readonly values: StatementValues;
  readonly asked: RowsOptions | undefined;
  /** The id of its trace, when it has been answered. */
  trace: string | undefined;
  readonly prepared: Prepared;
  readonly #sending: Sending;

  constructor(
    statement: WireStatement,
    values: StatementValues,
    asked: RowsOptions | undefined,
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

  write(writer: FrameWriter): void {
    const { id, columns } = this.prepared;
    writer.shortBytes(id);
    writer.short(this.#sending.consistency);
    const hasRows = columns.length > 0;
    const pageState = this.asked?.pageState;
    writer.byte(
      FLAGS | (this.statement.namesColumns ? QueryFlag.skipMetadata : 0) |
        (hasRows ? QueryFlag.pageSize : 0) |
        (pageState === undefined ? 0 : QueryFlag.pagingState),
    );
    writeValues(writer, this.statement, this.prepared, this.values);
    if (hasRows) writer.int(this.asked?.pageSize ?? PAGE_SIZE);
    if (pageState !== undefined) {
      const bytes = Uint8Array.fromHex(pageState);
      writer.int(bytes.length);
      writer.bytes(bytes);
    }
    writer.long(nextTimestamp());
  }

  read(reader: BodyReader, _opcode: number, trace: string | undefined): unknown {
    this.trace = trace;
    return this.statement.finish(this.#readRows(reader));
  }

  recover(error: WireError): Promise<unknown> | undefined {
    return error.errorClass === "unprepared" ? this.#sending.sendAgain?.(this) : undefined;
  }

  #readRows(reader: BodyReader): Rows<Row> | undefined {
    const { columns, readRow } = this.prepared;
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
    const read = metadata.columns?.readRow ?? readRow;
    const rows: Row[] = [];
    for (let left = reader.int(); left > 0; left--) rows.push(read(reader));
    return { rows, pageState: metadata.pageState };
  }
}

/** A statement of a batch, with its values. */
export interface BatchedWrite {
  readonly statement: WireStatement;
  readonly values: Row;
}

/** Several writes in one request, for the node with this index, which has prepared their statements. */
export class Batch implements WireRequest<void> {
  readonly opcode = Opcode.batch;
  readonly isTraced: boolean;
  /** The id of its trace, when it has been answered. */
  trace: string | undefined;
  readonly #items: readonly BatchedWrite[];
  readonly #host: number;
  readonly #type: keyof typeof BatchCode;
  readonly #consistency: number;
  readonly #onForgotten: (() => Promise<void>) | undefined;

  constructor(
    items: readonly BatchedWrite[],
    host: number,
    type: keyof typeof BatchCode,
    { consistency, isTraced }: Sending,
    onForgotten: (() => Promise<void>) | undefined,
  ) {
    this.#items = items;
    this.#host = host;
    this.#type = type;
    this.#consistency = consistency;
    this.#onForgotten = onForgotten;
    this.isTraced = isTraced;
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
    writer.short(this.#consistency);
    writer.byte(QueryFlag.timestamp);
    writer.long(nextTimestamp());
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
    else if (value === undefined) writer.int(-2);
    else writeBound(writer, prepared, at, value);
  }
}
