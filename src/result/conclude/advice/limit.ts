import type { PoolAdvice } from "../../advice.ts";
import type { PoolSweep } from "./pools.ts";

/** A client that is this busy can slow operations down, though its figures are valid. */
const NEARLY = 0.7;

/** What kept the throughput of a sweep from rising further. */
export function findLimit(
  { pools, leftOut }: PoolSweep,
  { best, poolSize }: Pick<PoolAdvice, "best" | "poolSize">,
): Pick<PoolAdvice, "limit" | "busy"> {
  const { cases = [] } = pools.find(({ poolSize }) => poolSize === best?.poolSize) ?? {};
  const busy = Math.max(0, ...cases.map(({ client: { cpu, spinning } }) => cpu - spinning));
  const largest = pools.at(-1)?.poolSize ?? 0;
  const beyond = leftOut.filter(({ poolSize }) => best === null || poolSize > largest);
  if (beyond.some(({ isClient }) => isClient)) return { limit: "client", busy };
  if (best === null) return { limit: "unclear", busy };
  if (best.isLargest && best.poolSize === poolSize) return { limit: "pool", busy };
  return { limit: busy >= NEARLY ? "unclear" : "server", busy };
}
