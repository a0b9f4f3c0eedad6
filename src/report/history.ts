import type { HistorySeries } from "../history/series.ts";
import { describeParameters, formatCounted } from "../result/format.ts";
import { caseSection } from "./history/case.ts";
import { betweenWords, changeWords } from "./history/sentences.ts";
import { CHANGE_MARK } from "./history/sparkline.ts";
import { jsonText } from "./json.ts";
import { paragraph, type Report, type RichText } from "./model.ts";
import { coordinatesOf } from "./tables/coordinates.ts";

/** Commits below which no change can be told from noise. */
const FEWEST = 9;

/** A history as a report: what changed last, then each case. */
export function historyReport(all: readonly HistorySeries[]): Report {
  const scenarios = [...new Set(all.map(({ scenario }) => scenario))];
  const labels = labelsOf(all, scenarios.length > 1);
  return [
    { kind: "heading", level: 1, text: `History of ${scenarios.join(", ")}` },
    paragraph(answerOf(all, labels)),
    paragraph(
      "At first and now: the means up to the first change and since the last. Scatter: the " +
        `standard deviation since then. In a trend, ${CHANGE_MARK} is a change.`,
    ),
    ...all.flatMap((series, at) => caseSection(series, labels[at] ?? "", `history-${letters(at)}`)),
  ];
}

/** A history as a document: the rows of each case, and where they change. */
export function historyJson(series: readonly HistorySeries[]): string {
  return jsonText({ schemaVersion: 1, series });
}

function answerOf(all: readonly HistorySeries[], labels: readonly string[]): RichText {
  const commits = Math.max(...all.map(({ rows }) => rows.length));
  const of = `${formatCounted(all.length, "case")} over ${formatCounted(commits, "commit")}`;
  const changes = all.flatMap((series, at) =>
    series.changes.map((change) => ({
      ...{ change, label: labels[at] ?? "" },
      time: Date.parse(series.rows[change.at]?.at ?? ""),
    }))
  ).sort((a, b) => b.time - a.time);
  const [newest] = changes;
  if (newest !== undefined) {
    const { change, label } = newest;
    return [
      `${formatCounted(changes.length, "change")} in ${of}. The newest: `,
      { strong: `${changeWords(change)} ${betweenWords(change.between)}` },
      `, of ${label}.`,
    ];
  }
  return commits < FEWEST
    ? `No change in ${of}: a change shows from ${FEWEST} commits on, so these are too few.`
    : `No change in ${of} that stands out of the scatter.`;
}

/** What each case is called: by what tells it from the others, or by all that there is. */
function labelsOf(all: readonly HistorySeries[], isScenarioSaid: boolean): string[] {
  const keys = new Set(all.map(({ parameters }) => Object.keys(parameters).sort().join()));
  const coordinates = coordinatesOf(all);
  return all.map((series) => {
    const { scenario, parameters } = series;
    const short = keys.size === 1 ? coordinates.label(series) : describeParameters({ parameters });
    if (short === "") return scenario;
    return isScenarioSaid ? `${scenario}: ${short}` : short;
  });
}

/** A number in letters, as in a spreadsheet. */
function letters(number: number): string {
  const [last, rest] = [number % 26, Math.floor(number / 26)];
  return (rest === 0 ? "" : letters(rest - 1)) + String.fromCharCode(97 + last);
}
