import type { CaseResult } from "../result/case.ts";
import type { Result } from "../result/document.ts";
import { combinationOf, coordinatesOf } from "./coordinates.ts";
import { PERCENTILES, percentiles } from "./percentiles.ts";
import { table } from "./table.ts";

/** How long requests were held back; of several repetitions the one furthest off. */
export function injectedLatencySection({ cases }: Result): string[] {
  const slowed = cases.filter(({ injectedLatency }) => injectedLatency !== null);
  if (slowed.length === 0) return [];
  const furthest = [...Map.groupBy(slowed, combinationOf).values()]
    .map((repetitions) => repetitions.reduce((a, b) => errorOf(b) > errorOf(a) ? b : a));
  const { columns, cells } = coordinatesOf(cases);
  // What was asked stands beside what was measured, also where it is the same in all cases.
  const places = columns.map((column) =>
    column.title === "latency" ? { title: "latency" } : column
  );
  const rows = furthest.map((measured) => [
    ...cells(measured),
    ...percentiles(measured.injectedLatency, (ms) => ms.toFixed(3)),
  ]);
  return [
    "## Injected latency, asked and measured in ms",
    table([...places, ...PERCENTILES], rows),
    ...furthest.length < slowed.length ? ["Of several repetitions, the one furthest off."] : [],
  ];
}

function errorOf({ parameters, injectedLatency }: CaseResult): number {
  return Math.abs(Number(injectedLatency?.p50) - Number(parameters.latency));
}
