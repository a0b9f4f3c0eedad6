import type { Result } from "../../result/document.ts";
import { formatCount } from "../../result/format.ts";
import { figureCell, type Report, section, textCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { requestColumns } from "../tables/request_columns.ts";
import { PERCENTILES, percentiles } from "../tables/shared_columns.ts";

/** Each operation of a mix by itself. */
export function mixSection({ cases }: Result): Report {
  const { columns, cells } = coordinatesOf(cases);
  const requests = requestColumns(cases.flatMap(({ mix = [] }) => mix));
  const rows = cases.flatMap((measured) =>
    (measured.mix ?? []).map(({ name, operations, errors, responseTime, ...others }) => [
      ...cells(measured),
      textCell(name),
      figureCell(operations, formatCount),
      figureCell(errors.total, formatCount),
      ...requests.cells(others),
      ...percentiles(responseTime),
    ])
  );
  if (rows.length === 0) return [];
  const own = [
    { title: "operation", align: "left" },
    { title: "ops" },
    { title: "errors" },
    ...requests.columns,
  ] as const;
  return [
    section("Operations"),
    { kind: "table", columns: [...columns, ...own, ...PERCENTILES], rows },
  ];
}
