import type { Target } from "../cluster/target.ts";
import type { FaultResult } from "../result/fault.ts";
import { classOfFault } from "../scenario/faults.ts";
import type { FullSettings } from "../scenario/settings.ts";

/** Lets the server misbehave from now on, where it is to. */
export async function startFaults({ faults }: Target, settings: FullSettings): Promise<void> {
  if (settings.faults.length > 0) await faults?.setFaults(settings.faults, settings.seed);
}

/** Lets the server behave again, and says how often each fault struck; `undefined` where there were none. */
export async function endFaults(
  { faults }: Target,
  settings: FullSettings,
): Promise<readonly FaultResult[] | undefined> {
  if (faults === undefined || settings.faults.length === 0) return undefined;
  // Where the server has ended, nothing tells.
  const counts = await faults.readFaults().finally(() => faults.setFaults([], 0))
    .catch(() => undefined);
  return counts?.map((count) => {
    const errorClass = classOfFault(count.fault.kind);
    return { ...count, ...errorClass !== undefined && { errorClass } };
  });
}
