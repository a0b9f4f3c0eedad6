import type { SampledOperations } from "../result/samples.ts";
import { className } from "./tally.ts";

/** Keeps when each operation was due, sent and done, up to a bound; past it, those of a random sample. */
export interface Samples {
  /** Keeps an operation that ended; instants are milliseconds since the case's start. */
  keep(mixIndex: number, due: number, sent: number, done: number, errorClass?: string): void;
  /** What was kept. */
  read(): SampledOperations;
}

type Columns = Pick<SampledOperations, "due" | "sent" | "done" | "operation" | "outcome">;

/** Rows that there is room for at first. */
const FIRST = 1_024;

/**
 * Keeps up to so many operations. When there is no more room, every one that was kept goes with a chance of a half, and
 * every later one is kept with half the chance, so that at any time each operation has had the same.
 *
 * @param most how many rows there may be
 * @param random a number from 0 to 1
 */
export function createSamples(most: number, random: () => number = Math.random): Samples {
  let columns = createColumns(Math.min(FIRST, most));
  let count = 0, every = most > 0 ? 1 : Infinity;
  const classes = new Map<string, number>();

  function placeOf(errorClass: string | undefined): number {
    if (errorClass === undefined) return 0;
    const name = className(errorClass, classes);
    const known = classes.get(name);
    if (known !== undefined) return known;
    classes.set(name, classes.size + 1);
    return classes.size;
  }

  function makeRoom(): void {
    const size = columns.due.length;
    if (size < most) {
      columns = copyColumns(columns, count, Math.min(most, size * 2));
      return;
    }
    count = thin(columns, count, 2, random);
    every *= 2;
  }

  return {
    keep(mixIndex, due, sent, done, errorClass) {
      if (every > 1 && random() * every >= 1) return;
      while (count === columns.due.length) makeRoom();
      const { operation, outcome } = columns;
      columns.due[count] = due;
      columns.sent[count] = sent;
      columns.done[count] = done;
      operation[count] = mixIndex;
      outcome[count] = placeOf(errorClass);
      count++;
    },
    read: () => ({
      every,
      ...copyColumns(columns, count, count),
      classes: [...classes.keys()],
    }),
  };
}

/**
 * Merges what several threads kept into up to so many operations, in which each of all threads has the same chance to be.
 */
export function mergeSamples(
  parts: readonly SampledOperations[],
  most: number,
  random: () => number = Math.random,
): SampledOperations {
  const classes = [...new Set(parts.flatMap(({ classes }) => classes))];
  let every = Math.max(1, ...parts.map((part) => part.every));
  const rows = parts.reduce((sum, { due }) => sum + due.length, 0);
  const columns = createColumns(rows);
  const places = parts.map((part) => [
    0,
    ...part.classes.map((name) => classes.indexOf(name) + 1),
  ]);
  let count = 0;
  for (const [thread, at] of inOrder(parts)) {
    const part = parts[thread] as SampledOperations;
    if (part.every < every && random() * every >= part.every) continue;
    copyRow(part, at, columns, count);
    columns.outcome[count++] = places[thread]?.[part.outcome[at] ?? 0] ?? 0;
  }
  while (count > most) {
    count = thin(columns, count, 2, random);
    every *= 2;
  }
  return { every, ...copyColumns(columns, count, count), classes };
}

function createColumns(size: number): Columns {
  return {
    due: new Float64Array(size),
    sent: new Float64Array(size),
    done: new Float64Array(size),
    operation: new Uint16Array(size),
    outcome: new Uint16Array(size),
  };
}

function copyColumns(from: Columns, count: number, size: number): Columns {
  const to = createColumns(size);
  for (const name of Object.keys(to) as (keyof Columns)[]) {
    to[name].set(from[name].subarray(0, count));
  }
  return to;
}

function copyRow(from: Columns, at: number, to: Columns, place: number): void {
  to.due[place] = from.due[at] ?? 0;
  to.sent[place] = from.sent[at] ?? 0;
  to.done[place] = from.done[at] ?? 0;
  to.operation[place] = from.operation[at] ?? 0;
  to.outcome[place] = from.outcome[at] ?? 0;
}

/** Leaves each row with a chance of one in so many, and says how many are left. */
function thin(columns: Columns, count: number, every: number, random: () => number): number {
  let left = 0;
  for (let at = 0; at < count; at++) {
    if (random() * every < 1) copyRow(columns, at, columns, left++);
  }
  return left;
}

/** The rows of all threads, each of which has its own in the order in which they ended, in that order. */
function* inOrder(parts: readonly SampledOperations[]): Generator<[thread: number, at: number]> {
  const next = parts.map(() => 0);
  for (;;) {
    let first = -1, earliest = Infinity;
    for (let thread = 0; thread < parts.length; thread++) {
      const done = parts[thread]?.done[next[thread] ?? 0] ?? Infinity;
      if (done < earliest) [first, earliest] = [thread, done];
    }
    if (first === -1) return;
    yield [first, next[first]!++];
  }
}
