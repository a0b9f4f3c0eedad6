/** Reads the counters of nodes, through a client that answers as nodes would. */
import cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { createNodeReader } from "../../../src/cluster/driver/system_views.ts";

const { invalid, overloaded, unauthorized } = cassandra.types.responseErrorCodes;

const { fromNumber } = cassandra.types.Long;

const POOL_COLUMNS = [
  "name",
  "active_tasks",
  "pending_tasks",
  "completed_tasks",
  "blocked_tasks_all_time",
];

const TABLES: Record<string, Record<string, unknown>[]> = {
  "system.local": rows(["gossip_generation"], [1_700_000_000]),
  "system_views.coordinator_read_latency": rows(["count"], [fromNumber(3)], [fromNumber(4)]),
  "system_views.coordinator_scan_latency": rows(["count"], [fromNumber(1)]),
  "system_views.coordinator_write_latency": rows(["count"], [fromNumber(5)], [fromNumber(0)]),
  "system_views.thread_pools": rows(
    POOL_COLUMNS,
    ["CompactionExecutor", 2, 7, fromNumber(50), fromNumber(0)],
    ["MemtableFlushWriter", 0, 0, fromNumber(30), fromNumber(6)],
  ),
  "system_views.caches": rows(["name", "hit_count", "request_count"], [
    "keys",
    fromNumber(8),
    fromNumber(10),
  ]),
};

function rows(columns: string[], ...values: unknown[][]): Record<string, unknown>[] {
  return values.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

/** A query with the options that matter. */
interface Query {
  readonly address: string;
  readonly cql: string;
  readonly readTimeout: number;
}

type Answer = (query: Query) => unknown;

/** A client for these nodes, and the queries that it got. */
function fakeClient(nodes: Record<string, Answer>) {
  const queries: Query[] = [];
  const client = {
    hosts: { values: () => Object.keys(nodes).map((address) => ({ address })) },
    async execute(
      cql: string,
      _values: unknown[],
      { host: { address }, readTimeout }: { host: { address: string }; readTimeout: number },
    ) {
      const query = { address, cql, readTimeout };
      queries.push(query);
      return { rows: await nodes[address]?.(query) };
    },
  };
  return { client: client as unknown as cassandra.Client, queries };
}

function answer({ cql }: Query): unknown {
  return TABLES[/FROM (.+)$/.exec(cql)?.[1] ?? ""];
}

function refuse(code: number): Answer {
  return () => {
    throw new cassandra.errors.ResponseError(code, "no");
  };
}

Deno.test("the counts of all tables are added up, the pools and caches go by their names", async () => {
  const { client, queries } = fakeClient({ a: answer });
  assert.deepEqual(await createNodeReader(client, () => {})(), {
    a: {
      generation: 1_700_000_000,
      reads: 8,
      writes: 5,
      compactions: 9,
      flushes: 30,
      blockedTasks: { CompactionExecutor: 0, MemtableFlushWriter: 6 },
      caches: { keys: { hits: 8, requests: 10 } },
    },
  });
  assert.ok(queries.every(({ readTimeout }) => readTimeout === 1_000), "none waits any longer");
});

Deno.test("a node that fails takes nothing from the others", async () => {
  const { client } = fakeClient({ a: refuse(overloaded), b: answer, c: refuse(invalid) });
  assert.deepEqual(Object.keys(await createNodeReader(client, () => {})()), ["b"]);
});

Deno.test("a node without system_views, or that keeps it to itself, is asked once", async () => {
  for (const code of [invalid, unauthorized]) {
    const { client, queries } = fakeClient({ a: refuse(code) });
    const read = createNodeReader(client, () => {});
    assert.deepEqual(await read(), {});
    const asked = queries.length;
    assert.ok(asked > 0);
    assert.deepEqual(await read(), {});
    assert.equal(queries.length, asked);
  }
});

Deno.test("a node that could not answer this time is asked again", async () => {
  const errors = [
    new cassandra.errors.ResponseError(overloaded, "no"),
    new cassandra.errors.OperationTimedOutError("too late"),
    new cassandra.errors.NoHostAvailableError({}, "down"),
  ];
  for (const error of errors) {
    let fails = true;
    const { client } = fakeClient({ a: (query) => fails ? Promise.reject(error) : answer(query) });
    const read = createNodeReader(client, () => {});
    assert.deepEqual(await read(), {});
    fails = false;
    assert.deepEqual(Object.keys(await read()), ["a"]);
  }
});
