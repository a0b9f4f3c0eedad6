import { type Bytes, fromInt, sized, toInt, toParts } from "../../protocol/bytes.ts";
import { type Token, tokenOf } from "../../protocol/murmur3.ts";
import {
  findRow,
  type Partition,
  ringIndex,
  ringOf,
  type RowOrder,
  rowsIn,
  type StoredRow,
} from "../store/data.ts";
import { rowExists, type View } from "../store/read.ts";
import type { Table } from "../store/schema.ts";
import type { Params } from "./binds.ts";
import type { Reach } from "./where.ts";

/** The rows that a SELECT reads, and their order. */
export interface Scan {
  table: Table;
  reach: Reach;
  order: RowOrder;
  reversed: boolean;
  /** Whether there is one view for each partition, as for DISTINCT. */
  perPartition: boolean;
}

/** The last row of an answer, which the client sends back as the paging state to get the rows after it. */
export interface Position {
  key: Bytes;
  /** Null where the partition has no further view. */
  clustering: readonly Bytes[] | null;
  /** How many rows were returned so far, in all and of the last partition. */
  returned: number;
  inPartition: number;
}

export function encodePosition({ key, clustering, returned, inPartition }: Position): Bytes {
  const parts = clustering === null ? [key] : [key, "", ...clustering];
  return fromInt(returned) + fromInt(inPartition) + parts.map(sized).join("");
}

export function decodePosition(state: Bytes): Position {
  const [key, mark, ...clustering] = toParts(state, 8) as Bytes[];
  return {
    key: key ?? "",
    clustering: mark === undefined ? null : clustering,
    returned: toInt(state),
    inPartition: toInt(state, 4),
  };
}

/** The rows in the order of the answer, after the position `after` where it is given. */
export function* views(
  scan: Scan,
  params: Params,
  now: number,
  after: Position | undefined,
): Generator<View> {
  for (const partition of partitions(scan, params, after)) {
    const resumed = after?.key === partition.key;
    if (resumed && after.clustering === null) continue;
    yield* partitionViews(scan, partition, params, now, resumed ? after.clustering : null);
  }
}

function* partitions(
  { table: { data }, reach }: Scan,
  params: Params,
  after: Position | undefined,
): Generator<Partition> {
  const wanted = (token: Token) => reach.tokens.every((test) => test(token, params));
  if (reach.keys) {
    const keys = reach.keys(params);
    for (let i = after ? Math.max(keys.indexOf(after.key), 0) : 0; i < keys.length; i++) {
      const partition = data.partitions.get(keys[i]!);
      if (partition && (reach.tokens.length === 0 || wanted(tokenOf(partition.key)))) {
        yield partition;
      }
    }
    return;
  }
  const ring = ringOf(data);
  for (let i = after ? ringIndex(ring, after.key) : 0; i < ring.length; i++) {
    const { token, partition } = ring[i]!;
    if (wanted(token)) yield partition;
  }
}

function* partitionViews(
  { table, reach, order, reversed, perPartition }: Scan,
  partition: Partition,
  params: Params,
  now: number,
  after: readonly Bytes[] | null,
): Generator<View> {
  const { head } = partition;
  const headExists = head !== null && rowExists(head, now);
  if (table.clustering.length === 0) {
    if (headExists) yield { table, partition, row: head, now };
    return;
  }
  let seen = after !== null;
  const slices = reach.slices(params);
  for (const slice of reversed ? slices.reverse() : slices) {
    const rows = reach.isExact && after === null
      ? exactRow(partition, slice.start!.prefix, order)
      : rowsIn(partition, slice, order, reversed, after);
    for (const row of rows) {
      if (!rowExists(row, now)) continue;
      if (perPartition) return yield { table, partition, row: null, now };
      seen = true;
      yield { table, partition, row, now };
    }
  }
  if (headExists && !seen && !reach.restrictsClustering) {
    yield { table, partition, row: null, now };
  }
}

function exactRow(
  partition: Partition,
  clustering: readonly Bytes[],
  order: RowOrder,
): StoredRow[] {
  const row = findRow(partition, clustering, order);
  return row ? [row] : [];
}
