import type { UslCurve, UslRefusal } from "../../advice.ts";
import { formatCount, formatFigure, formatRate } from "../../format.ts";

/** What the Universal Scalability Law says, in a sentence or two. */
export function describeUsl(usl: UslCurve | UslRefusal, largest: number): string {
  if ("refused" in usl) {
    return `The Universal Scalability Law does not describe these throughputs: ${usl.refused}.`;
  }
  const { lambda, sigma, kappa, r2 } = usl;
  const figures = [
    `λ ${range(lambda, formatRate)} operations/s`,
    `σ ${range(sigma, formatFigure)}`,
    `κ ${range(kappa, formatFigure)}`,
    `R² ${r2.toFixed(3)}`,
  ];
  return `By the Universal Scalability Law ${describeBend(usl)}${describePeak(usl, largest)} ` +
    `(${figures.join(", ")}).`;
}

/** A share that can be 0 is not certain to bend anything. */
function describeBend({ bends, sigma, kappa }: UslCurve): string {
  if (bends === "neither") return "nothing bends the curve yet: throughput rises with the pool";
  const { low } = bends === "contention" ? sigma : kappa;
  const verb = low > 0 ? "bends" : "seems to bend";
  return `${bends} ${verb} the curve: ${MEANINGS[bends]}`;
}

const MEANINGS = {
  contention: "operations wait for what only one can have",
  coherency: "operations hold each other up",
};

/** A κ that can be 0 is not certain to make a peak. */
function describePeak({ peak, kappa }: UslCurve, largest: number): string {
  if (peak === null) return "; it rises without a peak";
  const near = peak < 100 ? peak : Number(peak.toPrecision(2));
  const unsure = kappa.low > 0 ? "" : ", if it has one,";
  return peak > largest
    ? `; its peak${unsure || ","} beyond all pools that were tried, is near ${formatCount(near)}`
    : `; its peak${unsure} is a pool of ${formatCount(near)}`;
}

function range(
  { mean, low, high }: UslCurve["lambda"],
  format: (value: number) => string,
): string {
  const [text, from, to] = [mean, low, high].map((value) => format(Number(value.toPrecision(3))));
  return `${text} (${from} to ${to})`;
}
