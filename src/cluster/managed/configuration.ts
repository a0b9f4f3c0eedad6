/** Where one node listens, and the nodes it belongs to. */
export interface NodeConfiguration {
  readonly address: string;
  /** The address of every node of the cluster, this one included. */
  readonly addresses: readonly string[];
  /** For clients. */
  readonly port: number;
  /** For the other nodes. */
  readonly storagePort: number;
  /** Of this node alone, and empty. */
  readonly folder: string;
}

/** The data center's name under SimpleSnitch, Cassandra's default. */
export const LOCAL_DATA_CENTER = "datacenter1";

/**
 * The node's cassandra.yaml, as JSON, which YAML includes. What is not said here is Cassandra's own
 * default, so that the numbers are those of a Cassandra as people install it.
 */
export function cassandraYaml(node: NodeConfiguration): string {
  const { address, addresses, port, storagePort } = node;
  return JSON.stringify({
    cluster_name: "cassbench",
    partitioner: "org.apache.cassandra.dht.Murmur3Partitioner",
    endpoint_snitch: "SimpleSnitch",
    commitlog_sync: "periodic",
    commitlog_sync_period: "10s",
    // A dropped or truncated table is a finished run's: it needs no copy.
    auto_snapshot: false,
    num_tokens: 1,
    initial_token: evenToken(addresses.indexOf(address), addresses.length),
    // The nodes start empty: there is nothing to stream to one that joins.
    auto_bootstrap: false,
    listen_address: address,
    rpc_address: address,
    native_transport_port: port,
    storage_port: storagePort,
    seed_provider: [{
      class_name: "org.apache.cassandra.locator.SimpleSeedProvider",
      parameters: [{ seeds: `${addresses[0]}:${storagePort}` }],
    }],
  });
}

/** Equal shares of the token ring, where random single tokens would load the nodes unequally. */
function evenToken(index: number, nodes: number): string {
  return String(-(2n ** 63n) + BigInt(index) * (2n ** 64n / BigInt(nodes)));
}
