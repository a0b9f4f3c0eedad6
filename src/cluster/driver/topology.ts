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
  return { nodes, ids, ring: readRing(currentRing(client, keyspace), keyspace, isUsed) };
}

/** What the driver keeps of a keyspace: the replicas of each token, when they were first asked for. */
type Keyspaces = Record<string, { replicas?: unknown } | undefined>;

/**
 * The driver's metadata with the ring as it is now. The driver makes its own when it connects, and never again; that is
 * left as it is, as it is what an application has.
 */
function currentRing(
  { metadata, hosts }: cassandra.Client,
  keyspace: string,
): cassandra.metadata.Metadata {
  const { keyspaces } = metadata as unknown as { readonly keyspaces: Keyspaces };
  const own = keyspaces[keyspace];
  const current = Object.create(metadata, {
    keyspaces: { value: { [keyspace]: own && { ...own, replicas: undefined } } },
  });
  current.buildTokens(hosts);
  return current;
}

function readRing(
  metadata: cassandra.metadata.Metadata,
  keyspace: string,
  isUsed: (host: cassandra.Host) => boolean,
): Ring | undefined {
  const ends = [...metadata.getTokenRanges()].map(({ end }) => end);
  if (ends.length === 0 || ends[0]!.getType().code !== dataTypes.bigint) return undefined;
  const entries = ends.map((end) => ({
    token: BigInt(String(end)),
    // The types leave out that a keyspace can be unknown.
    hosts: metadata.getReplicas(keyspace, end) as cassandra.Host[] | null,
  })).sort((a, b) => a.token < b.token ? -1 : 1);
  if (entries.some(({ hosts }) => hosts === null || hosts === undefined)) return undefined;
  return {
    tokens: BigInt64Array.from(entries, ({ token }) => token),
    replicas: entries.map(({ hosts }) =>
      (hosts ?? []).filter(isUsed).map(({ address }) => addressOf(address))
    ),
  };
}

/** Calls a function when nodes come or go. */
export function onTopologyChange(client: cassandra.Client, change: () => void): void {
  client.on("hostAdd", change);
  client.on("hostRemove", change);
}
