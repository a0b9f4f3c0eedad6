import type { ConditionChange } from "../../history/conditions.ts";
import type { HistoryMeasure, HistoryRow } from "../../history/row.ts";
import type { HistoryChange } from "../../history/series.ts";
import { formatMs, formatRate } from "../../result/format.ts";
import type { RichText } from "../model.ts";

/** A figure with its unit. */
export function formatMeasure(measure: HistoryMeasure, value: number): string {
  return measure === "throughput" ? `${formatRate(value)}/s` : `${formatMs(value)} ms`;
}

/** A commit as people write it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** The day of a row. */
export function dayOf({ at }: HistoryRow): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** How much a figure changed: `throughput −12.9 %`. */
export function changeWords({ measure, change, verdict }: HistoryChange): string {
  if (verdict === "spread") return `${measure} scatters otherwise`;
  if (!Number.isFinite(change)) return `${measure} is no longer 0`;
  const percent = Math.abs(change * 100).toLocaleString("en-US", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return `${measure} ${change < 0 ? "−" : "+"}${percent} %`;
}

/** Between which commits something happened. */
export function betweenWords([before, after]: readonly [string, string]): string {
  return `between ${shortCommit(before)} and ${shortCommit(after)}`;
}

/** A change in a sentence: how much, where, from what to what, and what else changed there. */
export function changeSentence(change: HistoryChange, rows: readonly HistoryRow[]): RichText {
  const { measure, from, to, verdict, between, conditions } = change;
  const row = rows[change.at];
  const figures = verdict === "spread"
    ? `± ${formatMeasure(measure, from.deviation)} → ± ${formatMeasure(measure, to.deviation)} ` +
      `around ${formatMeasure(measure, to.mean)}`
    : `${formatMeasure(measure, from.mean)} → ${formatMeasure(measure, to.mean)}, ${verdict}`;
  const there = conditions.length === 0 ? "" : "; the conditions changed there, too";
  const day = row === undefined ? "" : ` (${dayOf(row)})`;
  return [{ strong: changeWords(change) }, ` ${betweenWords(between)}${day}: ${figures}${there}.`];
}

/** Other conditions in a sentence. */
export function conditionSentence(condition: ConditionChange, rows: readonly HistoryRow[]): string {
  const row = rows[condition.at];
  const day = row === undefined ? "" : ` (${dayOf(row)})`;
  const differences = condition.differences.join("; ");
  return `other conditions ${betweenWords(condition.between)}${day}: ${differences}`;
}
