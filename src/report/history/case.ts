import { countConditions } from "../../history/conditions.ts";
import { type HistoryMeasure, MEASURES } from "../../history/row.ts";
import { type HistorySeries, levelOf, usableFigure } from "../../history/series.ts";
import { formatCounted } from "../../result/format.ts";
import { type Block, figureCell, list, paragraph, section, type TableBlock } from "../model.ts";
import { textCell } from "../model.ts";
import { historyFigures } from "./figures.ts";
import {
  changeSentence,
  conditionSentence,
  dayOf,
  formatMeasure,
  shortCommit,
} from "./sentences.ts";
import { sparkline } from "./sparkline.ts";

/** A case over time: its figures at first and now, what changed, and what cannot be compared. */
export function caseSection(series: HistorySeries, label: string, id: string): Block[] {
  const { rows, changes, conditions } = series;
  const marks = [
    ...changes.map((change) => ({ at: change.at, text: changeSentence(change, rows) })),
    ...(isMixed(series) ? [] : conditions).map((one) => ({
      ...{ at: one.at, text: conditionSentence(one, rows) },
    })),
  ].sort((a, b) => a.at - b.at);
  return [
    section(label),
    measuresTable(series),
    ...list(marks.map(({ text }) => ({ text }))),
    ...notesOf(series).map((note) => paragraph(note)),
    ...historyFigures(series, label, id).map((figure) => ({ kind: "figure" as const, figure })),
  ];
}

function measuresTable(series: HistorySeries): TableBlock {
  const { rows } = series;
  const lines = MEASURES.map((measure) => measureLine(series, measure));
  const each = Math.max(1, ...lines.map(({ each }) => each));
  const ends = [rows[0], rows.at(-1)].flatMap((row) =>
    row === undefined ? [] : [`${shortCommit(row.commit)} (${dayOf(row)})`]
  );
  const of = each === 1 ? "" : `; a sign of the trend is the mean of ${each}`;
  return {
    kind: "table",
    columns: [
      { title: "figure", align: "left" },
      { title: "at first" },
      { title: "now" },
      { title: "scatter", priority: 1 },
      { title: "trend", align: "left" },
    ],
    rows: lines.map(({ cells }) => cells),
    caption: [`${formatCounted(rows.length, "commit")}: ${ends.join(" to ")}${of}.`],
  };
}

function measureLine({ rows, changes }: HistorySeries, measure: HistoryMeasure) {
  const used = rows.flatMap((row, place) => {
    const value = usableFigure(row, measure);
    return value === undefined ? [] : [{ place, value }];
  });
  const values = used.map(({ value }) => value);
  const own = changes.filter((change) => change.measure === measure);
  const all = values.length === 0 ? undefined : levelOf(values);
  const [first, now] = [own[0]?.from ?? all, own.at(-1)?.to ?? all];
  const format = (value: number) => formatMeasure(measure, value);
  const places = own.map(({ at }) => used.findIndex(({ place }) => place === at));
  const trend = sparkline(values, places);
  return {
    each: trend.each,
    cells: [
      textCell(measure),
      figureCell(first?.mean, format),
      figureCell(now?.mean, format),
      figureCell(
        now === undefined || now.count < 2 || now.mean === 0 ? undefined : now.deviation / now.mean,
        (share) => `± ${(share * 100).toFixed(1)} %`,
      ),
      textCell(trend.text),
    ],
  };
}

/** Whether the same few conditions come again and again. */
function isMixed({ rows, conditions }: HistorySeries): boolean {
  return conditions.length >= 4 && conditions.length >= 2 * countConditions(rows);
}

/** What the reader of a series should know. */
function notesOf(series: HistorySeries): string[] {
  const invalid = series.rows.filter(({ valid }) => !valid)
    .map(({ commit }) => shortCommit(commit));
  return [
    ...invalid.length === 0
      ? []
      : [`Left out, as their figures are not the server's: ${invalid.join(", ")}.`],
    ...series.dependent.map(({ measure, correlation }) =>
      `The ${measure} of a commit goes with that of the commit before (correlation ` +
      `${correlation.toFixed(2)}), as on a machine that is faster on some days: some of its ` +
      "changes may be the machine's."
    ),
    ...isMixed(series)
      ? [
        `These figures were measured under ${countConditions(series.rows)} conditions that take ` +
        "turns: keep a history for each (--file), as what seems a change may be theirs.",
      ]
      : [],
  ];
}
