import type { CaseResult } from "../../result/case.ts";
import { meanOf } from "../../result/conclude/estimates.ts";
import type { Environment, Result } from "../../result/document.ts";
import { formatCheck, formatCount, formatMs, formatRate } from "../../result/format.ts";
import { figureCell, type TableBlock, type TableCell, type TableColumn } from "../model.ts";
import { areCompleted, areValid } from "./compared.ts";
import {
  axisColumn,
  axisNames,
  combinationOf,
  isLatencyAsked,
  parameterCell,
  valuesOf,
} from "./coordinates.ts";
import { goodputCells, goodputColumns } from "./goodput_columns.ts";
import { NOT_SENT } from "./shared_columns.ts";

type Settings = Environment["settings"];

/**
 * The first table of an open load: rates down; what was sent, what was not, and how long it took across. A row appears
 * when all repetitions of its case are measured.
 */
export function loadTable({ cases, environment: { settings } }: Result): TableBlock {
  const axes = axesOf(cases, settings);
  // A search tries a rate that did not hold a second time, so its cases with equal parameters are no repetitions.
  const rows = settings.repetitions === 1
    ? cases.map((measured) => [measured])
    : [...Map.groupBy(cases, combinationOf).values()]
      .filter(({ length }) => length === settings.repetitions);
  return {
    kind: "table",
    columns: columnsOf(axes, settings),
    rows: rows.map((repetitions) => cellsOf(axes, settings, repetitions)),
    caption: ["Rate asked for and sent per second; response time in ms, due to done."],
    grows: true,
  };
}

function axesOf(cases: readonly CaseResult[], settings: Settings): string[] {
  return [
    ...axisNames(cases).filter((name) => name !== "latency" || isLatencyAsked(settings)),
    ...settings.mode === undefined ? [] : ["mode"],
  ];
}

/** The count that this load can have: the column must be there before the first case is measured. */
function notSent({ overflow }: Settings): typeof NOT_SENT {
  return NOT_SENT.filter((count) => count.overflow === overflow);
}

function columnsOf(axes: readonly string[], settings: Settings): TableColumn[] {
  const rates = (settings.rate ?? []).map(formatRate);
  const pools = settings.poolSizes.map(formatCount);
  // With modes there is less room, so columns that are the same in all rows, or are shown below too, can be left out.
  const priority = (rank: number, isRepeated: boolean) =>
    settings.mode !== undefined && isRepeated ? { priority: rank } : {};
  // A search tries rates that the settings do not name, so the columns have room to spare.
  const spacious = pools.length === 1 ? 7 : 5;
  return [
    ...axes.map((name) => ({
      ...axisColumn(name, settings),
      ...priority(1, valuesOf(name, settings).length === 1),
    })),
    { title: "rate", minWidth: spacious, expected: rates },
    ...pools.length > 1 ? [{ title: "pool", expected: pools }] : [],
    { title: "sent/s", minWidth: spacious, expected: rates },
    ...goodputColumns(settings),
    ...notSent(settings).map(({ title }) => ({ title, minWidth: 7, ...priority(2, true) })),
    { title: "p50", minWidth: 5, ...priority(3, true) },
    { title: "p95", minWidth: 6, priority: 0 },
    { title: "p99", minWidth: 6 },
    { title: "max", minWidth: 6 },
    { title: "valid" },
  ];
}

function endOf(repetitions: readonly CaseResult[]): string {
  if (areCompleted(repetitions)) return "";
  return repetitions.every(({ endedBy }) => endedBy === "search") ? " (early)" : " (aborted)";
}

/** One case's row: sums and means over its repetitions, and the longest of all. */
function cellsOf(
  axes: readonly string[],
  settings: Settings,
  repetitions: readonly CaseResult[],
): TableCell[] {
  const { parameters = {} }: Partial<CaseResult> = repetitions[0] ?? {};
  const times = repetitions.flatMap(({ responseTime }) => responseTime ?? []);
  const schedules = repetitions.flatMap(({ schedule }) => schedule ?? []);
  const valid = areValid(repetitions);
  const longest = times.length === 0 ? null : Math.max(...times.map(({ max }) => max));
  return [
    ...axes.map((name) => parameterCell(name, parameters[name])),
    figureCell(meanOf(schedules.map(({ rate }) => rate)), formatRate),
    ...settings.poolSizes.length > 1 ? [parameterCell("poolSize", parameters.poolSize)] : [],
    figureCell(meanOf(schedules.map(({ achieved }) => achieved)), formatRate),
    ...goodputCells(settings, ...repetitions),
    ...notSent(settings).map(({ of }) =>
      figureCell(repetitions.reduce((sum, measured) => sum + of(measured), 0), formatCount)
    ),
    figureCell(meanOf(times.map(({ p50 }) => p50)), formatMs),
    figureCell(meanOf(times.map(({ p95 }) => p95)), formatMs),
    figureCell(meanOf(times.map(({ p99 }) => p99)), formatMs),
    figureCell(longest, formatMs),
    { value: valid, text: formatCheck(valid) + endOf(repetitions) },
  ];
}
