import type { CaseResult, Errors } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import { formatCount, formatCounted } from "../../result/format.ts";
import { figureCell, paragraph, type Report, section, type TableCell, textCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { wordsOf } from "./steps.ts";

/** The errors by class: of operations, and of the steps or tasks in them. */
export function errorsSection({ cases, environment: { settings } }: Result): Report {
  const { columns, cells, label } = coordinatesOf(cases);
  const { part, whole } = wordsOf(settings);
  const hasLoads = cases.some(({ loads }) => loads !== undefined);
  const hasParts = hasLoads || cases.some(({ steps }) => steps !== undefined);
  const rows = cases.flatMap((measured) => {
    const parts = [
      { name: `(${whole})`, errors: measured.errors },
      ...measured.steps ?? [],
      ...loadsOf(measured),
    ];
    return parts.flatMap(({ name, errors }) =>
      classesOf(errors).map((classes) => [
        ...cells(measured),
        ...hasParts ? [textCell(name)] : [],
        ...classes,
      ])
    );
  });
  if (rows.length === 0) return [];
  // The examples are wider than a terminal anyway, so no column is left out for their sake.
  const places = columns.map(({ priority: _, ...column }) => column);
  const left = (title: string) => ({ title, align: "left" }) as const;
  return [
    section("Errors"),
    {
      kind: "table",
      columns: [
        ...places,
        ...hasParts ? [left(hasLoads ? "of" : part)] : [],
        left("class"),
        { title: "errors" },
        left("for example"),
      ],
      rows,
    },
    ...describeUnknown([
      ...cases.map((measured) => ({ name: label(measured), errors: measured.errors })),
      ...cases.flatMap((measured) =>
        loadsOf(measured).map(({ name, errors }) => ({
          name: [label(measured), name].filter((text) => text !== "").join(", "),
          errors,
        }))
      ),
    ]),
  ];
}

/** How many of the failed have a write that may have happened all the same. */
export function describeUnknown(
  all: readonly { readonly name: string; readonly errors: Errors }[],
): Report {
  const lines = all.flatMap(({ name, errors: { total, unknown = 0 } }) =>
    unknown === 0 ? [] : [
      `${name && `${name}: `}${formatCount(unknown)} of ${
        formatCounted(total, "failed operation")
      } ` +
      "may have written all the same (unknown)",
    ]
  );
  return lines.length === 0 ? [] : [paragraph(`${lines.join("; ")}.`)];
}

/** The loads beside a measured one, under names that no step has. */
function loadsOf({ loads = [] }: CaseResult): { name: string; errors: Errors }[] {
  return loads.map(({ name, errors }) => ({ name: `load ${name}`, errors }));
}

/** A row for each class: its name, how many, and an example. */
export function classesOf({ byClass, examples }: Errors): TableCell[][] {
  return Object.entries(byClass).map(([name, count]) => [
    textCell(name),
    figureCell(count, formatCount),
    textCell(examples[name] ?? ""),
  ]);
}
