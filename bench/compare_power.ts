// How often does `compare` call unchanged results changed, and how often does it see a change?
//
// deno run -A bench/compare_power.ts [PAIRS]
//
// Simulated pairs of results, 1,000 unless said otherwise. Repetitions scatter by 3 %. Five metrics of a case, throughput and four
// percentiles, depend on each other; a change is one of all five. "Any" metric of any case that is called changed counts.

import { compareRuns } from "../src/compare/statistics/runs.ts";
import { compareSeconds } from "../src/compare/statistics/seconds.ts";
import { studentTail } from "../src/result/conclude/student.ts";
import { printPage } from "./lib/page.ts";
import { holm, mannWhitney } from "./lib/ranks.ts";
import { drawing, type Scatter, simulateRuns, simulateSeconds, uniform } from "./lib/simulated.ts";

const PAIRS = Number(Deno.args[0] ?? 1_000);
const ALPHA = 0.05;
const CHANGES = [0, 0.05, 0.1];

type Runs = readonly (readonly number[])[];

/** Whether a way to compare calls any metric changed. */
const WAYS: Record<string, (base: Runs, other: Runs) => boolean> = {
  "cassbench": (base, other) =>
    compareRuns(base, other, ALPHA).some(({ difference, reach }) => Math.abs(difference) > reach),
  "Welch, Holm": (base, other) => holm(byMetric(base, other, welchP), ALPHA).includes(true),
  "Mann-Whitney, Holm": (base, other) =>
    holm(byMetric(base, other, (a, b) => mannWhitney(a, b).p), ALPHA).includes(true),
};

function byMetric(base: Runs, other: Runs, p: (a: number[], b: number[]) => number): number[] {
  return base[0]!.map((_, metric) =>
    p(base.map((run) => run[metric]!), other.map((run) => run[metric]!))
  );
}

function welchP(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a, b].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {
      mean,
      share: squares / (values.length - 1) / values.length,
      degrees: values.length - 1,
    };
  }) as [Moments, Moments];
  const total = x.share + y.share;
  const degrees = total ** 2 / (x.share ** 2 / x.degrees + y.share ** 2 / y.degrees);
  return studentTail((y.mean - x.mean) / Math.sqrt(total), degrees);
}

interface Moments {
  readonly mean: number;
  readonly share: number;
  readonly degrees: number;
}

/** False alarms of cassbench's own way are counted in more pairs, as 5 % of 1,000 is anything from 36 to 64. */
const UNCHANGED = 5 * PAIRS;

function share(isHit: () => boolean, pairs: number): string {
  let hits = 0;
  for (let pair = 0; pair < pairs; pair++) if (isHit()) hits++;
  return `${(100 * hits / pairs).toFixed(1)} %`;
}

function ofRuns(way: string, scatter: Scatter, runs: number, cases: number, metrics = 5): string[] {
  return CHANGES.map((change) => {
    const draw = drawing(scatter, uniform(1));
    return share(() => {
      const base = simulateRuns(draw, { runs, cases, metrics });
      const other = simulateRuns(draw, { runs, cases, metrics, change: Math.log(1 + change) });
      return WAYS[way]!(base, other);
    }, change === 0 && way === "cassbench" ? UNCHANGED : PAIRS);
  });
}

function ofSeconds(scatter: Scatter, seconds: number, dependence: number): string[] {
  return CHANGES.map((change) => {
    const draw = drawing(scatter, uniform(1));
    return share(() => {
      const base = simulateSeconds(draw, { seconds, dependence });
      const other = simulateSeconds(draw, { seconds, dependence, change: Math.log(1 + change) });
      return base.some((values, metric) => {
        const { difference, reach } = compareSeconds(values, other[metric]!, ALPHA / 5);
        return Math.abs(difference) > reach;
      });
    }, PAIRS);
  });
}

const SCATTERS: readonly Scatter[] = ["normal", "skewed", "heavy-tailed", "with outliers"];
const repetitions = SCATTERS.flatMap((scatter) =>
  [5, 10].flatMap((runs) =>
    // Ten cases take long, and scatter changes nothing about them.
    (scatter === "normal" ? [1, 10] : [1]).flatMap((cases) =>
      Object.keys(WAYS).map((way) => [
        ...[scatter, `${runs} and ${runs}`, String(cases), way],
        ...ofRuns(way, scatter, runs, cases),
      ])
    )
  )
);
const one = [5, 10].map((runs) => [
  ...["normal, one metric", `${runs} and ${runs}`, "1", "cassbench"],
  ...ofRuns("cassbench", "normal", runs, 1, 1),
]);
const few = [3, 4].map((runs) => [
  ...["normal", `${runs} and ${runs}`, "1", "cassbench"],
  ...ofRuns("cassbench", "normal", runs, 1),
]);
printPage({
  titles: ["scatter", "repetitions", "cases", "by", "unchanged", "5 %", "10 %"],
  rows: [...repetitions, ...one, ...few],
  method:
    `${PAIRS} simulated pairs each, ${UNCHANGED} unchanged ones of cassbench; how often any difference was called one`,
  server: "no server",
});

printPage({
  titles: ["scatter", "seconds", "autocorrelation", "unchanged", "5 %", "10 %"],
  rows: SCATTERS.flatMap((scatter) =>
    [30, 60, 300].flatMap((seconds) =>
      [0, 0.5, 0.8, 0.9].map((dependence) => [
        ...[scatter, String(seconds), String(dependence)],
        ...ofSeconds(scatter, seconds, dependence),
      ])
    )
  ),
  method: `${PAIRS} simulated pairs each of one run without repetitions; seconds scatter by 8 %`,
  server: "no server",
});
