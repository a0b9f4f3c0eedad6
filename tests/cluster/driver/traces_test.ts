/** Reads traces, through a client that answers as Cassandra would. */
import cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { createTraceReader, instantOf } from "../../../src/cluster/driver/traces.ts";
import { withClock } from "../../support/clock.ts";
import { seededRandom } from "../../support/random.ts";

const { TimeUuid, InetAddress } = cassandra.types;
const { overloaded, unauthorized, invalid } = cassandra.types.responseErrorCodes;

const NEVER = new AbortController().signal;
const STARTED_AT = new Date("2026-11-22T06:25:00.123Z");

/** The answers to queries for a trace, by how many times it was read before. */
interface Trace {
  session(reading: number): Record<string, unknown> | undefined;
  events(reading: number): Record<string, unknown>[];
}

/** A client for these traces, and how many times each was read. */
function fakeClient(traces: Record<string, Trace>) {
  const readings = new Map<string, number>();
  const client = {
    // deno-lint-ignore require-await -- as the driver, it rejects instead of throwing
    async execute(cql: string, [id = ""]: string[], options: Record<string, unknown>) {
      assert.deepEqual(options, { prepare: true, readTimeout: 1_000 });
      const isSession = cql.includes("system_traces.sessions");
      if (isSession) readings.set(id, (readings.get(id) ?? 0) + 1);
      const reading = readings.get(id) ?? 0;
      const trace = traces[id];
      if (isSession) return { rows: [trace?.session(reading)].filter((row) => row !== undefined) };
      return { rows: trace?.events(reading) };
    },
  };
  return { client: client as unknown as cassandra.Client, readings };
}

function sessionRow(duration: number | null): Record<string, unknown> {
  return {
    ...{ coordinator: InetAddress.fromString("10.0.0.1"), started_at: STARTED_AT, duration },
    request: "Execute CQL3 prepared query",
  };
}

function eventRow(activity: string, elapsed: number | null, ticks: number) {
  return {
    ...{ event_id: TimeUuid.fromDate(STARTED_AT, ticks), activity, thread: "ReadStage-1" },
    ...{ source: InetAddress.fromString("2001:db8::2"), source_elapsed: elapsed },
  };
}

function refuse(code: number): Trace {
  const fail = () => {
    throw new cassandra.errors.ResponseError(code, "no");
  };
  return { session: fail, events: fail };
}

const WHOLE: Trace = {
  session: () => sessionRow(14_784),
  events: () => [eventRow("Parsing", 215, 10), eventRow("Sending BATCH_REMOVE_REQ", null, 20)],
};

Deno.test("a trace has its session, and its events in milliseconds", async () => {
  const { client } = fakeClient({ a: WHOLE });
  const traces = await createTraceReader(client, NEVER)(["a"]);
  const startedAt = STARTED_AT.getTime();
  assert.deepEqual([...traces], [["a", {
    ...{ id: "a", coordinator: "10.0.0.1", startedAt, duration: 14.784 },
    request: "Execute CQL3 prepared query",
    events: [
      {
        ...{ activity: "Parsing", node: "2001:db8::2", thread: "ReadStage-1" },
        ...{ at: startedAt + 0.001, elapsed: 0.215 },
      },
      {
        ...{ activity: "Sending BATCH_REMOVE_REQ", node: "2001:db8::2", thread: "ReadStage-1" },
        ...{ at: startedAt + 0.002, elapsed: null },
      },
    ],
  }]]);
});

Deno.test("a trace is asked for until it has its end, and no further event for 100 ms", async () => {
  await withClock(async (clock) => {
    const { client, readings } = fakeClient({
      late: {
        session(reading) {
          clock.now += 60;
          return reading < 2 ? undefined : sessionRow(reading < 3 ? null : 1_000);
        },
        events: (reading) =>
          Array.from({ length: Math.min(reading, 4) }, (_, at) => eventRow("Parsing", at, at)),
      },
    });
    const traces = await createTraceReader(client, NEVER)(["late"]);
    assert.equal(readings.get("late"), 6);
    assert.equal(traces.get("late")?.events.length, 4);
  });
});

Deno.test("who has not come after two seconds is absent, and takes nothing from the others", async () => {
  await withClock(async (clock) => {
    const absent: Trace = { session: () => void (clock.now += 700), events: () => [] };
    const { client, readings } = fakeClient({ whole: WHOLE, absent, busy: refuse(overloaded) });
    const traces = await createTraceReader(client, NEVER)(["absent", "busy", "whole"]);
    assert.deepEqual([...traces.keys()], ["whole"]);
    assert.deepEqual(Object.fromEntries(readings), { absent: 3, busy: 3, whole: 2 });
  });
});

Deno.test("a cluster that has no traces, or keeps them to itself, is asked once", async () => {
  for (const code of [invalid, unauthorized]) {
    const { client, readings } = fakeClient({ a: refuse(code) });
    const read = createTraceReader(client, NEVER);
    assert.equal((await read(["a"])).size, 0);
    assert.equal((await read(["a"])).size, 0);
    assert.equal(readings.get("a"), 1);
  }
});

Deno.test("an interrupted run takes what is there, and waits for nothing", async () => {
  const { client, readings } = fakeClient({ whole: WHOLE });
  const traces = await createTraceReader(client, AbortSignal.abort())(["nowhere", "whole"]);
  assert.deepEqual([...traces.keys()], ["whole"]);
  assert.deepEqual(Object.fromEntries(readings), { nowhere: 1, whole: 1 });
});

Deno.test("the time in a timeuuid is exact to 100 ns, as far as a double goes", () => {
  const random = seededRandom(3);
  for (let round = 0; round < 1_000; round++) {
    const date = new Date(random.below(4_000_000_000_000));
    const ticks = random.below(10_000);
    const exact = date.getTime() + ticks / 10_000;
    assert.equal(instantOf(TimeUuid.fromDate(date, ticks)), exact);
  }
  // The example of RFC 9562.
  const example = TimeUuid.fromString("c232ab00-9414-11ec-b3c8-9f6bdeced846");
  assert.equal(instantOf(example), Date.parse("2022-02-22T19:22:22.000Z"));
});
