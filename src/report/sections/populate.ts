import type { Result } from "../../result/document.ts";
import { formatCount, formatDuration, formatRate } from "../../result/format.ts";
import { figureCell, type Report, section } from "../model.ts";
import { PERCENTILES, percentiles } from "../tables/shared_columns.ts";
import { classesOf, describeUnknown } from "./errors.ts";

/** What filled the tables before the first case. */
export function populateSection({ populate }: Result): Report {
  if (populate === undefined) return [];
  const { operations, asked, errors, elapsed, throughput, serviceTime, parameters } = populate;
  const left = (title: string) => ({ title, align: "left" }) as const;
  const isCut = operations < asked;
  const errorRows = classesOf(errors);
  return [
    section("Populate"),
    {
      kind: "table",
      columns: [
        ...[{ title: "ops" }, ...isCut ? [{ title: "asked" }] : [], { title: "errors" }],
        ...[{ title: "time" }, { title: "ops/s" }, ...PERCENTILES],
      ],
      rows: [[
        figureCell(operations, formatCount),
        ...isCut ? [figureCell(asked, formatCount)] : [],
        figureCell(errors.total, formatCount),
        figureCell(elapsed, formatDuration),
        figureCell(throughput, formatRate),
        ...percentiles(serviceTime),
      ]],
      caption: [
        `Once, before the first case: pool ${formatCount(Number(parameters.poolSize))}; ` +
        "service time in ms, failures are apart.",
      ],
    },
    ...errorRows.length === 0 ? [] : [{
      kind: "table" as const,
      columns: [left("class"), { title: "errors" }, left("for example")],
      rows: errorRows,
    }],
    ...describeUnknown([{ name: "", errors }]),
  ];
}
