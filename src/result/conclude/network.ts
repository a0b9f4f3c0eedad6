import type { CaseResult } from "../case.ts";
import type { Warning } from "../document.ts";
import { describeParameters, formatShare } from "../format.ts";
import type { Reason } from "../verdict.ts";

/** Proxies that keep this share of their core busy are the limit: beyond it, their own queues are in the times. */
const BUSY = 0.9;

/** Pieces of bytes that are held back for longer than this beyond what was asked, in milliseconds, make a warning. */
const LATE = 0.15;

/** Whether the proxies between client and nodes were the limit. */
export function* findBusyProxies({ network }: Pick<CaseResult, "network">): Generator<Reason> {
  if (network === undefined) return;
  const busy = network.cpu - network.spinning;
  if (busy < BUSY) return;
  yield {
    code: "network",
    message: `the network's proxies were ${formatShare(busy)} busy, so they were the limit`,
    advice: "measure without `network`, at a lower rate, or with a smaller pool",
  };
}

/** Warns of a network that held back longer than it was asked to. */
export function findLateProxies(result: CaseResult): Warning[] {
  const late = result.network?.late?.p50 ?? 0;
  if (late <= LATE) return [];
  return [{
    code: "network",
    message: `The network's proxies held back for ${late.toFixed(2)} ms longer than asked, each ` +
      `way, in the case ${describeParameters(result)}, as their thread had no time to wake up`,
    advice: "they need a core of this machine that client and servers leave free",
  }];
}
