/** The tablets of ScyllaDB: what a client keeps of them, and whether it asks the shard that has a row. */
import assert from "node:assert/strict";
import { readTablet, type Tablet, Tablets } from "../../../src/cluster/wire/tablets.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { testPermitted } from "../../support/needs.ts";
import { seededRandom } from "../../support/random.ts";
import { describeTablet, startShardServer } from "../../support/shard_server.ts";
import { open } from "../../support/targets.ts";

function tokenOf(value: bigint) {
  return { hi: Number(value >> 32n), lo: Number(value & 0xffff_ffffn) };
}

function tablet(first: bigint, last: bigint): Tablet {
  return { first: tokenOf(first), last: tokenOf(last), replicas: [] };
}

Deno.test("tablets: of 3,000 random ones each token has the last that was added over it, and none that a later one cut", () => {
  const random = seededRandom(5);
  const tablets = new Tablets<number>();
  /** The same, token by token: of 100 around zero, as both halves of a token count there. */
  const naive = new Map<number, number>();
  for (let place = 0; place < 3_000; place++) {
    const first = random.below(99) - 50;
    const last = first + 1 + random.below(49 - first);
    // A tablet goes as a whole when another one takes a part of it.
    const gone = new Set<number>();
    for (let token = first + 1; token <= last; token++) {
      const before = naive.get(token);
      if (before !== undefined) gone.add(before);
    }
    for (const [token, before] of naive) if (gone.has(before)) naive.delete(token);
    for (let token = first + 1; token <= last; token++) naive.set(token, place);
    tablets.add("ks.t", tablet(BigInt(first), BigInt(last)), place);
    for (let token = -52; token <= 52; token++) {
      assert.equal(tablets.find("ks.t", tokenOf(BigInt(token))), naive.get(token), `${token}`);
    }
  }
  assert.equal(tablets.find("ks.other", tokenOf(0n)), undefined);
  tablets.clear();
  assert.equal(tablets.find("ks.t", tokenOf(0n)), undefined);
});

Deno.test("readTablet() reads the outermost tokens, and refuses what ends too early or has too many replicas", () => {
  const node = "00112233-4455-6677-8899-aabbccddeeff";
  const bytes = describeTablet(-(2n ** 63n), 2n ** 63n - 1n, node, 7);
  assert.deepEqual(readTablet(bytes), {
    first: { hi: -(2 ** 31), lo: 0 },
    last: { hi: 2 ** 31 - 1, lo: 2 ** 32 - 1 },
    replicas: [{ node, shard: 7 }],
  });
  for (const size of [0, 11, 24, 30, bytes.length - 1]) {
    assert.throws(() => readTablet(bytes.subarray(0, size)), { name: "ProtocolError" }, `${size}`);
  }
  const many = Uint8Array.from(bytes);
  new DataView(many.buffer).setInt32(28, 2 ** 30);
  assert.throws(() => readTablet(many), { name: "ProtocolError" });
});

const Item = model("item", { id: "text", v: "int" }, ["id"]);
const KEYS = Array.from({ length: 200 }, (_, at) => `key ${at}`);

async function write(session: Session): Promise<void> {
  await Promise.all(KEYS.map((id, v) => session.create(Item, { id, v })));
}

testPermitted(
  "wire: where tables have tablets, it learns where they are, and learns it again when they have moved",
  async () => {
    await using server = await startShardServer({ shards: 4, tablets: 16 });
    const target = { contactPoints: [server.contactPoint] };
    const { session, close } = await open(target, "tablets", [Item], { client: "wire" });
    try {
      for (let move = 0; move < 2; move++) {
        // Until all are known: those of a tablet that were sent together are told of it together.
        await write(session);
        assert.ok(
          server.told.count > 0 && server.told.count <= KEYS.length,
          `${server.told.count}`,
        );
        server.told.count = 0;
        await write(session);
        assert.equal(server.told.count, 0, "each went to the shard of its tablet");
        server.moveTablets();
      }
      for (const id of KEYS) assert.equal((await session.find(Item, { id }))?.id, id);
    } finally {
      await close();
    }
  },
);

testPermitted("wire: the driver, which does not know of tablets, is told of none", async () => {
  await using server = await startShardServer({ shards: 4, tablets: 16 });
  const target = { contactPoints: [server.contactPoint] };
  const { session, close } = await open(target, "tablets", [Item], { client: "driver" });
  try {
    await write(session);
    assert.equal(server.told.count, 0);
  } finally {
    await close();
  }
});
