import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** How values scatter, with a standard deviation of about 1. */
export type Scatter = "normal" | "skewed" | "heavy-tailed" | "with outliers";

/** Draws one value around 0. */
export type Draw = () => number;

/** Random numbers that are the same each time. */
export function uniform(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  return () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
}

/** Draws values that scatter so. */
export function drawing(scatter: Scatter, random: Draw): Draw {
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  if (scatter === "skewed") return () => -Math.log(random()) - 1;
  if (scatter === "with outliers") return () => normal() + (random() < 0.1 ? 4 : 0);
  // Student's t of 3 degrees.
  if (scatter === "heavy-tailed") {
    return () => normal() / Math.sqrt(normal() ** 2 + normal() ** 2 + normal() ** 2);
  }
  return normal;
}

/**
 * Runs with the logarithms of five metrics for each case: those of one case depend on each other, as throughput and
 * percentiles do (0.7), and cases do not.
 */
export function simulateRuns(
  draw: Draw,
  { runs, cases = 1, metrics = 5, noise = 0.03, change = 0 }: {
    readonly runs: number;
    readonly cases?: number;
    readonly metrics?: number;
    readonly noise?: number;
    /** What is added to the metrics of the first case. */
    readonly change?: number;
  },
): number[][] {
  return Array.from({ length: runs }, () =>
    Array.from({ length: cases }, (_, at) => {
      const common = draw() * Math.sqrt(0.7);
      return Array.from(
        { length: metrics },
        () => noise * (common + draw() * Math.sqrt(0.3)) + (at === 0 ? change : 0),
      );
    }).flat());
}

/** The seconds of a run, in which five metrics depend on each other (0.6) and on the second before. */
export function simulateSeconds(
  draw: Draw,
  { seconds, dependence, noise = 0.08, change = 0 }: {
    readonly seconds: number;
    /** The autocorrelation from one second to the next. */
    readonly dependence: number;
    readonly noise?: number;
    readonly change?: number;
  },
): number[][] {
  let state = Array.from({ length: 5 }, draw);
  const series = Array.from({ length: seconds + 50 }, () => {
    const common = draw() * Math.sqrt(0.6);
    state = state.map((before) =>
      dependence * before + Math.sqrt(1 - dependence ** 2) * (common + draw() * Math.sqrt(0.4))
    );
    return state.map((value) => Math.exp(noise * value + change));
  });
  return state.map((_, metric) => series.slice(50).map((second) => second[metric]!));
}
