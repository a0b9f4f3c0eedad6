/** The shards of ScyllaDB: which holds a row, and whether the wire client asks that one, against a stand-in. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
// @ts-types="./tokenizer.d.ts"
import tokenizers from "cassandra-driver/lib/tokenizer.js";
import { portsOf, readSharding, type Sharding, shardOf } from "../../../src/cluster/wire/shards.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import { makeAuthority, type TestAuthority } from "../../support/certificates.ts";
import { testPermitted } from "../../support/needs.ts";
import { seededRandom } from "../../support/random.ts";
import {
  type ShardServer,
  type ShardServerOptions,
  startShardServer,
} from "../../support/shard_server.ts";
import { open, type OpenTarget } from "../../support/targets.ts";

const tokenizer = new tokenizers.Murmur3Tokenizer();

function halves(token: bigint) {
  return { hi: Number(token >> 32n), lo: Number(token & 0xffff_ffffn) };
}

function tokenOf(key: string): bigint {
  return BigInt(String(tokenizer.hash(Buffer.from(key))));
}

/** The same by whole numbers of any size, as the protocol's document has it. */
function shardByBigInt(token: bigint, { shards, ignoredBits }: Sharding): number {
  const biased = (token + 2n ** 63n << BigInt(ignoredBits)) % 2n ** 64n;
  return Number(biased * BigInt(shards) / 2n ** 64n);
}

Deno.test("shardOf(): the keys that ScyllaDB's own drivers test lie in the shards that they say", () => {
  const sharding = { shards: 12, ignoredBits: 12, port: undefined };
  const known = { a: 4, b: 6, c: 6, e: 4, 100000: 2 };
  for (const [key, shard] of Object.entries(known)) {
    assert.equal(shardOf(halves(tokenOf(key)), sharding), shard, key);
  }
});

Deno.test("shardOf(): 20,000 random tokens and the outermost, as whole numbers say", () => {
  const random = seededRandom(84);
  const edges = [-(2n ** 63n), 2n ** 63n - 1n, -1n, 0n, 1n, 2n ** 32n, -(2n ** 32n)];
  for (let round = 0; round < 20_000; round++) {
    const half = () => BigInt(random.below(2 ** 31)) * 2n + BigInt(random.below(2));
    const token = edges[round] ?? BigInt.asIntN(64, half() << 32n | half());
    const sharding = {
      shards: random.pick([1, 2, 3, 7, 8, 12, 63, 96, 255, 1_024, 65_536]),
      ignoredBits: random.below(64),
      port: undefined,
    };
    assert.equal(
      shardOf(halves(token), sharding),
      shardByBigInt(token, sharding),
      `${token} ${JSON.stringify(sharding)}`,
    );
  }
});

Deno.test("portsOf(): each port leaves the shard as its rest, none comes twice, none is below 49152", () => {
  for (const shards of [1, 2, 7, 12, 96, 1_024]) {
    for (const random of [0, 0.5, 0.999_999]) {
      for (const shard of [0, Math.floor(shards / 2), shards - 1]) {
        const ports = [...portsOf(shard, shards, 16, () => random)];
        assert.equal(new Set(ports).size, 16);
        assert.ok(ports.every((port) => port % shards === shard));
        assert.ok(ports.every((port) => port >= 49_152 && port <= 65_535), String(ports));
      }
    }
  }
});

const SAID = {
  SCYLLA_NR_SHARDS: "8",
  SCYLLA_SHARDING_IGNORE_MSB: "12",
  SCYLLA_SHARDING_ALGORITHM: "biased-token-round-robin",
  SCYLLA_PARTITIONER: "org.apache.cassandra.dht.Murmur3Partitioner",
  SCYLLA_SHARD_AWARE_PORT: "19042",
  SCYLLA_SHARD_AWARE_PORT_SSL: "19142",
};

function sharding(said: Record<string, string | undefined>, isTls = false) {
  const entries = Object.entries({ ...SAID, ...said });
  const given = entries.flatMap(([key, value]) =>
    value === undefined ? [] : [[key, [value]] as const]
  );
  return readSharding(new Map(given), isTls);
}

Deno.test("readSharding(): a node that does not say how it is divided, or says nonsense, is one", () => {
  assert.deepEqual(sharding({}), { shards: 8, ignoredBits: 12, port: 19_042 });
  assert.deepEqual(sharding({}, true), { shards: 8, ignoredBits: 12, port: 19_142 });
  for (const port of [undefined, "", "0", "70000", "x"]) {
    assert.equal(sharding({ SCYLLA_SHARD_AWARE_PORT: port })?.port, undefined);
  }
  const nonsense = [
    ...["0", "-1", "x", "1e3", "", "99999999999999999999", undefined].map((value) => ({
      SCYLLA_NR_SHARDS: value,
    })),
    ...["64", "-1", "", undefined].map((value) => ({ SCYLLA_SHARDING_IGNORE_MSB: value })),
    ...["other", undefined].map((value) => ({ SCYLLA_SHARDING_ALGORITHM: value })),
    ...["org.apache.cassandra.dht.RandomPartitioner", undefined].map((value) => ({
      SCYLLA_PARTITIONER: value,
    })),
  ];
  for (const said of nonsense) assert.equal(sharding(said), undefined, JSON.stringify(said));
});

const Item = model("item", { id: "text", v: "int" }, ["id"]);

