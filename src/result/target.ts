import type { EndedServer } from "./node.ts";

/** The server that was measured. */
export interface TargetDescription {
  /** Given by the user; started by cassbench on this machine; or cassbench's own CQL server, which is no Cassandra. */
  readonly kind: "external" | "managed" | "embedded";
  /** What the server says it is: "Apache Cassandra", "ScyllaDB", …; absent in older results. */
  readonly product?: string;
  /** Of the product, as the server says it. */
  readonly version: string;
  /** Of a Cassandra that cassbench started: what its cassandra.yaml says otherwise than as it is installed. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** How many the cluster has. */
  readonly nodes: number;
  /** How TLS was spoken; absent where it was not. */
  readonly tls?: {
    /** Whether the nodes' certificates were checked. */
    readonly verified: boolean;
    /** Whether the client showed a certificate of its own; absent where it did not. */
    readonly clientCertificate?: boolean;
  };
  /** What is wrong with nodes that were left out, such as "10.0.0.2:9042 refused the connection"; absent where all answer. */
  readonly unreachable?: readonly string[];
  /** The data center whose nodes coordinated the requests; absent in older results, and of the embedded server. */
  readonly dataCenter?: string;
  /** All data centers of the cluster; absent where it has one. */
  readonly dataCenters?: readonly string[];
  /** The rack whose nodes alone coordinated the requests; absent where none was asked for. */
  readonly rack?: string;
  /** The nodes that alone coordinated the requests, where they were listed. */
  readonly coordinators?: readonly string[];
  /** The addresses that the host names meant which were given; absent where none was. */
  readonly resolved?: Readonly<Record<string, readonly string[]>>;
  /** Where nodes were reached, by the addresses that they say; absent where these are the same. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** How the cluster places rows on nodes; absent where that is Murmur3. */
  readonly partitioner?: string;
  /** Into how many shards ScyllaDB divides a node, where `wire` sent each row's requests to its shard; otherwise absent. */
  readonly shards?: number;
  /** The servers that ended during the run by themselves; absent where none did. */
  readonly ended?: readonly EndedServer[];
}
