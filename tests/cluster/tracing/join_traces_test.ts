/** Traces of clusters whose clocks are wrong by a known time, put on the client's clock. */
import assert from "node:assert/strict";
import { joinTraces } from "../../../src/cluster/tracing/join_traces.ts";
import { describeWork } from "../../../src/cluster/tracing/server_work.ts";
import type { Span } from "../../../src/result/timeline.ts";
import { type Random, seededRandom } from "../../support/random.ts";
import { exchange, pageOf, type Skews, tracesOf, type TrueRequest } from "./simulated_cluster.ts";

/** The coordinator's clock is fast, one replica's is slow, the other's nearly right. */
const SKEWS: Skews = { "10.0.0.1": 250, "10.0.0.2": -3_000, "10.0.0.3": 0.7 };
const [COORDINATOR = "", REPLICA = "", OTHER = ""] = Object.keys(SKEWS);

/** A microsecond for each rounding: of `elapsed`, and of milliseconds since 1970 in a double. */
const ROUNDING = 0.005;

/** A request whose way to the coordinator and way back take these times. */
function requestOf(
  { start = 10, there = 0.3, back = 0.3, duration = 5.005 }: {
    start?: number;
    there?: number;
    back?: number;
    duration?: number;
  },
): TrueRequest {
  const begin = start + there;
  const own = { coordinator: COORDINATOR, begin, duration };
  const note = (at: number, activity: string, thread = "ReadStage-1") => ({
    ...{ node: COORDINATOR, at: begin + at, since: begin, activity, thread },
  });
  return {
    ...own,
    ...{ start, end: begin + duration + back },
    happenings: [
      note(0.311, "Executing single-partition query on user"),
      note(0.522, "Acquiring sstable references"),
      note(0.9, "Read 1 live rows and 0 tombstone cells"),
      ...exchange("READ", own, { replica: REPLICA, asked: 1, there: 0.4, work: 2, back: 0.4 }),
    ],
  };
}

function join(requests: readonly TrueRequest[], skews = SKEWS) {
  const [page] = joinTraces([pageOf(requests)], tracesOf(requests, skews));
  assert.ok(page);
  return {
    spans: page.spans.filter(({ kind }) => kind === "server"),
    clocks: new Map(page.clocks?.map((clock) => [clock.node, clock])),
    page,
  };
}

function assertNear(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= tolerance,
    `${actual} is not ${expected} ± ${tolerance}`,
  );
}

Deno.test("coordinator, local work and replica stand in their request's step, where they were", () => {
  const { spans, clocks } = join([requestOf({})]);
  const expected = [
    { name: "coordinator", node: COORDINATOR, start: 10.3, end: 15.305 },
    { name: "read user", node: COORDINATOR, start: 10.611, end: 11.2 },
    { name: "replica read", node: REPLICA, start: 11.7, end: 13.7 },
  ];
  assert.deepEqual(
    spans.map(({ name, node, step, kind }) => ({ name, node, step, kind })),
    expected.map(({ name, node }) => ({ name, node, step: "step 0", kind: "server" })),
  );
  spans.forEach(({ start, end }, at) => {
    assertNear(start, expected[at]?.start ?? NaN, ROUNDING);
    assertNear(end, expected[at]?.end ?? NaN, ROUNDING);
  });
  assertNear(clocks.get(COORDINATOR)?.offset, 250, 0.5);
  assertNear(clocks.get(REPLICA)?.offset, -3_000, 1);
});

Deno.test("the tightest request says how a clock is off, and so where a lopsided one's work was", () => {
  const lopsided = requestOf({ there: 9, back: 1 });
  const alone = join([lopsided]);
  assertNear(alone.spans[0]?.start, 15, ROUNDING);
  assertNear(alone.clocks.get(COORDINATOR)?.uncertainty, 5.25, 0.25);

  for (const start of [40, 0]) {
    const tight = requestOf({ start, there: 0.1, back: 0.1 });
    const requests = [lopsided, tight].toSorted((a, b) => a.start - b.start);
    const { spans, clocks } = join(requests);
    const uncertainty = clocks.get(COORDINATOR)?.uncertainty ?? Infinity;
    assert.ok(uncertainty < 0.7, `${uncertainty}`);
    const step = `step ${requests.indexOf(lopsided)}`;
    assertNear(spans.find((span) => span.step === step)?.start, 19, 2 * uncertainty);
  }
});

