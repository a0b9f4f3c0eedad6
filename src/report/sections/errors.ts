import type { Errors } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import { formatCount } from "../format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { table } from "../tables/table.ts";
import { wordsOf } from "./steps.ts";

/** What failed, by class: operations, and the steps or tasks in them. */
export function errorsSection({ cases, environment: { settings } }: Result): string[] {
  const { columns, cells } = coordinatesOf(cases);
  const { part, whole } = wordsOf(settings);
  const hasParts = cases.some(({ steps }) => steps !== undefined);
  const rows = cases.flatMap((measured) => {
    const parts = [{ name: `(${whole})`, errors: measured.errors }, ...measured.steps ?? []];
    return parts.flatMap(({ name, errors }) =>
      classesOf(errors).map((classes) => [
        ...cells(measured),
        ...hasParts ? [name] : [],
        ...classes,
      ])
    );
  });
  if (rows.length === 0) return [];
  // The examples are wider than a terminal anyway, so nothing is spared for their sake.
  const places = columns.map(({ spare: _, ...column }) => column);
  const left = (title: string) => ({ title, align: "left" }) as const;
  return [
    "## Errors",
    table([
      ...places,
      ...hasParts ? [left(part)] : [],
      left("class"),
      { title: "errors" },
      left("for example"),
    ], rows),
  ];
}

function classesOf({ byClass, examples }: Errors): string[][] {
  return Object.entries(byClass).map((
    [name, count],
  ) => [name, formatCount(count), examples[name] ?? ""]);
}
