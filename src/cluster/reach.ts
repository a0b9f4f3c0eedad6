import { type Addresses, createTranslation, formatAddress, parseHostPort } from "./addresses.ts";
import { TargetError } from "../errors.ts";
import type { ChosenNodes } from "./choose_nodes.ts";
import { connectForSchema, disconnect, type ResolvedAddress } from "./driver/connect.ts";
import { type ClusterNode, clusterNodes } from "./driver/peers.ts";
import { probeAll } from "./probe.ts";
import { tlsOf } from "./tls/options.ts";

/** A cluster that answers. */
export interface Reached {
  readonly client: Awaited<ReturnType<typeof connectForSchema>>;
  /** How to connect again: at the addresses where the nodes are reached, with all translations that are known. */
  readonly address: ResolvedAddress;
  /** All nodes, also those that do not answer. */
  readonly nodes: readonly ClusterNode[];
  /** The addresses of the nodes that answer. */
  readonly answering: readonly string[];
  /** What is wrong with the others, by their addresses. */
  readonly unreachable: ReadonlyMap<string, string>;
}

/** Connects, and leaves out the nodes that hang, as the driver would wait for them. */
export async function reach(given: ResolvedAddress, signal: AbortSignal): Promise<Reached> {
  const first = await connectForSchema(given, signal);
  try {
    const found = clusterNodes(first);
    const address = given.sni ? withIds(given, found) : given;
    const nodes = found.map((node) => translated(node, address.addresses));
    const all = nodes.map((node) => node.address);
    const addresses = { ...learned(nodes), ...address.addresses };
    // The driver takes contact points as they are, although others call these nodes by addresses that are translated.
    const isMoved = all.some((one, at) => one !== found[at]!.address);
    if (all.length === 1 && !isMoved) {
      return { ...{ client: first, address, nodes }, answering: all, unreachable: new Map() };
    }
    const { answering, problems } = await probeAll(all, signal, tlsOf(address));
    const unreachable = new Map(
      problems.map((problem) => tell(problem, nodes, address.contactPoints)),
    );
    if (answering.length === 0) throw noneError([...unreachable.values()]);
    const known = { ...address, contactPoints: answering, addresses };
    if (problems.length === 0 && !isMoved) {
      return { client: first, address: known, nodes, answering, unreachable };
    }
    await disconnect(first);
    const used = problems.length > 0 ? answering : undefined;
    const client = await connectForSchema(known, signal, used);
    return { client, address: known, nodes, answering, unreachable };
  } catch (error) {
    await disconnect(first);
    throw error;
  }
}

/** The same with the ids of all nodes, by which the proxy in front of them knows them. */
function withIds(address: ResolvedAddress, nodes: readonly ClusterNode[]): ResolvedAddress {
  const ids = Object.fromEntries(nodes.map((node) => [node.address, node.id]));
  const contactPoints = nodes.map((node) => node.address);
  return { ...address, contactPoints, sni: { ...address.sni!, ids } };
}

/** The node where its own address leads. A contact point is known by the address that was given for it. */
function translated(node: ClusterNode, addresses: Addresses | undefined): ClusterNode {
  const own = parseHostPort(node.said);
  if (own?.port === undefined) return node;
  const { host, port } = createTranslation(addresses)(own.host, own.port);
  const address = formatAddress(host, port);
  return address === node.said ? node : { ...node, address };
}

/** What is known of nodes that are reached elsewhere than they say. */
function learned(nodes: readonly ClusterNode[]): Addresses {
  return Object.fromEntries(
    nodes.filter(({ address, said }) => address !== said).map((node) => [node.said, node.address]),
  );
}

/** Says where the address of a node that does not answer comes from, where nobody gave it as a contact point. */
function tell(
  problem: string,
  nodes: readonly ClusterNode[],
  contactPoints: readonly string[],
): [address: string, problem: string] {
  const [address = "", ...what] = problem.split(" ");
  if (contactPoints.includes(address)) return [address, problem];
  const node = nodes.find((node) => node.address === address);
  const from = node === undefined || node.said === address
    ? "as the cluster says"
    : `where ${node.said} is to be reached`;
  return [address, `${address}, ${from}, ${what.join(" ")}`];
}

function noneError(problems: readonly string[]): TargetError {
  return new TargetError(
    `Cannot reach any node of the cluster: ${problems.join("; ")}`,
    "check each --address FROM=TO: TO is where the node is reached from here",
  );
}

/** Connects again, to the nodes that answer, through the proxies in front of them. */
export async function throughProxies(
  reached: Reached,
  proxies: Addresses,
  signal: AbortSignal,
): Promise<Reached> {
  await disconnect(reached.client);
  const { answering, unreachable } = reached;
  const address = { ...reached.address, contactPoints: answering, proxies };
  const used = unreachable.size > 0 ? answering : undefined;
  return { ...reached, address, client: await connectForSchema(address, signal, used) };
}

/** Which nodes get requests. */
export interface UsedNodes {
  /** Their addresses; `undefined` for all of the local data center, also those that join it. */
  readonly nodes: readonly string[] | undefined;
  /** How to connect to them. */
  readonly address: ResolvedAddress;
  /** What is wrong with the other nodes of the local data center. What is wrong with those of others does not matter. */
  readonly unreachable: readonly string[];
}

/**
 * The nodes that are chosen and answer.
 *
 * @throws {TargetError} where none of them does
 */
export function useNodes(
  { address, nodes, answering, unreachable }: Reached,
  { localDataCenter, coordinators }: ChosenNodes,
): UsedNodes {
  const local = nodes.filter(({ dataCenter }) => dataCenter === localDataCenter)
    .map((node) => node.address);
  const chosen = coordinators ?? local;
  const tell = (addresses: readonly string[]) =>
    addresses.flatMap((node) => unreachable.get(node) ?? []);
  const contactPoints = chosen.filter((node) => answering.includes(node));
  if (contactPoints.length === 0) {
    throw new TargetError(
      `Cannot use data center "${localDataCenter}" as no node answers that may coordinate: ${
        tell(chosen).join("; ")
      }`,
      "look into the logs of these nodes, or choose others",
    );
  }
  const isAll = coordinators === undefined && contactPoints.length === local.length;
  return {
    nodes: isAll ? undefined : contactPoints,
    address: { ...address, contactPoints },
    unreachable: tell(local),
  };
}
