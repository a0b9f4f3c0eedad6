import { CONDITIONS, type HistoryRow } from "./row.ts";

/** Where a case was measured under other conditions than before. */
export interface ConditionChange {
  /** The place of the first row under the new conditions. */
  readonly at: number;
  readonly between: readonly [before: string, after: string];
  /** What is otherwise, in words: `server Apache Cassandra 5.0.5 → Apache Cassandra 5.0.6`. */
  readonly differences: readonly string[];
}

/** Where the conditions of rows change from one to the next. */
export function conditionChanges(rows: readonly HistoryRow[]): ConditionChange[] {
  return rows.flatMap((row, at) => {
    const before = rows[at - 1];
    const differences = before === undefined ? [] : differencesOf(before, row);
    if (before === undefined || differences.length === 0) return [];
    return [{ at, between: [before.commit, row.commit] as const, differences }];
  });
}

/** How many different conditions there are among rows. */
export function countConditions(rows: readonly HistoryRow[]): number {
  return new Set(rows.map((row) => JSON.stringify(CONDITIONS.map((name) => row[name])))).size;
}

function differencesOf(before: HistoryRow, after: HistoryRow): string[] {
  const names = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]);
  return [
    ...(["client", "machine", "server"] as const).flatMap((name) =>
      before[name] === after[name] ? [] : [`${name} ${arrowOf(before[name], after[name])}`]
    ),
    ...[...names].flatMap((name) => {
      const [old, now] = [textOf(before.settings[name]), textOf(after.settings[name])];
      return old === now ? [] : [`${name} ${old} → ${now}`];
    }),
  ];
}

/** Of lists with as many parts, those that differ: `deno 2.9.6 → deno 2.9.7`. */
function arrowOf(before: string, after: string): string {
  const [old, now] = [before.split(", "), after.split(", ")];
  if (old.length !== now.length) return `${before} → ${after}`;
  const differ = old.map((part, at) => part !== now[at]);
  const shown = (parts: readonly string[]) => parts.filter((_, at) => differ[at]).join(", ");
  return `${shown(old)} → ${shown(now)}`;
}

function textOf(value: unknown): string {
  if (value === undefined) return "not set";
  return typeof value === "string" ? value : JSON.stringify(value);
}
