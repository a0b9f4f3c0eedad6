import { ConsistencyCode } from "../../protocol/opcodes.ts";
import { FrameWriter } from "../../protocol/writer.ts";
import { isUnknownWrite } from "../../scenario/calls/unknown_writes.ts";
import type { Model } from "../../scenario/schema/model.ts";
import type { Consistency } from "../../scenario/settings.ts";
import { createChunks, type Kept, State } from "./chunks.ts";
import { type Codec, createCodec } from "./codec.ts";

type Row = Readonly<Record<string, unknown>>;

/** What a write does to a row. */
export const Kind = {
  /** Writes a row, as INSERT does. */
  create: 0,
  /** Sets some columns; a delete of columns sets them to nothing. */
  update: 1,
  /** Deletes the row. */
  delete: 2,
  /** Writes a row unless it is there, at a time that the server gives. */
  conditional: 3,
  /** Something that makes the row's content uncertain: a write at a time of its own, or one that needs no replica. */
  timestamp: 4,
  any: 5,
} as const;

/** Why an acknowledged write is not looked for, beside what is found out later. */
export type Unlogged = "counters" | "changes" | "cql" | "ranges" | "static" | "values";

/** A write that was noted, until its outcome is. */
export interface Noted {
  acknowledge(): void;
  fail(error: unknown): void;
}

/** How a write is sent, as far as it matters for what is found later. */
export interface SentWith {
  readonly kind: typeof Kind[keyof typeof Kind];
  readonly consistency: Consistency;
  /** Seconds after which what is written is gone; 0 for never. */
  readonly ttl: number;
}

/** What a thread wrote in a case: plain data. */
export interface ThreadWrites {
  /** The tables by the indexes that the log uses. */
  readonly models: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** What the instants of the log are relative to, in milliseconds since 1970. */
  readonly origin: number;
  /** When it began, in microseconds since 1970. No write of it has an earlier timestamp. */
  readonly since: number;
  readonly kept: Kept;
  /** Acknowledged writes that are not in the log, by why. */
  readonly unlogged: Readonly<Partial<Record<Unlogged, number>>>;
  /** Writes that are not in the log and may have happened. */
  readonly unloggedUnknown: number;
  /** The texts that wrote by `execute`; `undefined` where they were too many. */
  readonly texts: readonly string[] | undefined;
  /** The partitions by table of which several rows were deleted at once; `undefined` where they were too many. */
  readonly ranges: ReadonlyMap<string, ReadonlySet<string>> | undefined;
}

/** Keeps what the writes of a thread said, in about 70 bytes for a small row. */
export interface WriteLog {
  /** Forgets everything, as a case begins. */
  restart(): void;
  /** Notes a write of one row before it is sent. */
  note(model: Model, row: Row, cells: Row, how: SentWith): Noted;
  /** Notes a write that is not looked for. */
  pass(why: Unlogged): Noted;
  /** Notes that several rows of a partition are deleted at once. */
  noteRange(model: Model, key: Row): void;
  /** Notes a text that can write. */
  noteText(cql: string): void;
  written(): ThreadWrites;
}

/** Where the length of a record's table and key stands in it. */
const KEY_AT = 6;

/** How many texts, and how many partitions, are told apart. */
const MOST_TEXTS = 1_000, MOST_RANGES = 100_000;

/**
 * Makes a log.
 *
 * @param mostBytes of memory, about. Past it the rows of every second key are forgotten, and of those left again.
 */
export function createWriteLog(mostBytes: number): WriteLog {
  const codecs = new Map<Model, { readonly codec: Codec; readonly index: number }>();
  const writer = new FrameWriter("request");
  let since = 0;
  let chunks = createChunks(writer, mostBytes);
  let unlogged: Partial<Record<Unlogged, number>> = {};
  let unloggedUnknown = 0;
  let texts = new Set<string>();
  let ranges = new Map<string, Set<string>>();
  let rangeCount = 0;

  function restart(): void {
    // The clients take the time in whole milliseconds.
    since = (Date.now() - 1) * 1_000;
    writer.clear();
    chunks = createChunks(writer, mostBytes);
    unlogged = {};
    unloggedUnknown = 0;
    texts = new Set();
    ranges = new Map();
    rangeCount = 0;
  }

  function codecOf(model: Model) {
    let known = codecs.get(model);
    if (known === undefined) {
      codecs.set(model, known = { codec: createCodec(model), index: codecs.size });
    }
    return known;
  }

  /** Writes a record; what it holds follows from the reading in rows.ts. */
  function write(model: Model, row: Row, cells: Row, { kind, consistency, ttl }: SentWith): number {
    const { codec, index } = codecOf(model);
    writer.byte(kind);
    writer.byte(ConsistencyCode[consistency]);
    writer.int(ttl);
    const keyAt = writer.beginValue();
    writer.short(index);
    codec.writeKey(writer, row);
    writer.endValue(keyAt);
    const cellsAt = writer.length;
    codec.writeCells(writer, cells);
    return cellsAt;
  }

  function pass(why: Unlogged): Noted {
    return {
      acknowledge: () => unlogged[why] = (unlogged[why] ?? 0) + 1,
      fail(error) {
        if (isUnknownWrite(error)) unloggedUnknown++;
      },
    };
  }

  restart();
  return {
    restart,
    pass,
    note(model, row, cells, how) {
      const start = writer.length;
      let cellsAt: number;
      try {
        cellsAt = write(model, row, cells, how);
      } catch {
        // The client refuses it, too.
        writer.cut(start);
        return pass("values");
      }
      const settle = chunks.add(start, start + KEY_AT, cellsAt);
      return {
        acknowledge: () => settle(State.acknowledged),
        fail: (error) => settle(isUnknownWrite(error) ? State.unknown : State.failed),
      };
    },
    noteRange(model, key) {
      const { codec } = codecOf(model);
      const start = writer.length;
      try {
        codec.writePartition(writer, key);
      } catch {
        writer.cut(start);
        return;
      }
      const partition = String.fromCharCode(...writer.cut(start));
      if (rangeCount++ < MOST_RANGES) {
        ranges.set(model.name, (ranges.get(model.name) ?? new Set()).add(partition));
      }
    },
    noteText(cql) {
      if (texts.size <= MOST_TEXTS) texts.add(cql);
    },
    written() {
      const models = [...codecs.keys()].map(({ name, columns }) => ({
        name,
        columns: Object.keys(columns),
      }));
      return {
        ...{ models, origin: performance.timeOrigin, since, kept: chunks.kept() },
        ...{ unlogged, unloggedUnknown },
        texts: texts.size > MOST_TEXTS ? undefined : [...texts],
        ranges: rangeCount > MOST_RANGES ? undefined : ranges,
      };
    },
  };
}
