import type { WantedCassandra } from "./release.ts";

/** Where a node listens, and the other nodes of its cluster. */
export interface NodeConfiguration {
  readonly address: string;
  /** The address of every node of the cluster, this one included. */
  readonly addresses: readonly string[];
  /** The port for clients. */
  readonly port: number;
  /** The port for the other nodes. */
  readonly storagePort: number;
  /** An empty folder for this node alone. */
  readonly folder: string;
}

/** The name of the data center under SimpleSnitch, the default of Cassandra. */
export const LOCAL_DATA_CENTER = "datacenter1";

/**
 * The cassandra.yaml of a node, written as JSON, which is valid YAML. Everything else has Cassandra's default, so that
 * the figures are those of a Cassandra as it is installed, unless options say otherwise.
 */
export function cassandraYaml(
  node: NodeConfiguration,
  options: NonNullable<WantedCassandra["options"]> = {},
): string {
  const { address, addresses, port, storagePort } = node;
  return JSON.stringify({
    cluster_name: "cassbench",
    partitioner: "org.apache.cassandra.dht.Murmur3Partitioner",
    endpoint_snitch: "SimpleSnitch",
    commitlog_sync: "periodic",
    commitlog_sync_period: "10s",
    // Takes no snapshot of a table before it is dropped, as the data of a run is not needed after it.
    auto_snapshot: false,
    num_tokens: 1,
    initial_token: evenToken(addresses.indexOf(address), addresses.length),
    // All nodes start empty, so there is no data to stream to a joining one.
    auto_bootstrap: false,
    listen_address: address,
    rpc_address: address,
    native_transport_port: port,
    storage_port: storagePort,
    seed_provider: [{
      class_name: "org.apache.cassandra.locator.SimpleSeedProvider",
      parameters: [{ seeds: `${addresses[0]}:${storagePort}` }],
    }],
    ...options,
  });
}

/** The token that gives each node an equal share of the ring; random tokens would load the nodes unequally. */
function evenToken(index: number, nodes: number): string {
  return String(-(2n ** 63n) + BigInt(index) * (2n ** 64n / BigInt(nodes)));
}
