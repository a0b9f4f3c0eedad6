import type { CaseResult, StepResult } from "../../result/case.ts";
import type { Environment, Result } from "../../result/document.ts";
import { formatCount, formatMs, formatSetting, formatShare } from "../format.ts";
import { wrap } from "../prose.ts";
import { combinationOf, coordinatesOf } from "../tables/coordinates.ts";
import { mean } from "../tables/repetitions.ts";
import { table, type TableColumn } from "../tables/table.ts";

/** Each step of a page, or each task of an operation, by itself; its repetitions together. */
export function stepsSection({ cases, environment: { settings } }: Result): string[] {
  const all = cases.flatMap(({ steps = [] }) => steps);
  if (all.length === 0) return [];
  const { columns, cells } = coordinatesOf(cases.map(({ parameters }) => ({ parameters })));
  const { part, whole } = wordsOf(settings);
  const hasComputed = all.some(({ kind }) => kind === "compute");
  const rows = [...Map.groupBy(cases, combinationOf).values()].flatMap((repetitions) =>
    byName(repetitions).map((steps) => [
      ...cells({ parameters: repetitions[0]?.parameters ?? {} }),
      ...cellsOf(steps, hasComputed),
    ])
  );
  const overlap = settings.mode?.every((mode) => mode === "serial")
    ? ""
    : ` Of ${part}s that run at once, shares add up to more than 100 %.`;
  const together = settings.repetitions === 1 ? "" : ", means and maxima of the repetitions";
  return [
    part === "step" ? "## Steps" : "## Tasks",
    table([...columns, ...columnsOf(part, hasComputed)], rows),
    wrap(`Service time in ms${together}; share: a ${part}'s mean to the ${whole}'s.${overlap}`),
  ];
}

/** What an operation is made of and what it is, in words. */
export function wordsOf({ mode }: Environment["settings"]): {
  readonly part: "step" | "task";
  readonly whole: "page" | "operation";
} {
  return mode === undefined
    ? { part: "task", whole: "operation" }
    : { part: "step", whole: "page" };
}

/** What other sections tell as well can be spared. */
function columnsOf(part: string, hasComputed: boolean): TableColumn[] {
  return [
    { title: part, align: "left" },
    ...hasComputed ? [{ title: "kind", align: "left", spare: 6 } as const] : [],
    { title: "injected", spare: 3 },
    { title: "ops", spare: 4 },
    { title: "errors", spare: 5 },
    { title: "share" },
    { title: "p50" },
    { title: "p90", spare: 2 },
    { title: "p99" },
    { title: "max", spare: 7 },
  ];
}

/** The repetitions of each step. */
function byName(repetitions: readonly CaseResult[]): StepResult[][] {
  const all = repetitions.flatMap(({ steps = [] }) => steps);
  return [...Map.groupBy(all, ({ name }) => name).values()];
}

/** Sums and means over the repetitions, and the longest of all. */
function cellsOf(repetitions: readonly StepResult[], hasComputed: boolean): string[] {
  const [{ name, kind, latency }] = repetitions as readonly [StepResult];
  const times = repetitions.flatMap(({ serviceTime }) => serviceTime ?? []);
  const shares = repetitions.flatMap(({ share }) => share ?? []);
  const ms = (value: number) => times.length === 0 ? "–" : formatMs(value);
  const sum = (counts: readonly number[]) => formatCount(counts.reduce((a, b) => a + b, 0));
  return [
    name,
    ...hasComputed ? [kind] : [],
    kind === "compute" ? "–" : formatSetting(latency),
    sum(repetitions.map(({ operations }) => operations)),
    sum(repetitions.map(({ errors }) => errors.total)),
    shares.length === 0 ? "–" : formatShare(mean(shares)),
    ms(mean(times.map(({ p50 }) => p50))),
    ms(mean(times.map(({ p90 }) => p90))),
    ms(mean(times.map(({ p99 }) => p99))),
    ms(Math.max(...times.map(({ max }) => max))),
  ];
}
