import type { Result } from "../../result/document.ts";
import { formatCount, formatRate } from "../../result/format.ts";
import { figureCell, type Report, section, textCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { PERCENTILES, percentiles } from "../tables/shared_columns.ts";

/** Each load that ran beside a measured one. */
export function loadsSection({ cases }: Result): Report {
  const { columns, cells } = coordinatesOf(cases);
  const all = cases.flatMap(({ loads = [] }) => loads);
  if (all.length === 0) return [];
  const isAsked = all.some(({ schedule }) => schedule !== null);
  const isShort = all.some(({ unsent }) => unsent > 0);
  const rows = cases.flatMap((measured) =>
    (measured.loads ?? []).map((load) => [
      ...cells(measured),
      textCell(load.name),
      figureCell(load.operations, formatCount),
      figureCell(load.errors.total, formatCount),
      ...isShort ? [figureCell(load.unsent, formatCount)] : [],
      ...isAsked ? [figureCell(load.schedule?.rate, formatRate)] : [],
      figureCell(load.throughput, formatRate),
      ...percentiles(load.responseTime),
    ])
  );
  const own = [
    { title: "load", align: "left" },
    ...[{ title: "ops", priority: 5 }, { title: "errors" }],
    ...isShort ? [{ title: "unsent" }] : [],
    ...isAsked ? [{ title: "asked/s" }] : [],
    { title: "ops/s" },
  ] as const;
  return [
    section("Loads in the background"),
    {
      kind: "table",
      columns: [...columns, ...own, ...PERCENTILES],
      rows,
      caption: [
        "Each ran from before its case's clock started until after it stopped; response time in ms. " +
        "They are in no other table.",
      ],
    },
  ];
}
