import { type Bytes, fromElements, sized, toShort } from "../../protocol/bytes.ts";
import { splitKey } from "../../protocol/partition_key.ts";
import { isMultiCell } from "../data/types.ts";
import type { Cell, Elements, Partition, StoredRow } from "./data.ts";
import type { SchemaColumn, Table } from "./schema.ts";

/** A row as a statement reads it; `row` is null where the partition only has static columns. */
export interface View {
  table: Table;
  partition: Partition;
  row: StoredRow | null;
  /** When the statement runs, in ms; decides what has expired. */
  now: number;
}

function isLive(cell: Cell, now: number): boolean {
  return cell.value !== null && (cell.stamp.expiresAt === 0 || cell.stamp.expiresAt > now);
}

/** Whether the row exists: it was inserted, or has a value. */
export function rowExists(row: StoredRow, now: number): boolean {
  const { marker } = row;
  if (marker && (marker.expiresAt === 0 || marker.expiresAt > now)) return true;
  return row.cells.some((cell) => cell !== undefined && cellExists(cell, now));
}

function cellExists(cell: Cell | Elements, now: number): boolean {
  return "value" in cell ? isLive(cell, now) : cell.cells.some((each) => isLive(each, now));
}

/** The value of a column; null where it has none. */
export function readColumn(view: View, column: SchemaColumn): Bytes | null {
  switch (column.kind) {
    case "partition_key":
      return keyPart(view, column.position);
    case "clustering":
      return view.row?.clustering[column.position] ?? null;
    default: {
      const cell = cellOf(view, column);
      if (!cell) return null;
      if ("value" in cell) return isLive(cell, view.now) ? cell.value : null;
      return readElements(cell, column, view.now);
    }
  }
}

function cellOf(view: View, column: SchemaColumn): Cell | Elements | undefined {
  const row = column.kind === "static" ? view.partition.head : view.row;
  return row?.cells[column.cellIndex];
}

export function liveElements(cell: Cell | Elements | undefined, now: number): Elements["cells"] {
  return cell && "cells" in cell ? cell.cells.filter((each) => isLive(each, now)) : [];
}

function readElements(elements: Elements, column: SchemaColumn, now: number): Bytes | null {
  const live = liveElements(elements, now);
  if (live.length === 0) return null;
  const { name, of } = column.type;
  if (name === "udt") {
    return fieldsOf(live, of.length).map((cell) => sized(cell?.value ?? null)).join("");
  }
  if (name === "list") return fromElements(live.map((cell) => cell.value!));
  if (name === "set") return fromElements(live.map((cell) => cell.key));
  return fromElements(live.flatMap((cell) => [cell.key, cell.value!]), live.length);
}

function keyPart({ table, partition: { key } }: View, position: number): Bytes {
  return table.partitionKey.length === 1 ? key : splitKey(key)[position]!;
}

/** The cells of a user type's fields; null for one without a value. */
function fieldsOf(live: Elements["cells"], count: number): (Cell | null)[] {
  const fields: (Cell | null)[] = Array(count).fill(null);
  for (const cell of live) fields[toShort(cell.key)] = cell;
  return fields;
}

/**
 * The cells of a column, whose times WRITETIME and TTL return: one for each element of a collection that is not frozen, and
 * for each field of such a user type, null where it has no value.
 */
export function cellsOf(view: View, column: SchemaColumn): (Cell | null)[] {
  const cell = cellOf(view, column);
  const { name, of } = column.type;
  if (name === "udt") return fieldsOf(liveElements(cell, view.now), of.length);
  if (isMultiCell(column.type)) return liveElements(cell, view.now);
  return cell && "value" in cell && isLive(cell, view.now) ? [cell] : [];
}
