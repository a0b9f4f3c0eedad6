import type { Result } from "../result/document.ts";
import { coordinatesOf } from "./coordinates.ts";
import { formatCount } from "./format.ts";
import { table } from "./table.ts";

/** What failed, by class. */
export function errorsSection({ cases }: Result): string[] {
  const { columns, cells } = coordinatesOf(cases);
  const rows = cases.flatMap((measured) =>
    Object.entries(measured.errors.byClass).map(([name, count]) => [
      ...cells(measured),
      name,
      formatCount(count),
      measured.errors.examples[name] ?? "",
    ])
  );
  if (rows.length === 0) return [];
  // The examples are wider than a terminal anyway, so nothing is spared for their sake.
  const places = columns.map(({ title }) => ({ title }));
  const [name, example] = [{ title: "class", align: "left" }, {
    title: "for example",
    align: "left",
  }] as const;
  return ["## Errors", table([...places, name, { title: "errors" }, example], rows)];
}
