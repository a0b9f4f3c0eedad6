import type { Bytes } from "../../protocol/bytes.ts";
import { compareTokens, type Token, tokenOf } from "../../protocol/murmur3.ts";

/** When a statement wrote; all cells of the statement share it. `time` is in µs, `ttl` in s, `expiresAt` in ms. */
export interface Stamp {
  time: number;
  ttl: number;
  /** 0 for never. */
  expiresAt: number;
}

/** A value; null is a deleted one. */
export interface Cell {
  value: Bytes | null;
  stamp: Stamp;
}

/** A collection whose elements are written, expire and are deleted one by one; sorted by key. */
export interface Elements {
  deletedAt: number;
  cells: (Cell & { key: Bytes })[];
}

export interface StoredRow {
  clustering: readonly Bytes[];
  /** Set by INSERT, so that the row exists even without values. */
  marker: Stamp | null;
  deletedAt: number;
  /** By the `cellIndex` of the column. */
  cells: (Cell | Elements | undefined)[];
}

/** A range of rows. Each end is a prefix of clustering values; null where the range has no bound. */
export interface Slice {
  start: Bound | null;
  end: Bound | null;
}
export interface Bound {
  prefix: readonly Bytes[];
  inclusive: boolean;
}

export interface Partition {
  /** The table's data that it is part of, which counts what it takes. */
  data: TableData;
  key: Bytes;
  deletedAt: number;
  /** The row without clustering values: it holds the static columns, or everything in a table without clustering columns. */
  head: StoredRow | null;
  /** The clustered rows in their order, in blocks, so that inserting one among a million stays cheap. */
  blocks: StoredRow[][];
  deletedSlices: (Slice & { time: number })[];
}

/** The rows of a table. */
export interface TableData {
  /** About how many bytes of memory the rows take. */
  bytes: number;
  partitions: Map<Bytes, Partition>;
  /** The partitions in the order of their tokens, but for the `unsorted` ones created since the last scan. */
  ring: RingEntry[];
  unsorted: Partition[];
}
export interface RingEntry {
  token: Token;
  partition: Partition;
}

/** Bytes of memory that each takes beside its values, as measured on a million of them. */
export const Cost = { partition: 100, row: 440, cell: 60, element: 200, slice: 250 } as const;

/** A time before every write. */
export const NEVER = -Infinity;
const NONE: never[] = [];
const BLOCK = 256;

export function emptyData(): TableData {
  return { bytes: 0, partitions: new Map(), ring: [], unsorted: [] };
}

export function openPartition(data: TableData, key: Bytes): Partition {
  let partition = data.partitions.get(key);
  if (!partition) {
    partition = { data, key, deletedAt: NEVER, head: null, blocks: NONE, deletedSlices: NONE };
    data.bytes += Cost.partition + key.length;
    data.partitions.set(key, partition);
    data.unsorted.push(partition);
  }
  return partition;
}

/** Removes a partition as if it had never been written. */
export function removePartition(data: TableData, key: Bytes): void {
  data.partitions.delete(key);
  data.ring = data.ring.filter(({ partition }) => partition.key !== key);
  data.unsorted = data.unsorted.filter((partition) => partition.key !== key);
}

/** All partitions in the order of their tokens. */
export function ringOf(data: TableData): readonly RingEntry[] {
  if (data.unsorted.length > 0) {
    const fresh = data.unsorted.map((partition) => ({ token: tokenOf(partition.key), partition }));
    data.ring = merge(data.ring, fresh.sort(compareEntries));
    data.unsorted = [];
  }
  return data.ring;
}

/** The index in the ring of the partition with that key, or else of the next one. */
export function ringIndex(ring: readonly RingEntry[], key: Bytes): number {
  const token = tokenOf(key);
  return firstIndex(
    ring,
    (entry) =>
      (compareTokens(entry.token, token) || (entry.partition.key < key ? -1 : 1)) > 0 ||
      entry.partition.key === key,
  );
}

function compareEntries(a: RingEntry, b: RingEntry): number {
  return compareTokens(a.token, b.token) || (a.partition.key < b.partition.key ? -1 : 1);
}

