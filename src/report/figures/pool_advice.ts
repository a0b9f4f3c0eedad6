import type { PoolAdvice } from "../../result/advice.ts";
import { adviceOf } from "../../result/conclude/advice/advice.ts";
import { curveAt } from "../../result/conclude/advice/usl.ts";
import type { Result } from "../../result/document.ts";
import { formatPool } from "../../result/format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import type { FigureLine, FigureMark, LineFigure } from "./figure.ts";

/** Points of a curve from the smallest pool to the largest. */
const STEPS = 60;

/** Throughput over pool size, with the curve of the Universal Scalability Law where it describes it. */
export function poolFigure(result: Result): LineFigure {
  const advice = adviceOf(result);
  const { label } = coordinatesOf(advice);
  const names = advice.map((one) => label(one) || result.scenario.name);
  return {
    kind: "lines",
    id: "pool-size",
    title: "Throughput over pool size",
    summary: advice.map(({ message }) => message).join(" "),
    x: { label: "pool size", scale: "log", unit: "count" },
    y: { label: "operations per second", scale: "linear", unit: "perSecond" },
    lines: advice.flatMap((one, at) => linesOf(one, names[at] ?? "")),
    marks: advice.flatMap(markOf),
  };
}

function linesOf(advice: PoolAdvice, label: string): FigureLine[] {
  const { pools } = advice;
  const measured = pools.map(({ poolSize, throughput }) => ({
    ...{ x: poolSize, y: throughput },
    label: formatPool(poolSize),
  }));
  const curve = curveOf(advice);
  return [
    { label, measure: "measured", points: measured, style: curve.length > 0 ? "points" : "line" },
    ...curve.length > 0
      ? [{ label, measure: "Universal Scalability Law", points: curve, style: "dashed" as const }]
      : [],
  ];
}

/** In even steps of a logarithmic axis. */
function curveOf({ usl, pools }: PoolAdvice): { x: number; y: number }[] {
  const [from, to] = [pools[0]?.poolSize ?? 1, pools.at(-1)?.poolSize ?? 1];
  if (usl === undefined || "refused" in usl) return [];
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const x = from * (to / from) ** (step / STEPS);
    return { x, y: curveAt(usl, x) };
  });
}

function markOf({ poolSize, pools }: PoolAdvice): FigureMark[] {
  const advised = pools.find((pool) => pool.poolSize === poolSize);
  return advised === undefined
    ? []
    : [{ x: advised.poolSize, y: advised.throughput, label: formatPool(advised.poolSize) }];
}
