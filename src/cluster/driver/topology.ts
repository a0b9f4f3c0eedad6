import cassandra from "cassandra-driver";
import type { LoadConnection } from "./connect.ts";
import { addressOf } from "./endpoints.ts";

const { dataTypes } = cassandra.types;

/** The nodes that may be asked, and which of them hold what. */
export interface Topology {
  /** The nodes of the local data center, each as `host:port`. */
  readonly nodes: readonly string[];
  /** From the id of each of these to its address; absent where none is known. */
  readonly ids?: ReadonlyMap<string, string>;
  /** `undefined` where the partitioner is not Murmur3, or the keyspace is not known. */
  readonly ring: Ring | undefined;
}

/** Which nodes hold the rows whose token is at most this one and above the one before. */
export interface Ring {
  /** In ascending order. */
  readonly tokens: BigInt64Array;
  /** The local nodes of each token; empty where none holds its rows. */
  readonly replicas: readonly (readonly string[])[];
}

/** Tells what a cluster consists of, and when that changes. */
export interface TopologySource {
  topology(): Topology;
  onTopologyChange(change: () => void): void;
}

/** Reads what the driver knows of a cluster. */
export function readTopology(
  client: cassandra.Client,
  { localDataCenter, nodes: allowed }: Pick<LoadConnection, "localDataCenter" | "nodes">,
  keyspace: string,
): Topology {
  const isUsed = ({ address, datacenter }: cassandra.Host) =>
    datacenter === localDataCenter && (allowed?.includes(addressOf(address)) ?? true);
  const hosts = client.hosts.values().filter(isUsed);
  const nodes = hosts.map(({ address }) => addressOf(address));
  const ids = new Map(hosts.map(({ hostId }, at) => [String(hostId), nodes[at]!]));
  return { nodes, ids, ring: readRing(client, keyspace, isUsed) };
}

/** What the driver knows of a keyspace and its types leave out. */
interface KnownKeyspace {
  /** The replicas of each token, by its text. */
  tokenToReplica(
    tokenizer: unknown,
    tokens: readonly string[],
    holders: Readonly<Record<string, cassandra.Host>>,
    dataCenters: Readonly<Record<string, DataCenter>>,
  ): Readonly<Record<string, readonly cassandra.Host[]>>;
}

/** How many nodes and racks a data center has, as the driver counts them. */
interface DataCenter {
  readonly hostLength: number;
  readonly racks: { readonly length: number };
}

/**
 * Makes the ring of the nodes that are there now. The driver makes its own when it connects, and never again, in a time that
 * grows with the square of the tokens; that is left as it is, as it is what an application has.
 */
function readRing(
  { metadata, hosts }: cassandra.Client,
  keyspace: string,
  isUsed: (host: cassandra.Host) => boolean,
): Ring | undefined {
  const known = (metadata.keyspaces as unknown as Record<string, KnownKeyspace | undefined>)
    ?.[keyspace];
  const [some] = metadata.getTokenRanges();
  if (some?.end.getType().code !== dataTypes.bigint || known === undefined) return undefined;
  const held = hosts.values().flatMap((host) =>
    // A set, as the driver was told to read sets; the types say a list.
    Array.from(host.tokens ?? [], (token) => ({ token: BigInt(token), host }))
  ).sort((a, b) => a.token < b.token ? -1 : 1);
  const names = held.map(({ token }) => `${token}`);
  const holders = Object.fromEntries(held.map(({ host }, at) => [names[at]!, host]));
  const replicas = known.tokenToReplica(undefined, names, holders, countDataCenters(hosts));
  return {
    tokens: BigInt64Array.from(held, ({ token }) => token),
    replicas: names.map((name) =>
      replicas[name]!.filter(isUsed).map(({ address }) => addressOf(address))
    ),
  };
}

function countDataCenters(hosts: cassandra.HostMap): Record<string, DataCenter> {
  const groups = Map.groupBy(hosts.values(), ({ datacenter }) => datacenter);
  return Object.fromEntries([...groups].map(([name, nodes]) => {
    const racks = new Set(nodes.map(({ rack }) => rack));
    return [name, { hostLength: nodes.length, racks: { length: racks.size } }];
  }));
}

/** Calls a function when nodes come or go. */
export function onTopologyChange(client: cassandra.Client, change: () => void): void {
  client.on("hostAdd", change);
  client.on("hostRemove", change);
}
