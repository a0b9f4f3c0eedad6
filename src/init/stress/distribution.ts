import { number } from "../names.ts";

/** A distribution of a cassandra-stress profile, `gaussian(1..10M,5)`: whole numbers from `min` to `max`. */
export interface Distribution {
  readonly kind:
    | "fixed"
    | "uniform"
    | "normal"
    | "exponential"
    | "weibull"
    | "steps"
    | "power"
    | "sequential";
  readonly min: number;
  readonly max: number;
  /** What follows the range: a shape, a mean and a deviation, a number of steps. */
  readonly options: readonly number[];
  /** With `~` before it, the numbers are counted from the other end. */
  readonly isInverted: boolean;
}

const KINDS: ReadonlyMap<string, Distribution["kind"]> = new Map(Object.entries({
  fixed: "fixed",
  uniform: "uniform",
  ...{ gaussian: "normal", gauss: "normal", normal: "normal", norm: "normal" },
  ...{ exp: "exponential", exponential: "exponential" },
  ...{ extreme: "weibull", extr: "weibull", weibull: "weibull" },
  ...{ qextreme: "steps", qextr: "steps", quantized: "steps" },
  power: "power",
  ...{ seq: "sequential", sequence: "sequential" },
}));

/** How many options follow the range at least, and at most. */
const OPTIONS: Readonly<Record<Distribution["kind"], readonly [number, number]>> = {
  fixed: [0, 0],
  uniform: [0, 0],
  normal: [0, 2],
  exponential: [0, 0],
  weibull: [1, 1],
  steps: [2, 2],
  power: [1, 1],
  sequential: [0, 0],
};

/** Parses a distribution; `undefined` for what is none. */
export function parseDistribution(text: string): Distribution | undefined {
  const [, tilde, word = "", inner = ""] = /^\s*(~?)\s*(\w+)\s*\((.*)\)\s*$/.exec(text) ?? [];
  const kind = KINDS.get(word.toLowerCase());
  if (kind === undefined) return undefined;
  const [range = "", ...others] = inner.split(",");
  const bounds = range.split("..").map(parseCount);
  const options = others.map(parseCount);
  const [min, max = kind === "fixed" ? min : undefined] = bounds;
  const [least, most] = OPTIONS[kind];
  if (min === undefined || max === undefined || max < min || bounds.length > 2) return undefined;
  if (options.includes(undefined) || options.length < least || options.length > most) {
    return undefined;
  }
  return { kind, min, max, options: options as number[], isInverted: tilde === "~" };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, b: 1e9 };

/** Parses `10`, `2.5`, `10K`, `1M` or `100B`. */
function parseCount(text: string): number | undefined {
  const [, digits = "", unit = ""] = /^(-?\d+(?:\.\d+)?)([kmb]?)$/i.exec(text.trim()) ?? [];
  return digits === "" ? undefined : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
}

/** How many different numbers it gives. */
export function countOf({ min, max }: Distribution): number {
  return Math.floor(max) - Math.floor(min) + 1;
}

/** Whether it gives one number only. */
export function isFixed(distribution: Distribution): boolean {
  return countOf(distribution) === 1;
}

/** An expression of cassbench's `keys` that chooses numbers from 0 to below `count` as the distribution does. */
export function chooserText(distribution: Distribution, count: number): string {
  const { kind, min, max, options, isInverted } = distribution;
  if (count === 1) return "keys.uniform({ count: 1 })";
  const share = count / countOf(distribution);
  const rounded = (value: number) => number(Math.round(value * 100) / 100);
  const given = (...parts: readonly string[]) =>
    `{ ${[`count: ${number(count)}`, ...parts].join(", ")} }`;
  const [first = 3, second] = options;
  const text = {
    fixed: () => `keys.uniform(${given()})`,
    uniform: () => `keys.uniform(${given()})`,
    sequential: () => `keys.sequential(${given()})`,
    exponential: () => `keys.exponential(${given()})`,
    weibull: () => `keys.weibull(${given(`shape: ${first}`)})`,
    steps: () => `keys.weibull(${given(`shape: ${first}`)})`,
    power: () => `keys.zipf(${given()})`,
    normal() {
      const mean = second === undefined ? (max - min) / 2 : first - min;
      const deviation = second ?? (max - min) / 2 / first;
      const isUsual = second === undefined && first === 3;
      return `keys.normal(${
        isUsual ? given() : given(
          `mean: ${rounded(Math.min(Math.max(mean * share, 0), count - 1))}`,
          `deviation: ${rounded(Math.min(Math.max(deviation * share, 0.01), count))}`,
        )
      })`;
    },
  }[kind]();
  return isInverted ? `fromTheEnd(${number(count)}, ${text})` : text;
}

/** What of a distribution cassbench's `keys` do otherwise; `undefined` where they do the same. */
export function differenceOf({ kind }: Distribution): string | undefined {
  if (kind === "steps") return "qextreme() is without its steps, as keys.weibull()";
  if (kind === "power") return "power() is keys.zipf(), which is another power law";
  return undefined;
}
