import type { CaseResult } from "../case.ts";
import type { Calibration, Ceiling } from "../document.ts";

/**
 * The largest share of what its client can send that a case has sent, in requests per second of all its threads;
 * `undefined` where what the client can is not known, as where agents carried the load: each has a machine of its own.
 */
export function ceilingUse(
  cases: readonly CaseResult[],
  calibration: Calibration | undefined,
): number | undefined {
  const ceilings: Readonly<Record<string, Ceiling>> | undefined = calibration?.ceilings;
  if (ceilings === undefined || cases.some(({ agents }) => agents)) return undefined;
  const shares = cases.map(({ nodes = [], parameters, elapsed }) => {
    const requests = nodes.reduce((sum, { coordinated }) => sum + coordinated, 0);
    const { throughput = NaN } = ceilings[String(parameters.client ?? "driver")] ?? {};
    return requests / elapsed * 1_000 / (throughput * Number(parameters.workers));
  });
  const most = Math.max(...shares);
  return Number.isFinite(most) ? most : undefined;
}
