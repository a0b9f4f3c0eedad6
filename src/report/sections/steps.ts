import type { CaseResult, StepResult } from "../../result/case.ts";
import { meanOf } from "../../result/conclude/estimates.ts";
import type { Environment, Result } from "../../result/document.ts";
import { formatCount, formatMs, formatSetting, formatShare } from "../../result/format.ts";
import {
  figureCell,
  type Report,
  section,
  type TableCell,
  type TableColumn,
  textCell,
} from "../model.ts";
import { combinationOf, coordinatesOf } from "../tables/coordinates.ts";
import { type RequestColumns, requestColumns } from "../tables/request_columns.ts";

/** Each step of a page, or each task of an operation, by itself; its repetitions together. */
export function stepsSection({ cases, environment: { settings } }: Result): Report {
  const all = cases.flatMap(({ steps = [] }) => steps);
  if (all.length === 0) return [];
  const { columns, cells } = coordinatesOf(cases.map(({ parameters }) => ({ parameters })));
  const { part, whole } = wordsOf(settings);
  const hasComputed = all.some(({ kind }) => kind === "compute");
  const requests = requestColumns(all);
  const rows = [...Map.groupBy(cases, combinationOf).values()].flatMap((repetitions) =>
    byName(repetitions).map((steps) => [
      ...cells({ parameters: repetitions[0]?.parameters ?? {} }),
      ...cellsOf(steps, hasComputed, requests),
    ])
  );
  const overlap = settings.mode?.every((mode) => mode === "serial")
    ? ""
    : ` Of ${part}s that run at once, shares add up to more than 100 %.`;
  const together = settings.repetitions === 1 ? "" : ", means and maxima of the repetitions";
  return [
    section(part === "step" ? "Steps" : "Tasks"),
    {
      kind: "table",
      columns: [...columns, ...columnsOf(part, hasComputed, requests)],
      rows,
      caption: [
        `Service time in ms${together}; share: a ${part}'s mean to the ${whole}'s.${overlap}`,
      ],
    },
  ];
}

/** What a part of an operation is called, and the operation itself. */
export function wordsOf({ mode }: Environment["settings"]): {
  readonly part: "step" | "task";
  readonly whole: "page" | "operation";
} {
  return mode === undefined
    ? { part: "task", whole: "operation" }
    : { part: "step", whole: "page" };
}

/** What other sections show as well is left out first. */
function columnsOf(
  part: string,
  hasComputed: boolean,
  requests: RequestColumns,
): TableColumn[] {
  return [
    { title: part, align: "left" },
    ...hasComputed ? [{ title: "kind", align: "left", priority: 6 } as const] : [],
    { title: "injected", priority: 3 },
    { title: "ops", priority: 4 },
    { title: "errors", priority: 5 },
    ...requests.columns,
    { title: "share" },
    { title: "p50" },
    { title: "p90", priority: 2 },
    { title: "p95", priority: 0 },
    { title: "p99" },
    { title: "max", priority: 7 },
  ];
}

/** The repetitions of each step. */
function byName(repetitions: readonly CaseResult[]): StepResult[][] {
  const all = repetitions.flatMap(({ steps = [] }) => steps);
  return [...Map.groupBy(all, ({ name }) => name).values()];
}

/** Sums and means over the repetitions, and the longest of all. */
function cellsOf(
  repetitions: readonly StepResult[],
  hasComputed: boolean,
  requests: RequestColumns,
): TableCell[] {
  const [{ name, kind, latency }] = repetitions as readonly [StepResult];
  const times = repetitions.flatMap(({ serviceTime }) => serviceTime ?? []);
  const shares = repetitions.flatMap(({ share }) => share ?? []);
  const meanCell = (values: readonly number[]) => figureCell(meanOf(values), formatMs);
  const sumCell = (counts: readonly number[]) =>
    figureCell(counts.reduce((a, b) => a + b, 0), formatCount);
  const longest = times.length === 0 ? null : Math.max(...times.map(({ max }) => max));
  return [
    textCell(name),
    ...hasComputed ? [textCell(kind)] : [],
    figureCell(kind === "compute" ? null : latency, formatSetting),
    sumCell(repetitions.map(({ operations }) => operations)),
    sumCell(repetitions.map(({ errors }) => errors.total)),
    ...requests.cells(...repetitions),
    figureCell(meanOf(shares), formatShare),
    meanCell(times.map(({ p50 }) => p50)),
    meanCell(times.map(({ p90 }) => p90)),
    meanCell(times.map(({ p95 }) => p95)),
    meanCell(times.map(({ p99 }) => p99)),
    figureCell(longest, formatMs),
  ];
}
