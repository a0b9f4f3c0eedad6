import { type Bytes, fromDouble } from "../../protocol/bytes.ts";
import type { Comparator } from "../data/compare.ts";
import {
  type Cell,
  Cost,
  costOfRow,
  type Elements,
  isBehindEnd,
  isBehindStart,
  NEVER,
  type Partition,
  type RowOrder,
  rowsIn,
  type Slice,
  type Stamp,
  type StoredRow,
  type TableData,
} from "./data.ts";

/**
 * A row to write to, and the time up to which the row, its partition or a slice around it was deleted: writes of that time
 * and earlier ones have no effect.
 */
export interface WritableRow {
  row: StoredRow;
  deletedAt: number;
  /** Counts what the row takes. */
  data: TableData;
}

export function writableRow(partition: Partition, row: StoredRow, order: RowOrder): WritableRow {
  const { data } = partition;
  let deletedAt = Math.max(partition.deletedAt, row.deletedAt);
  if (row === partition.head) return { row, deletedAt, data };
  for (const { start, end, time } of partition.deletedSlices) {
    const covers = isBehindStart(row, start, order) && !isBehindEnd(row, end, order);
    if (covers) deletedAt = Math.max(deletedAt, time);
  }
  return { row, deletedAt, data };
}

/** Makes the row exist even without values. */
export function markRow({ row, deletedAt }: WritableRow, stamp: Stamp): void {
  if (stamp.time > deletedAt && (row.marker === null || stamp.time >= row.marker.time)) {
    row.marker = stamp;
  }
}

/** Writes a value, or deletes it for null. The latest write wins. */
export function putCell(
  target: WritableRow,
  cellIndex: number,
  value: Bytes | null,
  stamp: Stamp,
): void {
  const { cells } = target.row;
  const old = cells[cellIndex] as Cell | undefined;
  if (stamp.time > target.deletedAt && (!old || wins(value, stamp, old))) {
    cells[cellIndex] = { value, stamp };
    target.data.bytes += sizeOf(value) - (old ? sizeOf(old.value) : -Cost.cell);
  }
}

// Of two writes at the same µs a deletion wins, or else the larger value. So their order of arrival makes no difference.
function wins(value: Bytes | null, stamp: Stamp, old: Cell): boolean {
  if (stamp.time !== old.stamp.time) return stamp.time > old.stamp.time;
  if (value === null || old.value === null) return value === null;
  return value >= old.value;
}

function sizeOf(value: Bytes | null): number {
  return value === null ? 0 : value.length;
}

/** What an element takes. */
function costOf({ key, value }: Elements["cells"][number]): number {
  return Cost.element + key.length + sizeOf(value);
}

/** Keeps the elements that pass a test, and returns what the others took. */
function keepElements(elements: Elements, test: (cell: Cell) => boolean): number {
  const before = elements.cells;
  elements.cells = before.filter(test);
  if (elements.cells.length === before.length) return 0;
  return before.filter((cell) => !test(cell)).reduce((sum, cell) => sum + costOf(cell), 0);
}

/** Deletes all elements that were written at `time` or before. */
export function clearElements(target: WritableRow, cellIndex: number, time: number): void {
  const elements = openElements(target.row, cellIndex);
  elements.deletedAt = Math.max(elements.deletedAt, time);
  const { deletedAt } = elements;
  target.data.bytes -= keepElements(elements, ({ stamp }) => stamp.time > deletedAt);
}

/** Writes an element, or deletes it for null. */
export function putElement(
  target: WritableRow,
  cellIndex: number,
  element: { key: Bytes; value: Bytes | null; stamp: Stamp },
  compare: Comparator,
): void {
  const { deletedAt, cells } = openElements(target.row, cellIndex);
  const { key, value, stamp } = element;
  if (stamp.time <= Math.max(target.deletedAt, deletedAt)) return;
  const at = cells.findIndex((cell) => compare(cell.key, key) >= 0);
  const old = cells[at];
  if (old && compare(old.key, key) === 0) {
    if (!wins(value, stamp, old)) return;
    cells[at] = element;
    target.data.bytes += costOf(element) - costOf(old);
    return;
  }
  if (old) cells.splice(at, 0, element);
  else cells.push(element);
  target.data.bytes += costOf(element);
}

function openElements(row: StoredRow, cellIndex: number): Elements {
  return (row.cells[cellIndex] ??= { deletedAt: NEVER, cells: [] }) as Elements;
}

let listKeys = 0;

/** A new key that is after, or before, all others of a list. Doubles above 0 have the order of their bytes. */
export function newListKey(end: "front" | "back"): Bytes {
  listKeys++;
  return fromDouble(2 ** 40 + (end === "back" ? listKeys : -listKeys));
}

export function deleteRow({ data }: Partition, row: StoredRow, time: number): void {
  row.deletedAt = Math.max(row.deletedAt, time);
  purge(row, row.deletedAt, data);
}

export function deleteSlice(
  partition: Partition,
  slice: Slice,
  time: number,
  order: RowOrder,
): void {
  partition.deletedSlices = [...partition.deletedSlices, { ...slice, time }];
  partition.data.bytes += Cost.slice;
  for (const row of rowsIn(partition, slice, order)) purge(row, time, partition.data);
}

export function deletePartition(partition: Partition, time: number): void {
  if (time < partition.deletedAt) return;
  partition.deletedAt = time;
  const { data, deletedSlices } = partition;
  partition.deletedSlices = deletedSlices.filter((slice) => slice.time > time);
  data.bytes -= Cost.slice * (deletedSlices.length - partition.deletedSlices.length);
  function isGone(row: StoredRow): boolean {
    const isEmpty = purge(row, time, data);
    if (isEmpty) data.bytes -= costOfRow(row);
    return isEmpty;
  }
  if (partition.head && isGone(partition.head)) partition.head = null;
  partition.blocks = partition.blocks
    .map((block) => block.filter((row) => !isGone(row)))
    .filter((block) => block.length > 0);
}

/** Removes what was written at `time` or before, and returns whether nothing is left. */
function purge(row: StoredRow, time: number, data: TableData): boolean {
  if (row.marker && row.marker.time <= time) row.marker = null;
  row.cells.forEach((cell, cellIndex) => {
    if (!cell) return;
    if ("value" in cell) {
      if (cell.stamp.time > time) return;
      row.cells[cellIndex] = undefined;
      data.bytes -= Cost.cell + sizeOf(cell.value);
    } else {
      cell.deletedAt = Math.max(cell.deletedAt, time);
      data.bytes -= keepElements(cell, ({ stamp }) => stamp.time > time);
      if (cell.cells.length === 0 && cell.deletedAt === time) row.cells[cellIndex] = undefined;
    }
  });
  return row.marker === null && row.deletedAt <= time && row.cells.every((cell) => !cell);
}