Deno.test("a replica's clock is as uncertain as its exchange, and as its coordinator's place", () => {
  for (const slack of [0, 4]) {
    const requests = [requestOf({ there: slack / 2, back: slack / 2 })];
    const [trace] = tracesOf(requests, SKEWS).values();
    assert.ok(trace);
    const { begin, exchanges: [exchange] } = describeWork(trace);
    const own = 0.4 + (exchange?.received.uncertainty ?? NaN);
    const place = Math.min(slack, slack / 2 + 2 * begin.uncertainty);
    assertNear(join(requests).clocks.get(REPLICA)?.uncertainty, own + place, ROUNDING);
  }
});

Deno.test("a clock that was set meanwhile moves nothing out of its request", () => {
  const requests = [requestOf({}), requestOf({ start: 30 })];
  const [first, second] = [tracesOf(requests, SKEWS), tracesOf(requests, { [COORDINATOR]: 290 })];
  const traces = new Map([...first, ...[...second].slice(1)]);
  const [page] = joinTraces([pageOf(requests)], traces);
  const spans = page?.spans.filter(({ kind }) => kind === "server") ?? [];
  assert.equal(spans.length, 6);
  spans.forEach((span) => assertInside(span, requests));
});

Deno.test("replicas that reply too late for the answer are shown as far as the request goes", () => {
  const own = { coordinator: COORDINATOR, begin: 10.1, duration: 1 };
  const times = { asked: 0.5, there: 0.2, back: 0.2 };
  const request = {
    ...{ ...own, start: 10, end: 11.2 },
    happenings: [
      ...exchange("MUTATION", own, { replica: REPLICA, ...times, work: 20 }),
      ...exchange("MUTATION", own, { replica: OTHER, ...times, there: 40, work: 1 }),
    ],
  };
  // Another request, from which the clocks are known.
  const { spans } = join([
    request,
    ...[REPLICA, OTHER].map((replica) => {
      const longer = { coordinator: COORDINATOR, begin: 100.1, duration: 5 };
      const happenings = exchange("READ", longer, { replica, ...times, work: 3 });
      return { ...longer, start: 100, end: 105.2, happenings };
    }),
  ]);
  const own0 = spans.filter(({ step }) => step === "step 0");
  assert.deepEqual(own0.map(({ node }) => node), [COORDINATOR, REPLICA]);
  assertNear(own0[1]?.start, 10.8, 1);
  assert.equal(own0[1]?.end, 11.2);
});

Deno.test("several exchanges of one verb with one replica are taken in turn, also when it hands them on", () => {
  const own = { coordinator: COORDINATOR, begin: 10.1, duration: 20 };
  const times = { replica: REPLICA, there: 0.2 };
  const happenings = [[1, 3, 3], [8, 5, 0.2], [15, 1, 1]].flatMap((
    [asked = 0, work = 0, back = 0],
  ) => [
    ...exchange("MUTATION", own, { ...times, asked, work, back }),
    {
      ...{ node: REPLICA, at: 10.1 + asked + 0.3, since: 10.1 + asked },
      activity: `Sending MUTATION_REQ message to /${OTHER}:7000 message size 75 bytes`,
    },
  ]);
  const { spans, clocks } = join([{ ...own, start: 10, end: 30.2, happenings }]);
  const { offset, uncertainty = NaN } = clocks.get(REPLICA) ?? {};
  assertNear(offset, -3_000, uncertainty + ROUNDING);
  const lengths = spans.slice(1).map(({ start, end }) => Math.round(end - start));
  assert.deepEqual(lengths, [3, 5, 1]);
});

Deno.test("a node's own message to itself is no replica's, and other words than Cassandra's leave the coordinator", () => {
  const own = { coordinator: COORDINATOR, begin: 10.1, duration: 5 };
  const itself = exchange("RANGE", own, {
    ...{ replica: COORDINATOR, asked: 1, there: 0.2, work: 2, back: 0.2 },
  });
  const other = {
    ...{ node: COORDINATOR, at: 11, since: 10.1 },
    activity: "read_data: message received from /10.0.0.2",
  };
  for (const happenings of [itself, [other], []]) {
    const { spans } = join([{ ...own, start: 10, end: 15.2, happenings }]);
    assert.deepEqual(spans.map(({ name }) => name), ["coordinator"]);
  }
});

