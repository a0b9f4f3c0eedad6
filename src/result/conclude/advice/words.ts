import type { PoolAdvice, UslCurve, UslRefusal } from "../../advice.ts";
import { formatCount, formatFigure, formatRate, formatShare } from "../../format.ts";
import { asSentence } from "../places.ts";

type Facts = Omit<PoolAdvice, "message">;

/** A gain or a loss of less than this share is nothing. */
const NOTHING = 0.01;

/** A loss that is worth a word. */
const LOSS = 0.1;

/** More pool sizes than these are not named one by one. */
const MOST_NAMED = 4;

const LIST = new Intl.ListFormat("en-GB");

/** Which pool size to use, in a sentence or two. */
export function describeAdvice(advice: Facts, place: string): string {
  const { poolSize, best } = advice;
  const where = place === "" ? "" : `${place} `;
  if (poolSize === null || best === null) {
    return asSentence(`${where}no pool can be advised: ${describeLeftOut(advice)}.`);
  }
  const notes = [...describeClient(advice), ...describeLeftOutElsewhere(advice)];
  return [asSentence(`${where}${choose(advice, poolSize)}.`), ...notes].join(" ");
}

function choose(advice: Facts, poolSize: number): string {
  const { best, pools } = advice;
  if (best?.isLargest && best.poolSize === poolSize) {
    const name = formatCount(poolSize);
    return `the best is the largest pool that was tried, ${name}: try larger`;
  }
  const [cut] = cutByClient(advice);
  if (cut !== undefined && poolSize === pools.at(-1)?.poolSize) {
    return `${sayUse(poolSize)}, the largest before the client was the limit: ` +
      `from ${formatCount(cut.poolSize)} on the figures are not the server's`;
  }
  const use = `${sayUse(poolSize)}${describeInterval(advice)}`;
  const smallest = pools[0]?.poolSize === poolSize && poolSize > 1;
  return `${use}${smallest ? ", the smallest that was tried" : ""}: ${describeMore(advice)}`;
}

function sayUse(poolSize: number): string {
  return poolSize === 1 ? "run serially" : `use a pool of ${formatCount(poolSize)}`;
}

function describeInterval({ interval }: Facts): string {
  if (interval === null || interval.low === interval.high) return "";
  return ` (${formatCount(interval.low)} to ${formatCount(interval.high)}, with 95 % confidence)`;
}

/** What a larger pool gains, and what the largest loses. */
function describeMore({ poolSize, best, pools }: Facts): string {
  const throughput = (size: number | null) =>
    pools.find((pool) => pool.poolSize === size)?.throughput ?? NaN;
  if (best === null) return "";
  const gain = best.throughput / throughput(poolSize) - 1;
  const isTied = best.interval !== null && best.tied.includes(poolSize ?? 0);
  const gains = best.poolSize === poolSize || gain < NOTHING || isTied
    ? "more gains nothing"
    : `a pool of ${formatCount(best.poolSize)} gains ${formatShare(Number(gain.toFixed(2)))}`;
  const largest = pools.at(-1);
  const loss = 1 - (largest?.throughput ?? NaN) / best.throughput;
  if (best.isLargest) return `${gains}, and is the largest that was tried: try larger`;
  return largest !== undefined && loss >= LOSS
    ? `${gains}, and ${formatCount(largest.poolSize)} loses ${formatShare(Number(loss.toFixed(2)))}`
    : gains;
}

/** Beyond all valid pools the client was the limit, so nobody knows what a larger pool gains. */
function describeClient(advice: Facts): string[] {
  const { poolSize, pools } = advice;
  if (poolSize === pools.at(-1)?.poolSize) return [];
  return cutByClient(advice).slice(0, 1).map((first) =>
    `From ${formatCount(first.poolSize)} on the client was the limit, so a larger pool may do more.`
  );
}

