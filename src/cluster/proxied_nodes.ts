import { ScenarioError } from "../errors.ts";
import { startProxyThread } from "../network/network.ts";
import type { ProxyAction } from "../network/proxies.ts";
import type { Behind } from "../network/proxy.ts";
import type { NetworkResult } from "../result/network.ts";
import type { CaseNetwork, Network } from "../scenario/network.ts";
import { type Addresses, createTranslation, formatAddress } from "./addresses.ts";
import { type NodeControl, sortNodes } from "./node_control.ts";

/** Where the connection to a node is really opened; `undefined` for a node without a proxy. */
export type Redirect = (endpoint: string) => Behind | undefined;

/** The proxies in front of all nodes of a target. */
export interface ProxiedNodes {
  /** From the address of each node to that of its proxy, both as `host:port`. */
  readonly proxies: Addresses;
  /** What can be done to them while a case runs. */
  readonly control: NodeControl;
  /** Aborts with a TargetError when they can no longer be used. */
  readonly lost: AbortSignal;
  /** Lets the network of a case begin, before its warm-up. */
  begin(network: CaseNetwork): Promise<void>;
  /** Starts the case's clock, on which its stages are. */
  startClock(): Promise<void>;
  /** Ends the network of the case, and says what it did. */
  end(): Promise<NetworkResult>;
  close(): Promise<void>;
}

const ACTIONS: readonly ProxyAction[] = ["stall", "unstall", "reset", "refuse", "accept"];

/**
 * Puts a proxy in front of each node.
 *
 * @param endpoints of all nodes
 * @param seed makes jitter repeatable
 * @throws {ScenarioError} where the network has a node that the cluster has not
 * @throws {TargetError} where no proxy can be started
 */
export async function putProxies(
  endpoints: readonly string[],
  network: Network,
  seed: number,
): Promise<ProxiedNodes> {
  const addresses = sortNodes(endpoints);
  checkNodes(network, addresses.length);
  const thread = await startProxyThread(addresses.map(splitEndpoint), seed);
  const proxies = addresses.map((address, at) => [address, textOf(thread.addresses[at]!)]);
  return {
    proxies: Object.fromEntries(proxies),
    control: {
      actions: new Set(ACTIONS),
      nodes: addresses.length,
      addresses,
      act: (node, action) => thread.act(node, action as ProxyAction),
      restore: () => thread.restore(),
    },
    lost: thread.lost,
    begin: thread.begin,
    startClock: thread.startClock,
    end: thread.end,
    close: thread.close,
  };
}

/** Makes what says where connections are opened; `undefined` where they are opened at the nodes themselves. */
export function createRedirect(proxies: Addresses | undefined): Redirect | undefined {
  if (proxies === undefined) return undefined;
  const translate = createTranslation(proxies);
  return (endpoint) => {
    const node = splitEndpoint(endpoint);
    const proxy = translate(node.host, node.port);
    const isNone = proxy.host === node.host && proxy.port === node.port;
    return isNone ? undefined : proxy;
  };
}

function checkNodes({ nodes = {}, stages = [] }: Network, count: number): void {
  const named = [
    ...Object.keys(nodes).map((node) => ({ node: Number(node), path: `network.nodes.${node}` })),
    ...stages.map(({ node = 1 }, at) => ({ node, path: `network.stages[${at}].node` })),
  ];
  const wrong = named.filter(({ node }) => node > count).map(({ path }) => path);
  if (wrong.length === 0) return;
  throw new ScenarioError(
    `Cannot use ${wrong.join(", ")} as the target has ${count} ${count === 1 ? "node" : "nodes"}`,
    count === 1 ? "leave it out, or run against several nodes" : `name nodes from 1 to ${count}`,
  );
}

/** Takes `host:port` apart, also where an IPv6 host has no brackets, as the driver writes it. */
function splitEndpoint(endpoint: string): Behind {
  const at = endpoint.lastIndexOf(":");
  const host = endpoint.slice(0, at).replace(/^\[(.+)\]$/, "$1");
  return { host, port: Number(endpoint.slice(at + 1)) };
}

function textOf({ host, port }: Behind): string {
  return formatAddress(host, port);
}
