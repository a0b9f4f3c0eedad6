import type { UslCurve, UslRefusal } from "../../advice.ts";
import { formatPool, formatShare } from "../../format.ts";
import type { PoolSweep } from "./pools.ts";
import { fitUsl, type UslFit, uslThroughput } from "./usl_fit.ts";

/** The curve has three parameters, so fewer pool sizes than these describe it too well. */
const FEWEST = 6;

/** Pools whose throughputs differ by less than this share of the best make no curve. */
const FLAT = 0.1;

/** A curve that describes less of the variance, or misses a pool by more of the best throughput, does not describe them. */
const POOR = { r2: 0.9, miss: 0.15 };

/** A largest pool that both shares slow by less is not bent. */
const STRAIGHT = 0.05;

/** The law's curve through a sweep, or why it is none; `undefined` where fewer than six pool sizes were tried. */
export function fitSweep({ pools, leftOut }: PoolSweep): UslCurve | UslRefusal | undefined {
  const tried = pools.length + leftOut.length;
  if (tried < FEWEST) return undefined;
  if (pools.length < FEWEST) {
    return {
      refused: `only ${pools.length} of ${tried} pool sizes are valid, and it takes ${FEWEST}`,
    };
  }
  const throughputs = pools.map(({ throughput }) => throughput);
  if (Math.min(...throughputs) > Math.max(...throughputs) * (1 - FLAT)) {
    return {
      refused: `all pools are within ${formatShare(FLAT)} of each other: there is no curve`,
    };
  }
  const points = pools.flatMap(({ poolSize, cases }) =>
    cases.map(({ throughput }) => ({ x: poolSize, y: throughput }))
  );
  const fit = fitUsl(points);
  const refused = refuse(fit, pools);
  if (refused !== undefined) return { refused };
  const { lambda, sigma, kappa, r2 } = fit;
  const largest = Math.max(...pools.map(({ poolSize }) => poolSize));
  return { lambda, sigma, kappa, peak: peakOf(fit), bends: bendOf(fit, largest), r2 };
}

function refuse(fit: UslFit, pools: PoolSweep["pools"]): string | undefined {
  const { lambda, sigma, kappa, r2 } = fit;
  if (![lambda, sigma, kappa].every(({ low, high }) => Number.isFinite(high - low))) {
    return "the pools do not tell its shares apart";
  }
  if (r2 < POOR.r2) {
    return `it describes only ${formatShare(Math.max(0, r2))} of what differs between the pools`;
  }
  const best = Math.max(...pools.map(({ throughput }) => throughput));
  const misses = pools.map(({ poolSize, throughput }) => ({
    poolSize,
    share: Math.abs(throughput - curveAt(fit, poolSize)) / best,
  }));
  const worst = misses.reduce((worst, miss) => miss.share > worst.share ? miss : worst);
  if (worst.share > POOR.miss) {
    const missed = formatShare(worst.share);
    return `it misses ${formatPool(worst.poolSize)} by ${missed} of the best throughput`;
  }
  return lambda.low > 0
    ? undefined
    : "the throughput of one in flight does not follow from the pools";
}

/** The throughput of the curve with so many in flight. */
export function curveAt(
  { lambda, sigma, kappa }: Pick<UslCurve, "lambda" | "sigma" | "kappa">,
  inFlight: number,
): number {
  return uslThroughput(inFlight, lambda.mean, sigma.mean, kappa.mean);
}

/** Without coherency the curve rises without end; with all of it contention, it never does. */
function peakOf({ sigma, kappa }: UslFit): number | null {
  if (kappa.mean === 0) return null;
  return Math.max(1, Math.sqrt(Math.max(0, 1 - sigma.mean) / kappa.mean));
}

function bendOf({ sigma, kappa }: UslFit, largest: number): UslCurve["bends"] {
  const contention = sigma.mean * (largest - 1);
  const coherency = kappa.mean * largest * (largest - 1);
  if (contention + coherency < STRAIGHT) return "neither";
  return contention >= coherency ? "contention" : "coherency";
}
