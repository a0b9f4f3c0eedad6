import type { CaseResult } from "../../result/case.ts";
import type { Environment } from "../../result/document.ts";
import { formatCount, formatRate } from "../../result/format.ts";
import type { TableCell, TableColumn } from "../model.ts";

type Settings = Environment["settings"];
type AxisValue = CaseResult["parameters"][string];

/** What tells a case from others. */
export type CaseKey = Pick<CaseResult, "parameters" | "repetition">;

/** How tables and sentences tell cases apart. */
export interface Coordinates {
  /** One for each parameter; those that are the same in all cases are the first to be left out. */
  readonly columns: readonly TableColumn[];
  /** A case's cells in these columns. */
  cells(key: CaseKey): TableCell[];
  /** A case in words, without what is the same in all: `latency 5 ms, pool 100`. */
  label(key: CaseKey): string;
}

/** The coordinates of some cases among each other. */
export function coordinatesOf(cases: readonly CaseKey[]): Coordinates {
  const names = Object.keys(cases[0]?.parameters ?? {}).filter((name) => name !== "workers");
  const varying = names.filter((name) =>
    new Set(cases.map(({ parameters }) => parameters[name])).size > 1
  );
  const isRepeated = cases.some(({ repetition }) => repetition !== undefined);
  return {
    columns: [
      ...names.map((name) => ({
        ...headOf(name),
        ...!varying.includes(name) && { priority: 1 },
      })),
      ...isRepeated ? [{ title: "rep" }] : [],
    ],
    cells: ({ parameters, repetition }) => [
      ...names.map((name) => parameterCell(name, parameters[name])),
      ...isRepeated ? [{ value: repetition ?? null, text: String(repetition ?? "") }] : [],
    ],
    label: ({ parameters, repetition }) =>
      [
        ...varying.map((name) => `${titleOf(name)} ${formatParameter(name, parameters[name])}`),
        ...repetition === undefined ? [] : [`repetition ${repetition}`],
      ].join(", "),
  };
}

/** What is left of a case without its repetition: equal for all of them. */
export function combinationOf({ parameters }: CaseKey): string {
  return JSON.stringify(parameters);
}

/** The axes that lead a line of the first table: the scenario's own, and the latencies. */
export function axisNames(cases: readonly CaseKey[]): string[] {
  const own = Object.keys(cases[0]?.parameters ?? {}).filter((name) => !COMMON.has(name));
  const isOnWire = cases.some(({ parameters }) => "networkLatency" in parameters);
  return [...own, "latency", ...isOnWire ? ["networkLatency"] : []];
}

const COMMON = new Set(["latency", "networkLatency", "rate", "poolSize", "workers", "mode"]);

/** An axis's column in a table that grows: with room for all its values. */
export function axisColumn(name: string, settings: Settings): TableColumn {
  const expected = valuesOf(name, settings).map((value) => formatParameter(name, value));
  return { ...headOf(name), expected };
}

/** The values that an axis has in the settings. */
export function valuesOf(name: string, settings: Settings): readonly AxisValue[] {
  const { matrix, latency, network, rate, poolSizes: poolSize, mode, client } = settings;
  const networkLatency = [network?.latency ?? []].flat();
  return { ...matrix, latency, networkLatency, rate, poolSize, mode, client }[name] ?? [];
}

/** Whether a case was asked to hold its requests back: 0 ms need no column. */
export function isLatencyAsked({ latency }: Settings): boolean {
  return latency.some((ms) => ms > 0);
}

/** A parameter's cell. */
export function parameterCell(name: string, value: AxisValue | undefined): TableCell {
  return { value: value ?? null, text: formatParameter(name, value) };
}

/** A parameter's value as reports show it. */
function formatParameter(name: string, value: unknown): string {
  if (name === "latency" || name === "networkLatency") return `${value} ms`;
  if (name === "rate") return formatRate(Number(value));
  if (name === "poolSize") return formatCount(Number(value));
  return String(value);
}

/** The parameters whose values are words. */
const WORDS = new Set(["mode", "client"]);

function headOf(name: string): TableColumn {
  return { title: titleOf(name), ...WORDS.has(name) && { align: "left" } };
}

/** The parameters that tables call otherwise. */
const TITLES: Readonly<Record<string, string>> = {
  poolSize: "pool",
  networkLatency: "on the wire",
};

function titleOf(name: string): string {
  return TITLES[name] ?? name;
}