/** The pools, larger than all valid ones, that the client was the limit of. */
function cutByClient({ limit, leftOut, pools }: Facts): PoolAdvice["leftOut"] {
  const largest = pools.at(-1)?.poolSize ?? 0;
  return limit === "client"
    ? leftOut.filter(({ poolSize, isClient }) => isClient && poolSize > largest)
    : [];
}

function describeLeftOutElsewhere(advice: Facts): string[] {
  const cut = cutByClient(advice);
  const others = advice.leftOut.filter((pool) => !cut.includes(pool));
  return others.length === 0 ? [] : [`${asSentence(describeLeftOut({ leftOut: others }))}.`];
}

/** `pool 200 and 400 are left out, as the client was the limit`. */
export function describeLeftOut({ leftOut }: Pick<PoolAdvice, "leftOut">): string {
  if (leftOut.length === 0) return "too few pool sizes were measured";
  return [...Map.groupBy(leftOut, ({ reason }) => reason)].map(([reason, pools]) =>
    `${nameLeftOut(pools.map(({ poolSize }) => formatCount(poolSize)))}, as ${reason}`
  ).join("; ");
}

function nameLeftOut(sizes: readonly string[]): string {
  return sizes.length > MOST_NAMED
    ? `${sizes.length} pool sizes from ${sizes[0]} to ${sizes.at(-1)} are left out`
    : `pool ${LIST.format(sizes)} ${sizes.length === 1 ? "is" : "are"} left out`;
}

/** One combination of several: `40 at 10 ms`, `at least 100 at 50 ms`. */
export function describeShortly({ poolSize, best }: PoolAdvice, place: string): string {
  const size = poolSize === null ? "none" : poolSize === 1 ? "1 (serial)" : formatCount(poolSize);
  const isOpen = best?.isLargest === true && best.poolSize === poolSize;
  return `${isOpen ? `at least ${size}` : size}${place === "" ? "" : ` ${place}`}`;
}

/** What the Universal Scalability Law says, in a sentence or two. */
export function describeUsl(usl: UslCurve | UslRefusal, largest: number): string {
  if ("refused" in usl) {
    return `The Universal Scalability Law does not describe these throughputs: ${usl.refused}.`;
  }
  const { lambda, sigma, kappa, bends, r2 } = usl;
  const figures = [
    `λ ${range(lambda, formatRate)} operations/s`,
    `σ ${range(sigma, formatFigure)}`,
    `κ ${range(kappa, formatFigure)}`,
    `R² ${r2.toFixed(3)}`,
  ];
  return `By the Universal Scalability Law ${BENDS[bends]}${describePeak(usl, largest)} ` +
    `(${figures.join(", ")}).`;
}

const BENDS = {
  contention: "contention bends the curve: operations wait for what only one can have",
  coherency: "coherency bends the curve: operations hold each other up",
  neither: "nothing bends the curve yet: throughput rises with the pool",
};

function describePeak({ peak }: UslCurve, largest: number): string {
  if (peak === null) return "; it rises without a peak";
  if (peak > largest) return `; its peak, beyond all pools that were tried, is near ${round(peak)}`;
  return `; its peak is a pool of ${round(peak)}`;
}

/** To two digits, as no fit knows more. */
function round(value: number): string {
  return formatCount(value < 100 ? value : Number(value.toPrecision(2)));
}

function range(
  { mean, low, high }: UslCurve["lambda"],
  format: (value: number) => string,
): string {
  const [text, from, to] = [mean, low, high].map((value) => format(Number(value.toPrecision(3))));
  return `${text} (${from} to ${to})`;
}

/** What kept the throughput from rising further, in a sentence; nothing where the advice has said so. */
export function describeLimit({ limit, busy }: PoolAdvice): string[] {
  const share = formatShare(Number(busy.toFixed(2)));
  switch (limit) {
    case "server":
      return [`The server, or the way to it, was the limit: the client was ${share} busy.`];
    case "unclear":
      return [
        `Whether the client or the server was the limit is unclear: the client was ${share} busy.`,
      ];
    case "pool":
      return [`Neither the client, ${share} busy, nor the server was the limit.`];
    case "client":
      return [];
  }
}