Deno.test("messages name a replica by host name and address, or by an address of 16 bytes", () => {
  for (
    const [address, written] of [
      ["10.0.0.2", "db2.example/10.0.0.2:7000"],
      ["2001:db8::2", "/[2001:db8:0:0:0:0:0:2]:7000"],
    ] as const
  ) {
    const request = requestOf({});
    const happenings = request.happenings.map(({ node, activity, ...rest }) => ({
      ...{ ...rest, node: node === REPLICA ? address : node },
      activity: activity.replace(`/${REPLICA}:7000`, written),
    }));
    const { spans } = join([{ ...request, happenings }]);
    assert.equal(spans.at(-1)?.node, address, written);
  }
});

Deno.test("a request without a trace stays alone, and a page without any is the same", () => {
  const requests = [requestOf({}), requestOf({ start: 30 })];
  const page = pageOf(requests);
  assert.equal(joinTraces([page], new Map())[0], page);

  const [joined] = joinTraces([page], new Map([...tracesOf(requests, SKEWS)].slice(1)));
  const steps = joined?.spans.filter(({ kind }) => kind === "server").map(({ step }) => step);
  assert.deepEqual(new Set(steps), new Set(["step 1"]));
  assert.deepEqual(joined?.spans.filter(({ kind }) => kind === "request"), page.spans);
});

/** A few requests, each part of which takes a random time; the reply of a replica may come too late. */
function randomRequests(random: Random): TrueRequest[] {
  const upTo = (ms: number) => 0.01 + random.number() ** 2 * ms;
  let start = 0;
  return Array.from({ length: 1 + random.below(5) }, () => {
    start += upTo(20);
    const coordinator = random.pick(Object.keys(SKEWS));
    const begin = start + upTo(random.pick([0.5, 30]));
    const exchanges = Object.keys(SKEWS).filter((node) => node !== coordinator).map((replica) => ({
      ...{ replica, asked: upTo(3), there: upTo(5), work: 0.1 + upTo(5), back: upTo(5) },
    }));
    const ends = exchanges.map(({ asked, there, work, back }) => asked + there + work + back);
    const slowestAsked = Math.max(...exchanges.map(({ asked }) => asked));
    const duration = Math.max(random.pick([Math.min, Math.max])(...ends), slowestAsked) + upTo(1);
    const request = { coordinator, begin, duration };
    const happenings = exchanges.flatMap((times) => exchange("MUTATION", request, times));
    return { ...request, start, end: begin + duration + upTo(random.pick([0.5, 30])), happenings };
  });
}

function assertInside(span: Span, requests: readonly TrueRequest[]): void {
  const at = Number(span.step?.slice("step ".length));
  const { start, end } = requests[at] as TrueRequest;
  const text = `${JSON.stringify(span)} in ${start} to ${end}`;
  assert.ok(span.start >= start && span.end <= end && span.start <= span.end, text);
}

Deno.test("of any request, spans stay inside, and clocks and work are where the page says, within what it says", () => {
  const random = seededRandom(5);
  let replicas = 0;
  for (let round = 0; round < 500; round++) {
    const requests = randomRequests(random);
    const { spans, clocks, page } = join(requests);
    const starts = page.spans.map(({ start }) => start);
    assert.deepEqual(starts, starts.toSorted((a, b) => a - b));
    for (const { node, offset, uncertainty } of clocks.values()) {
      assertNear(offset, SKEWS[node] ?? NaN, uncertainty + ROUNDING);
    }
    for (const span of spans) {
      assertInside(span, requests);
      const request = requests[Number(span.step?.slice("step ".length))] as TrueRequest;
      const isReplica = span.node !== request.coordinator;
      const received = request.happenings.find(({ node, activity }) =>
        node === span.node && /REQ message received/.test(activity)
      );
      const began = isReplica ? received?.at ?? NaN : request.begin;
      // The bounds of a replica depend on its coordinator, so the error of that clock counts too.
      const uncertainties = [span.node, request.coordinator].map((node = "") =>
        clocks.get(node)?.uncertainty ?? NaN
      );
      // The times of a node are known to the millisecond: half of one either way.
      assertNear(span.start, began, Math.max(...uncertainties) + 0.5 + ROUNDING);
      replicas += Number(isReplica);
    }
  }
  assert.ok(replicas > 1_000, `${replicas} replicas were placed`);
});