function merge(a: RingEntry[], b: RingEntry[]): RingEntry[] {
  if (a.length === 0) return b;
  const merged: RingEntry[] = [];
  let i = 0;
  for (const entry of b) {
    while (i < a.length && compareEntries(a[i]!, entry) < 0) merged.push(a[i++]!);
    merged.push(entry);
  }
  while (i < a.length) merged.push(a[i++]!);
  return merged;
}

export function openHead(partition: Partition): StoredRow {
  if (partition.head === null) {
    partition.data.bytes += Cost.row;
    partition.head = newRow(NONE);
  }
  return partition.head;
}

function newRow(clustering: readonly Bytes[]): StoredRow {
  return { clustering, marker: null, deletedAt: NEVER, cells: [] };
}

/** What a row takes without its cells. */
export function costOfRow({ clustering }: StoredRow): number {
  return clustering.reduce<number>((sum, value) => sum + value.length, Cost.row);
}

/** Compares the clustering values of a row with a prefix; 0 where they start with it. */
export type RowOrder = (clustering: readonly Bytes[], prefix: readonly Bytes[]) => number;

/** Finds the row, or creates it. */
export function openRow(
  partition: Partition,
  clustering: readonly Bytes[],
  order: RowOrder,
): StoredRow {
  const { blocks } = partition;
  const found = findRow(partition, clustering, order);
  if (found) return found;
  const row = newRow(clustering);
  partition.data.bytes += costOfRow(row);
  if (blocks.length === 0) {
    partition.blocks = [[row]];
    return row;
  }
  const before = firstIndex(blocks, (block) => order(block[0]!.clustering, clustering) > 0);
  const block = blocks[Math.max(before - 1, 0)]!;
  block.splice(firstIndex(block, (each) => order(each.clustering, clustering) > 0), 0, row);
  if (block.length > BLOCK) blocks.splice(Math.max(before, 1), 0, block.splice(BLOCK / 2));
  return row;
}

export function findRow(
  partition: Partition,
  clustering: readonly Bytes[],
  order: RowOrder,
): StoredRow | undefined {
  const { blocks } = partition;
  const after = firstIndex(blocks, (block) => order(block[0]!.clustering, clustering) > 0);
  const block = blocks[after - 1];
  if (!block) return undefined;
  const row = block[firstIndex(block, (each) => order(each.clustering, clustering) >= 0)];
  return row && order(row.clustering, clustering) === 0 ? row : undefined;
}

/** The clustered rows of a slice, in their order or reversed, after the row `after` where it is given. */
export function* rowsIn(
  partition: Partition,
  { start, end }: Slice,
  order: RowOrder,
  reversed = false,
  after: readonly Bytes[] | null = null,
): Generator<StoredRow> {
  const { blocks } = partition;
  const first = after && !reversed ? { prefix: after, inclusive: false } : null;
  const last = after && reversed ? { prefix: after, inclusive: false } : null;
  const starts = (row: StoredRow) =>
    isBehindStart(row, start, order) && isBehindStart(row, first, order);
  const ends = (row: StoredRow) => isBehindEnd(row, end, order) || isBehindEnd(row, last, order);
  const from = Math.max(firstIndex(blocks, (block) => starts(block[0]!)) - 1, 0);
  const to = firstIndex(blocks, (block) => ends(block[0]!));
  for (let i = 0; i < to - from; i++) {
    const block = blocks[reversed ? to - 1 - i : from + i]!;
    const rows = block.slice(firstIndex(block, starts), firstIndex(block, ends));
    yield* reversed ? rows.reverse() : rows;
  }
}

export function isBehindStart(row: StoredRow, start: Bound | null, order: RowOrder): boolean {
  return !start || order(row.clustering, start.prefix) > (start.inclusive ? -1 : 0);
}

export function isBehindEnd(row: StoredRow, end: Bound | null, order: RowOrder): boolean {
  return end !== null && order(row.clustering, end.prefix) > (end.inclusive ? 0 : -1);
}

/** The first index whose item passes the test; the length where none does. All items after one that passes must pass. */
function firstIndex<T>(items: readonly T[], test: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
