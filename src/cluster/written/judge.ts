import { showShort } from "../../scenario/check/problems.ts";
import { differenceOf } from "../../scenario/difference.ts";
import { CHANGED } from "./codec.ts";
import { Kind } from "./log.ts";
import type { RowWrite, WrittenRow } from "./rows.ts";

/** What became of an acknowledged write; `expired` is gone after its time. */
export type Fate = "readBack" | "overwritten" | "missing" | "different" | "changes" | "expired";

/** What a write makes of a column. */
interface Effect {
  readonly write: RowWrite;
  readonly value: unknown;
}

/** What was read of a row. */
export interface FoundRow {
  /** Its columns by their indexes; `undefined` where there is no such row. */
  readonly cells: ReadonlyMap<number, unknown> | undefined;
  /** When the columns were written, in microseconds since 1970, as far as the server tells. */
  readonly times: ReadonlyMap<number, number>;
  /** When it was read, in milliseconds since 1970. */
  readonly at: number;
}

/** What became of the writes of a row. */
export interface Judged {
  /** Of the acknowledged writes of the row, in their order. */
  readonly fates: readonly Fate[];
  /** How many of those that may have happened were found. */
  readonly unknownApplied: number;
  /** What is wrong, in words. */
  readonly problem: string | undefined;
}

/** Whether the row itself is there, beside its columns. */
const MARKER = -1;
const LIVE = true, DEAD = null;
/** A row that has values is there with its marker and without it. */
const EITHER = false;

/** Clocks of servers round to seconds, and need not agree with ours. */
const EARLY = 1_500;

/**
 * Judges what was read of a row by its writes. Where a later write is acknowledged, an earlier one is overwritten; of
 * writes that overlap in time, or that different threads sent, each may be the last one.
 *
 * @param since what has an earlier timestamp, in microseconds since 1970, is no write of these
 */
export function judgeRow(
  { codec, table, key, writes }: WrittenRow,
  found: FoundRow,
  since: number,
): Judged {
  const columns = codec?.columns ?? [];
  const touched = writes.map((write) => effectsOf(write, columns));
  const blamed = new Map<RowWrite, Fate>();
  const checked = new Set<RowWrite>(), expired = new Set<RowWrite>(), last = new Set<RowWrite>();
  const applied = new Set<RowWrite>(), refuted = new Set<RowWrite>();
  let problem: string | undefined;

  for (const at of new Set(touched.flatMap((effects) => [...effects.keys()]))) {
    const all = writes.flatMap((write, index): Effect[] => {
      const effects = touched[index]!;
      return effects.has(at) ? [{ write, value: effects.get(at) }] : [];
    });
    const candidates = lastOf(all);
    const acknowledged = candidates.filter(({ write }) => write.isAcknowledged);
    for (const { write } of candidates) last.add(write);
    if (candidates.some(({ value }) => value === CHANGED)) continue;
    const value = at === MARKER ? markerIn(found) : valueIn(found, at);
    const isOld = value !== null && (found.times.get(at) ?? Infinity) < since;
    const matches = (one: Effect) =>
      at === MARKER && value === EITHER ||
      differenceOf(one.value, value) === undefined && !(isOld && one.value !== null);
    const isGone = ({ write }: Effect) =>
      value === null && write.ttl > 0 && found.at >= write.start + write.ttl * 1_000 - EARLY;
    const isFound = acknowledged.some(matches);
    for (const one of candidates) {
      if (one.write.isAcknowledged || at === MARKER && value === EITHER) continue;
      if (!matches(one)) refuted.add(one.write);
      else if (!isFound && (value !== null || acknowledged.length > 0)) applied.add(one.write);
    }
    if (acknowledged.length === 0) continue;
    for (const { write } of acknowledged) checked.add(write);
    if (isFound || candidates.some(matches)) continue;
    if (candidates.some(isGone)) {
      for (const { write } of acknowledged) expired.add(write);
      continue;
    }
    for (const one of acknowledged) {
      const { write } = one;
      // A delete that did nothing is missing as well.
      const isMissing = value === null || isOld || one.value === null;
      if (isMissing || !blamed.has(write)) blamed.set(write, isMissing ? "missing" : "different");
    }
    const what = at === MARKER ? "the row" : columns[at]!.name;
    const should = acknowledged[0]!.value;
    problem ??= `${what} must be ${
      at === MARKER ? should === LIVE ? "there" : "deleted" : showShort(should)
    }: found ${isOld ? "what was there before" : value === null ? "nothing" : showShort(value)}`;
  }

  const name = `${table} (${key.map(showShort).join(", ")})`;
  return {
    fates: writes.filter(({ isAcknowledged }) => isAcknowledged).map((write) =>
      blamed.get(write) ??
        (!last.has(write)
          ? "overwritten"
          : expired.has(write)
          ? "expired"
          : checked.has(write)
          ? "readBack"
          : "changes")
    ),
    unknownApplied: [...applied].filter((write) => !refuted.has(write)).length,
    problem: problem && `${name}: ${problem}`,
  };
}

/** The value of a column; `null` where it has none, and for an empty collection. */
function valueIn({ cells }: FoundRow, at: number): unknown {
  const value = cells?.get(at) ?? null;
  return differenceOf(null, value) === undefined ? null : value;
}

/** What a write does to each column, and to the row itself. */
function effectsOf(
  { kind, cells }: RowWrite,
  columns: readonly { readonly isOwn: boolean }[],
): ReadonlyMap<number, unknown> {
  if (kind === Kind.update) return cells;
  if (kind !== Kind.delete) return new Map([[MARKER, LIVE], ...cells]);
  const nothing = columns.flatMap(({ isOwn }, at) => isOwn ? [[at, null] as const] : []);
  return new Map<number, unknown>([[MARKER, DEAD], ...nothing]);
}

function markerIn(found: FoundRow): typeof LIVE | typeof DEAD | typeof EITHER {
  const { cells } = found;
  if (cells === undefined) return DEAD;
  const hasValue = [...cells.keys()].some((at) => valueIn(found, at) !== null);
  return hasValue ? EITHER : LIVE;
}

/** Those of which no later one certainly took the place: one that was sent by the same thread when they had ended. */
function lastOf(all: readonly Effect[]): Effect[] {
  const latest = new Map<number, number>();
  for (const { write: { isAcknowledged, thread, start } } of all) {
    if (isAcknowledged) latest.set(thread, Math.max(start, latest.get(thread) ?? -Infinity));
  }
  return all.filter(({ write: { thread, end } }) => !((latest.get(thread) ?? -Infinity) > end));
}
