/** What the result says of the nodes. That they say it, contract/ asserts. */
import assert from "node:assert/strict";
import { describeNodes, growth, type ServerCounters } from "../../src/cluster/nodes.ts";
import type { CoordinatedRequests } from "../../src/result/node.ts";
import { type Random, seededRandom } from "../support/random.ts";

const IDLE: ServerCounters = {
  generation: 1,
  reads: 0,
  writes: 0,
  compactions: 0,
  flushes: 0,
  blockedTasks: {},
  caches: {},
};

const ADDRESSES = ["10.0.0.1:9042", "10.0.0.2:9042", "10.0.0.3:9042", "10.0.0.4:9042"];

type Counted = Pick<ServerCounters, "reads" | "writes" | "flushes">;

function someCounted(random: Random): Counted {
  return { reads: random.below(9), writes: random.below(9), flushes: random.below(9) };
}

function requestsOf(coordinated: number): CoordinatedRequests {
  return { coordinated, errors: 0, requestTime: null };
}

/** A random value for each of some random addresses. */
function forSome<T>(random: Random, make: (address: string) => T): Record<string, T> {
  const some = ADDRESSES.filter(() => random.number() < 0.7);
  return Object.fromEntries(some.map((address) => [address, make(address)]));
}

Deno.test("nodes: of 500 random cases, each node is there once, with its count and its share of 1", () => {
  const random = seededRandom(1);
  for (let round = 0; round < 500; round++) {
    const [before, after] = [forSome(random, () => IDLE), forSome(random, () => IDLE)];
    const coordination = forSome(random, () => requestsOf(random.below(1_000)));
    const nodes = describeNodes(coordination, before, after);
    const known = Object.keys({ ...coordination, ...before, ...after });
    assert.deepEqual(nodes.map(({ address }) => address), known.sort());
    for (const { address, coordinated: count } of nodes) {
      assert.equal(count, coordination[address]?.coordinated ?? 0);
    }
    const total = nodes.reduce((sum, { coordinated }) => sum + coordinated, 0);
    const shares = nodes.reduce((sum, { share }) => sum + share, 0);
    assert.ok(Math.abs(shares - Math.sign(total)) < 1e-9, `${shares} of ${total} requests`);
  }
});

Deno.test("nodes: of 500 random cases, a server's counters are what it did between the readings", () => {
  const random = seededRandom(2);
  for (let round = 0; round < 500; round++) {
    const before = forSome(random, () => ({ ...IDLE, ...someCounted(random) }));
    const done = forSome(random, () => someCounted(random));
    const after = Object.fromEntries(
      Object.entries(done).map(([address, counted]) => [address, add(before[address], counted)]),
    );
    for (const { address, server } of describeNodes({}, before, after)) {
      const expected = before[address] && done[address];
      if (expected === undefined) assert.equal(server, null);
      else assert.deepEqual({ ...server, ...expected }, server);
    }
  }
});

function add(to: ServerCounters = IDLE, { reads, writes, flushes }: Counted): ServerCounters {
  return {
    ...to,
    reads: to.reads + reads,
    writes: to.writes + writes,
    flushes: to.flushes + flushes,
  };
}

function describeOne(before: ServerCounters | undefined, after: ServerCounters | undefined) {
  const [only] = describeNodes(
    { a: requestsOf(1) },
    before ? { a: before } : {},
    after ? { a: after } : {},
  );
  return only?.server;
}

Deno.test("nodes: one that vanished, appeared or restarted has no counters to compare", () => {
  assert.equal(describeOne(IDLE, undefined), null);
  assert.equal(describeOne(undefined, IDLE), null);
  assert.equal(describeOne({ ...IDLE, writes: 5 }, { ...IDLE, generation: 2, writes: 9 }), null);
});

Deno.test("nodes: compactions are told as they were, before and after", () => {
  const server = describeOne({ ...IDLE, compactions: 3 }, { ...IDLE, compactions: 1 });
  assert.deepEqual(server?.pendingCompactions, { before: 3, after: 1 });
});

Deno.test("nodes: only the pools that blocked a task meanwhile are told, new ones too", () => {
  const server = describeOne(
    { ...IDLE, blockedTasks: { MutationStage: 4, ReadStage: 9 } },
    { ...IDLE, blockedTasks: { MutationStage: 6, ReadStage: 9, GossipStage: 1 } },
  );
  assert.deepEqual(server?.blockedTasks, { MutationStage: 2, GossipStage: 1 });
});

Deno.test("nodes: a cache's share is of the requests meanwhile, and null without any", () => {
  const server = describeOne(
    { ...IDLE, caches: { keys: { hits: 50, requests: 100 }, rows: { hits: 1, requests: 2 } } },
    {
      ...IDLE,
      caches: {
        keys: { hits: 53, requests: 104 },
        rows: { hits: 1, requests: 2 },
        counters: { hits: 0, requests: 5 },
      },
    },
  );
  assert.deepEqual(server?.cacheHits, { keys: 0.75, rows: null, counters: 0 });
});

Deno.test("growth: what has not grown is left out", () => {
  assert.deepEqual(growth({ a: 1, b: 5 }, { a: 4, b: 5, c: 2 }), { a: 3, c: 2 });
});
