/** The thread of the proxies, so that neither the client nor what it measures waits for them. */
import type { NetworkResult } from "../result/network.ts";
import { answerCalls } from "../runtime/channel.ts";
import type { CaseNetwork } from "../scenario/network.ts";
import { type Proxies, type ProxyAction, startProxies } from "./proxies.ts";
import type { Behind } from "./proxy.ts";

let proxies: Proxies | undefined;

function started(): Proxies {
  if (proxies === undefined) throw new Error("no proxies were started");
  return proxies;
}

const calls = {
  async start(
    { nodes, seed }: { readonly nodes: readonly Behind[]; readonly seed: number },
  ): Promise<readonly number[]> {
    proxies = await startProxies(nodes, seed);
    return proxies.ports;
  },
  begin: (network: CaseNetwork): Promise<void> => started().begin(network),
  startClock: (): Promise<void> => started().startClock(),
  end: (): Promise<NetworkResult> => started().end(),
  act: ({ node, action }: { readonly node: number; readonly action: ProxyAction }): Promise<void> =>
    started().act(node, action),
  restore: (): Promise<void> => started().restore(),
  close: async (): Promise<void> => await proxies?.close(),
};

/** What this thread can be asked. */
export type NetworkCalls = typeof calls;

answerCalls(calls);
