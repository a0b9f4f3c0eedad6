import type { Result } from "../../result/document.ts";
import { formatCount } from "../format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { PERCENTILES, percentiles } from "../tables/percentiles.ts";
import { table } from "../tables/table.ts";

/** Each operation of a mix by itself. */
export function mixSection({ cases }: Result): string[] {
  const { columns, cells } = coordinatesOf(cases);
  const rows = cases.flatMap((measured) =>
    (measured.mix ?? []).map(({ name, operations, errors, responseTime }) => [
      ...cells(measured),
      name,
      formatCount(operations),
      formatCount(errors.total),
      ...percentiles(responseTime),
    ])
  );
  if (rows.length === 0) return [];
  const own = [{ title: "operation", align: "left" }, { title: "ops" }, {
    title: "errors",
  }] as const;
  return ["## Operations", table([...columns, ...own, ...PERCENTILES], rows)];
}
