import { ScenarioError } from "../errors.ts";
import { type ProxyThread, startProxyThread } from "../network/network.ts";
import type { ProxyAction } from "../network/proxies.ts";
import type { Behind } from "../network/proxy.ts";
import type { Network } from "../scenario/network.ts";
import {
  type Addresses,
  createTranslation,
  DEFAULT_PORT,
  formatAddress,
  parseHostPort,
} from "./addresses.ts";
import { addressOf } from "./driver/endpoints.ts";
import { type NodeControl, sortNodes } from "./node_control.ts";

/** Where the connection to a node is really opened; `undefined` for a node without a proxy. */
export type Redirect = (endpoint: string) => Behind | undefined;

/** The proxies in front of all nodes of a target. */
export interface ProxiedNodes
  extends Pick<ProxyThread, "lost" | "begin" | "startClock" | "end" | "close"> {
  /** From the address of each node to that of its proxy, both as `host:port`. */
  readonly proxies: Addresses;
  /** What can be done to them while a case runs. */
  readonly control: NodeControl;
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
  const { lost, begin, startClock, end, close } = thread;
  const proxies = addresses.map((address, at) => {
    const { host, port } = thread.addresses[at]!;
    return [address, formatAddress(host, port)];
  });
  return {
    proxies: Object.fromEntries(proxies),
    control: {
      actions: new Set(ACTIONS),
      addresses,
      act: (node, action) => thread.act(node, action as ProxyAction),
      restore: thread.restore,
    },
    ...{ lost, begin, startClock, end, close },
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

/** Takes an address apart, also where it is one of the driver's endpoints. */
function splitEndpoint(endpoint: string): Behind {
  const { host, port = DEFAULT_PORT } = parseHostPort(addressOf(endpoint))!;
  return { host, port };
}

/** Says why there is no connection to a node without a proxy. */
export function describeLateNode(endpoint: string): string {
  return `${endpoint} joined the cluster too late to have a proxy`;
}
