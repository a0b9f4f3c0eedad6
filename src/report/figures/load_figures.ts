import type { Result } from "../../result/document.ts";
import type { FigureMark, LineFigure } from "./figure.ts";
import { chooseEvenly } from "./labels.ts";
import { findSweeps, kneeOf, type Sweep } from "./sweeps.ts";

/** How many sweeps are shown at first: they have two lines each. */
const MOST_SHOWN = 6;

/** How throughput and response time answer to more load: over pool sizes, and against each other. */
export function loadFigures(result: Result): LineFigure[] {
  const sweeps = findSweeps(result);
  if (sweeps.length === 0) return [];
  const shown = new Set(chooseEvenly(sweeps, MOST_SHOWN));
  const pools = sweeps.filter(({ axis }) => axis === "poolSize");
  return [
    ...pools.length > 0 ? [throughputByPool(pools, shown)] : [],
    latencyByThroughput(sweeps, shown),
  ];
}

type Shown = ReadonlySet<Sweep>;

function throughputByPool(sweeps: readonly Sweep[], shown: Shown): LineFigure {
  return {
    kind: "lines",
    id: "throughput-by-pool",
    title: "Throughput over pool sizes",
    summary: "Operations per second with each pool size. The dashed line is Little's law: pool " +
      "÷ response time, with the mean response time of the smallest pool. Where the throughput " +
      `leaves it, operations wait for each other.${describeKnee(sweeps)}`,
    x: { label: "pool size", scale: "log", unit: "count" },
    y: { label: "throughput", scale: "log", unit: "perSecond" },
    lines: sweeps.flatMap((sweep) => {
      const { label, steps } = sweep;
      const isShown = shown.has(sweep);
      const alone = (steps.find(({ isValid }) => isValid) ?? steps[0])?.responseTime.mean ?? NaN;
      return [
        {
          ...{ label, isShown, measure: "throughput" },
          points: steps.map(({ load: x, throughput: y, label }) => ({ x, y, label })),
        },
        {
          ...{ label, isShown, measure: "Little's law", style: "dashed" as const },
          points: steps.map(({ load: x, label }) => ({ x, y: x / alone * 1_000, label })),
        },
      ];
    }),
    marks: sweeps.flatMap((sweep) => markKnee(sweep, ({ load: x, throughput: y }) => ({ x, y }))),
  };
}

function latencyByThroughput(sweeps: readonly Sweep[], shown: Shown): LineFigure {
  const loads = sweeps[0]?.axis === "rate" ? "rates" : "pool sizes";
  return {
    kind: "lines",
    id: "latency-by-throughput",
    title: "Response time against throughput",
    summary: `p50 and p99 of the response time at the throughput that was reached, over ${loads}.${
      describeKnee(sweeps)
    }`,
    x: { label: "throughput", scale: "linear", unit: "perSecond" },
    y: { label: "response time", scale: "log", unit: "ms" },
    lines: sweeps.flatMap((sweep) =>
      (["p50", "p99"] as const).map((measure) => ({
        ...{ label: sweep.label, measure, isShown: shown.has(sweep) },
        points: sweep.steps.map(({ throughput: x, responseTime, label }) => ({
          ...{ x, y: responseTime[measure], label },
        })),
      }))
    ),
    marks: sweeps.flatMap((sweep) =>
      markKnee(sweep, ({ throughput: x, responseTime: { p50: y } }) => ({ x, y }))
    ),
  };
}

function describeKnee(sweeps: readonly Sweep[]): string {
  return sweeps.some((sweep) => kneeOf(sweep) !== undefined)
    ? " The knee is where throughput ÷ mean response time is largest."
    : "";
}

function markKnee(
  sweep: Sweep,
  place: (step: Sweep["steps"][number]) => { x: number; y: number },
): FigureMark[] {
  const knee = kneeOf(sweep);
  return knee === undefined
    ? []
    : [{ ...place(knee), label: `knee: ${knee.label}`, of: sweep.label }];
}
