import type { Result } from "../../result/document.ts";
import { formatCount, formatDuration } from "../../result/format.ts";
import { lengthOfOutage, type Outage } from "../../result/outage.ts";
import { figureCell, paragraph, type Report, section, type TableCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** More outages of a case than these are counted, the longest shown. */
const MOST_SHOWN = 10;

/** The times in which nothing was answered. */
export function outagesSection({ cases }: Result): Report {
  const { columns, cells } = coordinatesOf(cases);
  let hidden = 0;
  const rows = cases.flatMap((measured) => {
    const { outages = [], elapsed } = measured;
    const shown = outages
      .toSorted((a, b) => lengthOfOutage(b, elapsed) - lengthOfOutage(a, elapsed))
      .slice(0, MOST_SHOWN)
      .toSorted((a, b) => a.from - b.from);
    hidden += outages.length - shown.length;
    return shown.map((outage) => [...cells(measured), ...cellsOf(outage, elapsed)]);
  });
  if (rows.length === 0) return [];
  const own = ["from", "to", "time to recover", "errors"].map((title) => ({ title }));
  return [
    section("Outages"),
    {
      kind: "table",
      columns: [...columns, ...own],
      rows,
      caption: ["From the first failure without an answer to the next answer of the server."],
    },
    ...hidden > 0 ? [paragraph(`${formatCount(hidden)} shorter outages are in the JSON.`)] : [],
  ];
}

function cellsOf(outage: Outage, elapsed: number): TableCell[] {
  const { from, to, errors } = outage;
  const length = lengthOfOutage(outage, elapsed);
  const times = to === null
    ? [{ value: null, text: "not ended" }, {
      value: null,
      text: `more than ${formatDuration(length)}`,
    }]
    : [figureCell(to, formatDuration), figureCell(length, formatDuration)];
  return [figureCell(from, formatDuration), ...times, figureCell(errors, formatCount)];
}