/** Runs against a stand-in with one session of the wire client, whose connections are all open. */
async function withShards(
  { connections = 1, authority, ...options }: ShardServerOptions & {
    readonly connections?: number;
    readonly authority?: TestAuthority;
  },
  body: (target: OpenTarget, server: ShardServer) => Promise<void>,
): Promise<void> {
  const certificate = authority?.sign({ name: "node", names: ["127.0.0.1"] });
  await using server = await startShardServer({ ...options, ...certificate && { certificate } });
  const target = {
    contactPoints: [server.contactPoint],
    ...authority && { tls: { ca: authority.ca.cert } },
  };
  const opened = await open(target, "shards", [Item], {
    client: "wire",
    settings: { connections },
  });
  try {
    await body(opened, server);
  } finally {
    await opened.close();
  }
}

/** Creates rows, and gives how many came to another shard than the one that holds them. */
async function misdirected(
  { session }: OpenTarget,
  { received }: ShardServer,
  shards: number,
): Promise<number> {
  await session.create(Item, { id: "first", v: 0 });
  received.forEach((counts) => counts.clear());
  const keys = Array.from({ length: 200 }, (_, at) => `key ${at}`);
  await Promise.all(keys.map((id, v) => session.create(Item, { id, v })));
  const sharding = { shards, ignoredBits: 12, port: undefined };
  const wrong = received.flatMap((counts, shard) =>
    [...counts.keys()].filter((key) => shardByBigInt(tokenOf(key), sharding) !== shard)
  );
  assert.equal(received.reduce((sum, { size }) => sum + size, 0), keys.length);
  return wrong.length;
}

const SHARDS = 8;

testPermitted(
  "wire: each row goes to its shard, over one connection to each on the port for that",
  async () => {
    await withShards({ shards: SHARDS }, async (target, server) => {
      assert.equal(
        server.connections.chosen,
        SHARDS - 1,
        "the first one came to the ordinary port",
      );
      assert.equal(target.description.shards, SHARDS);
      assert.equal(await misdirected(target, server, SHARDS), 0);
    });
  },
);

testPermitted("wire: each row goes to its shard over TLS, on the port for that", async () => {
  await withShards({ shards: 3, authority: makeAuthority() }, async (target, server) => {
    assert.equal(server.connections.chosen, 2);
    assert.equal(await misdirected(target, server, 3), 0);
  });
});

/** Servers whose own port does not choose the shard, and how many connections came to that port. */
const WITHOUT_PORT: [name: string, options: Partial<ShardServerOptions>, chosen: number][] = [
  ["it has none", { hasPort: false }, 0],
  ["it is one of other nodes' (nobody listens there)", {
    hasPort: false,
    says: { SCYLLA_SHARD_AWARE_PORT: "1" },
  }, 0],
  ["a translator of addresses is on the way", { isTranslated: true }, SHARDS - 1],
  ["the ordinary port gives shards as they come", {
    hasPort: false,
    choose: (count) => (count * 5 + (count >> 3)) % SHARDS,
  }, 0],
];

for (const [name, options, most] of WITHOUT_PORT) {
  testPermitted(`wire: each row goes to its shard by the ordinary port where ${name}`, async () => {
    await withShards({ shards: SHARDS, ...options }, async (target, server) => {
      assert.ok(server.connections.chosen <= most, `${server.connections.chosen}`);
      assert.equal(await misdirected(target, server, SHARDS), 0);
    });
  });
}

testPermitted(
  "wire: where all connections get one shard, that one is asked for all rows, and connecting ends",
  async () => {
    await withShards({ shards: 4, hasPort: false, choose: () => 2 }, async (target, server) => {
      const wrong = await misdirected(target, server, 4);
      assert.ok(wrong > 100 && wrong < 190, `${wrong}`);
      assert.deepEqual(new Set(server.open()), new Set([2]));
    });
  },
);

testPermitted("wire: more connections than shards are spread over all of them", async () => {
  await withShards({ shards: 3, connections: 6 }, async (target, server) => {
    assert.equal(server.connections.chosen, 5);
    const { inFlight } = target.load.of("wire").driverUse();
    assert.equal(inFlight, 0);
    assert.equal(await misdirected(target, server, 3), 0);
  });
});

testPermitted(
  "wire: a connection to a shard that is lost is opened to the same shard again",
  async () => {
    await withShards({ shards: 4 }, async (target, server) => {
      for (const shard of [1, 3, 1]) {
        const count = server.connections.chosen + server.connections.ordinary;
        server.cut(shard);
        await until(() => server.connections.chosen + server.connections.ordinary > count);
        await until(async () => await misdirected(target, server, 4) === 0);
      }
    });
  },
);

testPermitted(
  "wire: where the port of the shards closes, lost connections come back by the ordinary one",
  async () => {
    await withShards({ shards: 4 }, async (target, server) => {
      const { ordinary } = server.connections;
      server.closePort();
      await until(() => server.connections.ordinary >= ordinary + 3);
      await until(async () => await misdirected(target, server, 4) === 0);
    });
  },
);

testPermitted(
  "wire: a node that says nothing of shards gets the connections that were asked for",
  async () => {
    const says = { SCYLLA_NR_SHARDS: undefined };
    await withShards({ shards: 8, says, connections: 2 }, async ({ session }, server) => {
      assert.equal(server.connections.chosen, 0);
      await session.create(Item, { id: "a", v: 1 });
      assert.deepEqual(await session.find(Item, { id: "a" }), { id: "a", v: 1 });
    });
  },
);

/** Waits until something is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
