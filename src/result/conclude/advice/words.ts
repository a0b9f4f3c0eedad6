import type { PoolAdvice } from "../../advice.ts";
import { formatCount, formatCounted, formatShare } from "../../format.ts";
import { asSentence } from "../places.ts";

type Facts = Omit<PoolAdvice, "message">;

/** A gain or a loss of less than this share is nothing. */
const NOTHING = 0.01;

/** So many times as large a pool shows whether the throughput still rises. */
const FAR = 1.5;

const NO_GAIN = "more gains nothing";

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
    const tied = best.tied.length === 0 ? "" : `, and repeat more often, ${sayTied(best.tied)}`;
    return `the best is the largest pool that was tried, ${name}: try larger${tied}`;
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

function sayTied(pools: readonly number[]): string {
  return `as pool ${LIST.format(pools.map(formatCount))} cannot be told from it`;
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
    ? NO_GAIN
    : `a pool of ${formatCount(best.poolSize)} gains ${formatShare(Number(gain.toFixed(2)))}`;
  const largest = pools.at(-1);
  const loss = 1 - (largest?.throughput ?? NaN) / best.throughput;
  if (best.isLargest && gains !== NO_GAIN) {
    return `${gains}, and is the largest that was tried: try larger`;
  }
  // A curve that rises in proportion can look flat over so short a way.
  if (best.isLargest && poolSize !== null && best.poolSize < poolSize * FAR) {
    return `the largest that was tried, ${formatCount(best.poolSize)}, gains nothing: try larger`;
  }
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
  const { leftOutRepetitions: count } = advice;
  const verb = count === 1 ? "is" : "are";
  return [
    ...others.length === 0 ? [] : [`${asSentence(describeLeftOut({ leftOut: others }))}.`],
    ...count === 0 ? [] : [`${formatCounted(count, "repetition")} ${verb} left out as not valid.`],
  ];
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

/** What several combinations have in common: `40`, `at least 100`. */
export function describeShortly({ poolSize, best }: PoolAdvice): string {
  const size = poolSize === null ? "none" : poolSize === 1 ? "1 (serial)" : formatCount(poolSize);
  return best?.isLargest === true && best.poolSize === poolSize ? `at least ${size}` : size;
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
