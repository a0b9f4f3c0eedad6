import { BodyReader } from "../../protocol/reader.ts";
import { createTurns } from "../../runtime/turns.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { type Chunk, State } from "./chunks.ts";
import { type Codec, createCodec } from "./codec.ts";
import type { ThreadWrites } from "./log.ts";

/** A write of a row. */
export interface RowWrite {
  readonly kind: number;
  /** The protocol's number of its consistency level. */
  readonly level: number;
  readonly isAcknowledged: boolean;
  /** Which thread sent it: the times of one thread alone say which of two writes is the later one. */
  readonly thread: number;
  /** When it was sent and when that ended, in milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Seconds after which what it wrote is gone; 0 for never. */
  readonly ttl: number;
  /** What it says of the columns by their indexes. */
  readonly cells: ReadonlyMap<number, unknown>;
}

/** A row that was written, with all its writes that happened or may have. */
export interface WrittenRow {
  /** `undefined` where the scenario has no such table. */
  readonly codec: Codec | undefined;
  readonly table: string;
  readonly key: readonly unknown[];
  /** Whether other writes than those that are here may have changed it, and which. */
  readonly disturbedBy: "cql" | "ranges" | undefined;
  readonly writes: readonly RowWrite[];
}

/** About so many records are gathered at a time, so that it takes little memory. */
const AT_ONCE = 16_384;

/** Gathers the rows that the threads wrote, some at a time. */
export async function* gatherRows(
  threads: readonly ThreadWrites[],
  models: readonly Model[],
): AsyncGenerator<WrittenRow[]> {
  const turns = createTurns();
  const mask = maskOf(threads);
  const tables = threads.map((thread) => tablesOf(thread, models, threads));
  const chunks = threads.flatMap(({ kept }, thread) =>
    kept.chunks.map((chunk) => ({ chunk, thread, reader: new BodyReader(chunk.bytes) }))
  );
  const records = chunks.reduce((sum, { chunk }) => sum + chunk.count, 0);
  const parts = Math.ceil(records / AT_ONCE);
  for (let part = 0; part < parts; part++) {
    const rows = new Map<string, WrittenRow & { readonly writes: RowWrite[] }>();
    for (const { chunk, thread, reader } of chunks) {
      const { origin } = threads[thread]!;
      for (let at = 0; at < chunk.count; at++) {
        const hash = chunk.hashes[at]!;
        if (Math.floor(hash / 2 ** 32 * parts) !== part || !isKept(chunk, at, mask)) continue;
        addTo(rows, reader, { chunk, at, thread, origin, tables: tables[thread]! });
      }
      await turns(performance.now());
    }
    yield [...rows.values()];
  }
}

/** The bits of the hashes that some threads leave out: what one has of a row is not all. */
function maskOf(threads: readonly ThreadWrites[]): number {
  return threads.reduce((mask, { kept }) => mask | kept.mask, 0);
}

function isKept({ states, hashes }: Chunk, at: number, mask: number): boolean {
  return states[at] !== State.failed && (hashes[at]! & mask) === 0;
}

/** Counts the writes by what is known of them, whether they are in the rows or not. */
export function countWrites(
  threads: readonly ThreadWrites[],
): { acknowledged: number; unknown: number; sampledOut: number } {
  const mask = maskOf(threads);
  const counts = { acknowledged: 0, unknown: 0, sampledOut: 0 };
  for (const { kept: { chunks, leftOut }, unlogged, unloggedUnknown } of threads) {
    counts.acknowledged += leftOut.acknowledged;
    counts.sampledOut += leftOut.acknowledged;
    counts.unknown += leftOut.unknown + unloggedUnknown;
    for (const count of Object.values(unlogged)) counts.acknowledged += count;
    for (const { states, hashes, count } of chunks) {
      for (let at = 0; at < count; at++) {
        if (states[at] === State.acknowledged) {
          counts.acknowledged++;
          if ((hashes[at]! & mask) !== 0) counts.sampledOut++;
        } else if (states[at] !== State.failed) counts.unknown++;
      }
    }
  }
  return counts;
}

/** A table, as the records of a thread name it. */
interface Table {
  readonly name: string;
  readonly codec: Codec | undefined;
  readonly isInTexts: boolean;
  /** `undefined` where there were too many. */
  readonly ranges: ReadonlySet<string> | undefined;
}

function tablesOf(
  { models: named }: ThreadWrites,
  models: readonly Model[],
  threads: readonly ThreadWrites[],
): Table[] {
  return named.map(({ name, columns }) => {
    const model = models.find((one) =>
      one.name === name && Object.keys(one.columns).join() === columns.join()
    );
    const all = threads.map(({ ranges }) => ranges && (ranges.get(name) ?? new Set<string>()));
    return {
      name,
      codec: model && createCodec(model),
      isInTexts: threads.some(({ texts }) =>
        texts === undefined || texts.some((text) => names(text, name))
      ),
      ranges: all.includes(undefined) ? undefined : new Set(all.flatMap((one) => [...one ?? []])),
    };
  });
}

/** Whether a text can be about a table. */
function names(text: string, table: string): boolean {
  return text.toLowerCase().includes(table.toLowerCase());
}

interface Record {
  readonly chunk: Chunk;
  readonly at: number;
  readonly thread: number;
  readonly origin: number;
  readonly tables: readonly Table[];
}

/** Reads a record, as log.ts writes it, and adds it to its row. */
function addTo(
  rows: Map<string, WrittenRow & { readonly writes: RowWrite[] }>,
  reader: BodyReader,
  { chunk, at, thread, origin, tables }: Record,
): void {
  const start = chunk.offsets[at]!, end = chunk.offsets[at + 1]!;
  reader.seek(start, end);
  const kind = reader.byte(), level = reader.byte(), ttl = reader.int();
  const size = reader.int();
  const keyAt = reader.at;
  const table = tables[reader.short()]!;
  const { codec } = table;
  const bytes = reader.binary(size - 2);
  // Threads can meet the tables in different orders.
  const id = `${table.name}\0${bytes}`;
  let row = rows.get(id);
  if (row === undefined) {
    reader.seek(keyAt + 2, end);
    const key = codec?.readKey(reader) ?? [];
    rows.set(
      id,
      row = { codec, table: table.name, key, disturbedBy: disturbs(table, bytes), writes: [] },
    );
  }
  reader.seek(keyAt + size, end);
  row.writes.push({
    ...{ kind, level, ttl, thread },
    isAcknowledged: chunk.states[at] === State.acknowledged,
    start: origin + chunk.starts[at]!,
    end: origin + chunk.ends[at]!,
    cells: codec?.readCells(reader) ?? new Map(),
  });
}

/** The bytes of a key begin with those of its partition, of which none begins with another: each has its length. */
function disturbs({ isInTexts, ranges }: Table, key: string): "cql" | "ranges" | undefined {
  if (isInTexts) return "cql";
  if (ranges === undefined) return "ranges";
  for (const partition of ranges) if (key.startsWith(partition)) return "ranges";
  return undefined;
}
