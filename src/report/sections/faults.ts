import type { CaseResult } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import type { FaultResult } from "../../result/fault.ts";
import { formatCount, formatDuration, formatShare } from "../../result/format.ts";
import { figureCell, type Report, section, textCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** How often each fault of the embedded server struck, and what the client counted. */
export function faultsSection({ cases }: Result): Report {
  const { columns, cells } = coordinatesOf(cases);
  const rows = cases.flatMap((measured) =>
    (measured.faults ?? []).map(({ fault, requests, injected, errorClass: name }) => [
      ...cells(measured),
      textCell(describe(fault)),
      figureCell(requests, formatCount),
      figureCell(injected, formatCount),
      textCell(name === undefined ? "–" : `${formatCount(countOf(measured, name))} ${name}`),
    ])
  );
  if (rows.length === 0) return [];
  const left = (title: string) => ({ title, align: "left" }) as const;
  return [
    section("Faults"),
    {
      kind: "table",
      columns: [
        ...columns,
        left("fault"),
        { title: "requests" },
        { title: "injected" },
        left("errors of that class"),
      ],
      rows,
      caption: [
        "What the embedded server did to the requests of a case, and under which class of errors operations " +
        "count that; a retry can hide it.",
      ],
    },
  ];
}

/** The errors of a class in a case and in the loads beside it. */
function countOf({ errors, loads = [] }: CaseResult, name: string): number {
  return [errors, ...loads.map(({ errors }) => errors)]
    .reduce((sum, { byClass }) => sum + (byClass[name] ?? 0), 0);
}

function describe(fault: FaultResult["fault"]): string {
  const { kind, requests, table, statement, share, every, after, times, from, to, ms } = fault;
  const parts = [
    ms === undefined ? kind : `${kind} ${formatDuration(ms)}`,
    ...share === undefined ? [] : [formatShare(share)],
    ...every === undefined ? [] : [`every ${formatCount(every)}`],
    ...requests === undefined ? [] : [`of ${requests}`],
    ...table === undefined ? [] : [`on ${table}`],
    ...statement === undefined ? [] : [`with "${statement}"`],
    ...after === undefined ? [] : [`after ${formatCount(after)}`],
    ...times === undefined ? [] : [`${formatCount(times)} at most`],
    ...from === undefined ? [] : [`from ${formatDuration(from)}`],
    ...to === undefined ? [] : [`to ${formatDuration(to)}`],
  ];
  return parts.join(", ");
}
