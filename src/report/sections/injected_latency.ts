import type { CaseResult } from "../../result/case.ts";
import type { TimeSummary } from "../../result/time_summary.ts";
import type { Result } from "../../result/document.ts";
import { formatSetting } from "../../result/format.ts";
import { figureCell, type Report, section, textCell } from "../model.ts";
import { combinationOf, coordinatesOf } from "../tables/coordinates.ts";
import { PERCENTILES, percentiles } from "../tables/shared_columns.ts";
import { isOnWire } from "./network.ts";
import { wordsOf } from "./steps.ts";

/** A latency that was asked for: a case's, or that of one of its steps or tasks. */
interface Injected {
  readonly measured: CaseResult;
  readonly name: string;
  readonly asked: number;
  readonly time: TimeSummary;
}

/** How long requests were held back; of several repetitions, the one that is furthest off. */
export function injectedLatencySection({ cases, environment: { settings } }: Result): Report {
  const { part, whole } = wordsOf(settings);
  const all = cases.flatMap((measured) => injectedIn(measured, `(${whole})`));
  if (all.length === 0) return [];
  const furthest = [...Map.groupBy(all, placeOf).values()]
    .map((repetitions) => repetitions.reduce((a, b) => errorOf(b) > errorOf(a) ? b : a));
  const { columns, cells } = coordinatesOf(cases);
  const hasParts = cases.some(({ steps }) => steps !== undefined);
  // What was asked stands beside what was measured, also where it is the same in all cases.
  const places = hasParts
    ? [...columns, { title: part, align: "left" } as const, { title: "asked" }]
    : columns.map((column) => column.title === "latency" ? { title: "latency" } : column);
  const rows = furthest.map(({ measured, name, asked, time }) => [
    ...cells(measured),
    ...hasParts ? [textCell(name), figureCell(asked, formatSetting)] : [],
    ...percentiles(time, (ms) => ms.toFixed(3)),
  ]);
  return [
    section(
      isOnWire(cases)
        ? "Injected by the client before each request, asked and measured in ms"
        : "Injected latency, asked and measured in ms",
    ),
    {
      kind: "table",
      columns: [...places, ...PERCENTILES],
      rows,
      ...furthest.length < all.length &&
        { caption: ["Of several repetitions, the one furthest off."] },
    },
  ];
}

function injectedIn(measured: CaseResult, whole: string): Injected[] {
  const { parameters, injectedLatency, steps = [] } = measured;
  const asked = Number(parameters.latency);
  return [{ name: whole, latency: asked, injectedLatency }, ...steps]
    .flatMap(({ name, latency, injectedLatency }) =>
      injectedLatency === null ? [] : [{ measured, name, asked: latency, time: injectedLatency }]
    );
}

function placeOf({ measured, name }: Injected): string {
  return combinationOf(measured) + name;
}

function errorOf({ asked, time }: Injected): number {
  return Math.abs(time.p50 - asked);
}
