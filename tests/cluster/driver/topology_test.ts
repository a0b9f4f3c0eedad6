/** The ring that the wire client gets from the driver, as nodes come and go. */
import type cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import DriverMetadata from "cassandra-driver/lib/metadata/index.js";
import schemaParser from "cassandra-driver/lib/metadata/schema-parser.js";
import { seededRandom } from "../../support/random.ts";
import { readTopology } from "../../../src/cluster/driver/topology.ts";

/** What the driver's types leave out of its metadata. */
type OpenMetadata = Omit<cassandra.metadata.Metadata, "keyspaces"> & {
  log(): void;
  ring: unknown[];
  keyspaces: Record<string, { tokenToReplica: unknown; replicas?: unknown }>;
  setPartitioner(name: string): void;
  buildTokens(hosts: unknown): void;
};

/** A node of the fake client: its token is its only one. */
function node(address: string, token: string, datacenter = "dc1") {
  return { address, datacenter, rack: "r1", tokens: new Set([token]), hostId: address };
}

/** A client of a cluster whose keyspace has one replica of each row. */
function clientOf(nodes: ReturnType<typeof node>[]) {
  const hosts = { values: () => nodes };
  const metadata = new (DriverMetadata as unknown as new (options: object) => OpenMetadata)({});
  metadata.log = () => {};
  metadata.setPartitioner("org.apache.cassandra.dht.Murmur3Partitioner");
  metadata.keyspaces = {
    ks: {
      tokenToReplica: (_: unknown, ring: string[], primary: Record<string, unknown>) =>
        Object.fromEntries(ring.map((token) => [token, [primary[token]]])),
    },
  };
  metadata.buildTokens(hosts);
  return { client: { hosts, metadata } as unknown as cassandra.Client, metadata };
}

/** Which node holds the rows up to each token. */
function holders(client: cassandra.Client): Record<string, readonly string[]> {
  const { ring } = readTopology(client, { localDataCenter: "dc1" }, "ks");
  return Object.fromEntries([...ring!.tokens].map((token, at) => [token, ring!.replicas[at]!]));
}

Deno.test("readTopology() has the tokens of a node that joins, and none of one that left", () => {
  const nodes = [node("10.0.0.1:9042", "-100"), node("10.0.0.2:9042", "0")];
  const { client } = clientOf(nodes);
  assert.deepEqual(holders(client), { "-100": ["10.0.0.1:9042"], "0": ["10.0.0.2:9042"] });
  nodes.push(node("10.0.0.3:9042", "100"));
  assert.deepEqual(holders(client), {
    "-100": ["10.0.0.1:9042"],
    "0": ["10.0.0.2:9042"],
    "100": ["10.0.0.3:9042"],
  });
  nodes.shift();
  assert.deepEqual(holders(client), { "0": ["10.0.0.2:9042"], "100": ["10.0.0.3:9042"] });
});

Deno.test("readTopology() leaves the driver's own ring as an application has it", () => {
  const nodes = [node("10.0.0.1:9042", "-100"), node("10.0.0.2:9042", "0")];
  const { client, metadata } = clientOf(nodes);
  nodes.push(node("10.0.0.3:9042", "100"));
  holders(client);
  assert.equal(metadata.ring.length, 2);
  assert.equal(metadata.getTokenRanges().size, 2);
  assert.equal(metadata.keyspaces.ks!.replicas, undefined);
});

Deno.test("readTopology() has no ring where the keyspace is not known", () => {
  const { client } = clientOf([node("10.0.0.1:9042", "0"), node("10.0.0.2:9042", "9")]);
  assert.equal(readTopology(client, { localDataCenter: "dc1" }, "other").ring, undefined);
});

/** Makes what the driver keeps of a keyspace. */
type MakeKeyspace = (
  name: string,
  durable: boolean,
  strategy: string,
  options: Record<string, string>,
) => OpenMetadata["keyspaces"][string];

Deno.test("readTopology() finds the replicas of every token that the driver does, with every strategy", () => {
  const random = seededRandom(9);
  const nodes = Array.from({ length: 9 }, (_, at) => ({
    ...node(`10.0.0.${at}:9042`, "", at < 6 ? "dc1" : "dc2"),
    rack: `r${at % 3}`,
    tokens: new Set(Array.from({ length: 8 }, () => {
      const half = () => BigInt(random.below(2 ** 31)) * 2n + BigInt(random.below(2));
      return `${BigInt.asIntN(64, half() << 32n | half())}`;
    })),
  }));
  const { client, metadata } = clientOf(nodes);
  const parser = (schemaParser as unknown as {
    getByVersion(...args: unknown[]): { _createKeyspace: MakeKeyspace };
  }).getByVersion({ isMetadataSyncEnabled: true }, {}, () => [3, 11]);
  const strategies: [string, Record<string, string>][] = [
    ["SimpleStrategy", { replication_factor: "3" }],
    ["NetworkTopologyStrategy", { dc1: "3", dc2: "2" }],
    ["NetworkTopologyStrategy", { dc1: "9" }],
    ["LocalStrategy", {}],
  ];
  for (const [name, options] of strategies) {
    metadata.keyspaces.ks = parser._createKeyspace("ks", true, name, options);
    const { ring } = readTopology(client, { localDataCenter: "dc1" }, "ks");
    assert.equal(ring!.tokens.length, 72);
    for (const range of metadata.getTokenRanges()) {
      const found = ring!.replicas[ring!.tokens.indexOf(BigInt(String(range.end)))];
      const wanted = metadata.getReplicas("ks", range.end as never)
        .filter(({ datacenter }) => datacenter === "dc1").map(({ address }) => address);
      assert.deepEqual(found, wanted, `${name} ${range.end}`);
    }
  }
});
