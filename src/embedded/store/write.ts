import { type Bytes, fromDouble } from "../../protocol/bytes.ts";
import type { Comparator } from "../data/compare.ts";
import {
  type Cell,
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
} from "./data.ts";

/**
 * A row to write to, and the time up to which the row, its partition or a slice around it was deleted: writes of that time
 * and earlier ones have no effect.
 */
export interface WritableRow {
  row: StoredRow;
  deletedAt: number;
}

export function writableRow(partition: Partition, row: StoredRow, order: RowOrder): WritableRow {
  let deletedAt = Math.max(partition.deletedAt, row.deletedAt);
  if (row === partition.head) return { row, deletedAt };
  for (const { start, end, time } of partition.deletedSlices) {
    const covers = isBehindStart(row, start, order) && !isBehindEnd(row, end, order);
    if (covers) deletedAt = Math.max(deletedAt, time);
  }
  return { row, deletedAt };
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
  }
}

// Of two writes at the same µs a deletion wins, or else the larger value. So their order of arrival makes no difference.
function wins(value: Bytes | null, stamp: Stamp, old: Cell): boolean {
  if (stamp.time !== old.stamp.time) return stamp.time > old.stamp.time;
  if (value === null || old.value === null) return value === null;
  return value >= old.value;
}

/** Deletes all elements that were written at `time` or before. */
export function clearElements(target: WritableRow, cellIndex: number, time: number): void {
  const elements = openElements(target.row, cellIndex);
  elements.deletedAt = Math.max(elements.deletedAt, time);
  elements.cells = elements.cells.filter((cell) => cell.stamp.time > elements.deletedAt);
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
  if (!old) cells.push(element);
  else if (compare(old.key, key) !== 0) cells.splice(at, 0, element);
  else if (wins(value, stamp, old)) cells[at] = element;
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

export function deleteRow(row: StoredRow, time: number): void {
  row.deletedAt = Math.max(row.deletedAt, time);
  purge(row, row.deletedAt);
}

export function deleteSlice(
  partition: Partition,
  slice: Slice,
  time: number,
  order: RowOrder,
): void {
  partition.deletedSlices = [...partition.deletedSlices, { ...slice, time }];
  for (const row of rowsIn(partition, slice, order)) purge(row, time);
}

export function deletePartition(partition: Partition, time: number): void {
  if (time < partition.deletedAt) return;
  partition.deletedAt = time;
  partition.deletedSlices = partition.deletedSlices.filter((slice) => slice.time > time);
  if (partition.head && purge(partition.head, time)) partition.head = null;
  partition.blocks = partition.blocks
    .map((block) => block.filter((row) => !purge(row, time)))
    .filter((block) => block.length > 0);
}

/** Removes what was written at `time` or before, and returns whether nothing is left. */
function purge(row: StoredRow, time: number): boolean {
  if (row.marker && row.marker.time <= time) row.marker = null;
  row.cells.forEach((cell, cellIndex) => {
    if (!cell) return;
    if ("value" in cell) {
      if (cell.stamp.time <= time) row.cells[cellIndex] = undefined;
    } else {
      cell.deletedAt = Math.max(cell.deletedAt, time);
      cell.cells = cell.cells.filter(({ stamp }) => stamp.time > time);
      if (cell.cells.length === 0 && cell.deletedAt === time) row.cells[cellIndex] = undefined;
    }
  });
  return row.marker === null && row.deletedAt <= time && row.cells.every((cell) => !cell);
}
