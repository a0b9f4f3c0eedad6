import { getHeapStatistics } from "node:v8";
import { invalid } from "../errors.ts";
import { isSystemKeyspace, type Schema, type Table } from "./schema.ts";

const MB = 1024 * 1024;

/**
 * The most bytes that the rows of all tables take: half of what Deno gives a thread, past which it ends the process, and
 * 2 GB at most. The other half is for what answers need, and for what is not collected yet.
 */
export const MOST_STORED: number = Math.min(2_048 * MB, getHeapStatistics().heap_size_limit / 2);

/** Deletions, which can free memory, are taken up to this many times as much, as each leaves a trace. */
const ROOM_TO_DELETE = 1.1;

/** A table is counted again when it has grown by so many bytes. */
const STEP = MB;

/** Bounds what the rows take. */
export interface Room {
  /**
   * To be called before a write.
   *
   * @throws {CqlError} when the rows of all tables take more than they may
   */
  check(table: Table, isDeletion: boolean): void;
}

/** Starts to bound the rows of a schema. */
export function boundRows(schema: Schema, most: number = MOST_STORED): Room {
  /** Bytes in all tables when they were last counted, and in each of them then. */
  let total = 0;
  let counted = new Map<Table, number>();

  function count(): void {
    const tables = [...schema.keyspaces.values()].filter(({ name }) => !isSystemKeyspace(name))
      .flatMap(({ tables }) => [...tables.values()]);
    counted = new Map(tables.map((table) => [table, table.data.bytes]));
    total = tables.reduce((sum, { data }) => sum + data.bytes, 0);
  }

  return {
    check(table, isDeletion) {
      const isKnown = table.data.bytes - (counted.get(table) ?? 0) < STEP;
      if (isKnown && total <= most) return;
      count();
      if (total <= most * (isDeletion ? ROOM_TO_DELETE : 1)) return;
      throw invalid(
        `The embedded server holds ${Math.round(total / MB)} MB of rows, and may hold ` +
          `${
            Math.round(most / MB)
          }: delete or truncate, write less, or run against a real Cassandra ` +
          "with --cassandra",
      );
    },
  };
}
