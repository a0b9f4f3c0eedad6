import type { CaseResult, Result } from "../result/document.ts";
import { formatDuration, formatPool, formatSpeedup } from "./format.ts";
import { table, type TableColumn } from "./table.ts";

const MIN_WIDTH = 9;

/** What sets one line of the table apart from the next: the case's parameters without the pool size. */
interface Line {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly byPool: ReadonlyMap<number, CaseResult>;
}

/**
 * The experiment's table: latency down, pool sizes across, wall time in the cells; each pool's speedup over the first.
 * A line appears when all its pool sizes are measured.
 */
export function speedupTable(result: Result): string {
  const { poolSizes } = result.environment.settings;
  const [first = 1, ...others] = poolSizes;
  const lines = groupLines(result.cases).filter(({ byPool }) =>
    poolSizes.every((n) => byPool.has(n))
  );
  const axes = axisNames(result.cases);
  const columns: TableColumn[] = [
    ...axes.map((title) => ({ title })),
    { title: formatPool(first), minWidth: MIN_WIDTH },
    ...others.flatMap((n) => [
      { title: formatPool(n), minWidth: MIN_WIDTH },
      { title: "speedup" },
    ]),
  ];
  return table(columns, lines.map((line) => cells(line, axes, first, others)));
}

function cells(
  { parameters, byPool }: Line,
  axes: readonly string[],
  first: number,
  others: readonly number[],
): string[] {
  const serial = byPool.get(first);
  return [
    ...axes.map((name) => formatParameter(name, parameters[name])),
    formatElapsed(serial),
    ...others.flatMap((n) => [formatElapsed(byPool.get(n)), formatRatio(serial, byPool.get(n))]),
  ];
}

function groupLines(cases: readonly CaseResult[]): Line[] {
  const lines = new Map<
    string,
    { parameters: Line["parameters"]; byPool: Map<number, CaseResult> }
  >();
  for (const measured of cases) {
    const { poolSize, ...parameters } = measured.parameters;
    const key = JSON.stringify(parameters);
    const line = lines.get(key) ?? { parameters, byPool: new Map<number, CaseResult>() };
    line.byPool.set(Number(poolSize), measured);
    lines.set(key, line);
  }
  return [...lines.values()];
}

/** Latency, and before it the scenario's own axes. */
export function axisNames(cases: readonly CaseResult[]): string[] {
  const own = Object.keys(cases[0]?.parameters ?? {}).filter((name) => !COMMON.has(name));
  return [...own, "latency"];
}

/** A parameter's value as the tables show it. */
export function formatParameter(name: string, value: unknown): string {
  return name === "latency" ? `${value} ms` : String(value);
}

const COMMON = new Set(["latency", "poolSize", "workers"]);

function formatElapsed(measured: CaseResult | undefined): string {
  if (measured === undefined) return "";
  return formatDuration(measured.elapsed) + (measured.status === "completed" ? "" : " (aborted)");
}

// By throughput: it counts what succeeded, so that failing fast is no speedup.
function formatRatio(base: CaseResult | undefined, other: CaseResult | undefined): string {
  if (!base?.throughput || !other) return "";
  return formatSpeedup(other.throughput / base.throughput);
}
