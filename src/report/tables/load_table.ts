import type { CaseResult } from "../../result/case.ts";
import type { Environment, Result } from "../../result/document.ts";
import { formatCheck, formatCount, formatMs, formatRate } from "../format.ts";
import {
  axisColumn,
  axisNames,
  combinationOf,
  formatParameter,
  isLatencyAsked,
  valuesOf,
} from "./coordinates.ts";
import { areCompleted, areValid, mean } from "./repetitions.ts";
import { growingTable, type TableColumn } from "./table.ts";

type Settings = Environment["settings"];

/**
 * The first table of an open load: rates down; what was sent, dropped and how long it took across.
 * A line appears when all repetitions of its case are measured.
 */
export function loadTable({ cases, environment: { settings } }: Result): string {
  const axes = axesOf(cases, settings);
  // A search tries a rate again that did not hold: those are steps, not repetitions.
  const lines = settings.repetitions === 1
    ? cases.map((measured) => [measured])
    : [...Map.groupBy(cases, combinationOf).values()]
      .filter(({ length }) => length === settings.repetitions);
  return growingTable(
    columns(axes, settings),
    lines.map((repetitions) => cells(axes, settings, repetitions)),
  );
}

/** What the figures of {@linkcode loadTable} are. */
export function loadCaption(): string {
  return "Rate asked for and sent per second; response time in ms, due to done.";
}

function axesOf(cases: readonly CaseResult[], settings: Settings): string[] {
  return [
    ...axisNames(cases).filter((name) => name !== "latency" || isLatencyAsked(settings)),
    ...settings.mode === undefined ? [] : ["mode"],
  ];
}

function columns(axes: readonly string[], settings: Settings): TableColumn[] {
  const rates = (settings.rate ?? []).map((rate) => formatRate(rate).length);
  const pools = settings.poolSizes.map((poolSize) => formatCount(poolSize).length);
  // The mode takes the room of what is the same in all lines, or can be seen below.
  const spare = (rank: number, isSparable: boolean) =>
    settings.mode !== undefined && isSparable ? { spare: rank } : {};
  // A search tries rates that the settings do not name.
  const spacious = pools.length === 1 ? 7 : 5;
  return [
    ...axes.map((name) => ({
      ...axisColumn(name, settings),
      ...spare(1, valuesOf(name, settings).length === 1),
    })),
    { title: "rate", minWidth: Math.max(spacious, ...rates) },
    ...pools.length > 1 ? [{ title: "pool", minWidth: Math.max(...pools) }] : [],
    { title: "sent/s", minWidth: Math.max(spacious, ...rates) },
    { title: "dropped", ...spare(2, settings.overflow === "queue") },
    { title: "p50", minWidth: 5, ...spare(3, true) },
    { title: "p99", minWidth: 6 },
    { title: "max", minWidth: 6 },
    { title: "valid" },
  ];
}

/** One case's line: sums and means over its repetitions, and the longest of all. */
function cells(
  axes: readonly string[],
  { poolSizes }: Settings,
  repetitions: readonly CaseResult[],
): string[] {
  const { parameters = {} }: Partial<CaseResult> = repetitions[0] ?? {};
  const times = repetitions.flatMap(({ responseTime }) => responseTime ?? []);
  const schedules = repetitions.flatMap(({ schedule }) => schedule ?? []);
  const ms = (value: number) => times.length === 0 ? "–" : formatMs(value);
  return [
    ...axes.map((name) => formatParameter(name, parameters[name])),
    formatRate(mean(schedules.map(({ rate }) => rate))),
    ...poolSizes.length > 1 ? [formatParameter("poolSize", parameters.poolSize)] : [],
    formatRate(mean(schedules.map(({ achieved }) => achieved))),
    formatCount(repetitions.reduce((sum, { dropped }) => sum + dropped, 0)),
    ms(mean(times.map(({ p50 }) => p50))),
    ms(mean(times.map(({ p99 }) => p99))),
    ms(Math.max(...times.map(({ max }) => max))),
    formatCheck(areValid(repetitions)) + (areCompleted(repetitions) ? "" : " (aborted)"),
  ];
}
