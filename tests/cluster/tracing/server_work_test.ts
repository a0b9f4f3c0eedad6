/** Traces as Cassandra 5.0.6 wrote them, on three nodes that share a clock. */
import assert from "node:assert/strict";
import { describeWork } from "../../../src/cluster/tracing/server_work.ts";
import type { ServerTrace, TraceEvent } from "../../../src/cluster/tracing/trace.ts";

const HOUR = 1_795_351_200_000;

/** An event: milliseconds of the clock, last part of the node's address, `elapsed` in µs, thread, activity. */
type Line = [at: number, node: number, elapsed: number, thread: string, activity: string];

function traceOf(
  coordinator: number,
  startedAt: number,
  duration: number,
  request: string,
  lines: readonly Line[],
): ServerTrace {
  const address = (node: number) => `127.0.0.${node}`;
  const events = lines.map(([at, node, elapsed, thread, activity]): TraceEvent => ({
    ...{ activity, node: address(node), at: HOUR + at, elapsed: elapsed / 1_000, thread },
  }));
  const times = { startedAt: HOUR + startedAt, duration: duration / 1_000 };
  return { id: "1", coordinator: address(coordinator), ...times, request, events };
}

const QUORUM_READ = traceOf(1, 18_771, 14_784, "Execute CQL3 prepared query", [
  [18_772, 1, 1_638, "ReadStage-1", "Executing single-partition query on t"],
  [18_772.001, 1, 1_828, "ReadStage-1", "Acquiring sstable references"],
  [18_773, 1, 2_791, "ReadStage-1", "Merging memtable contents"],
  [18_773.001, 1, 3_215, "ReadStage-1", "Read 1 live rows and 0 tombstone cells"],
  [18_775, 1, 4_538, "Native-Transport-Requests-2", "reading digest from /127.0.0.3:22036"],
  [
    ...[18_776, 1, 5_581, "Messaging-EventLoop-3-2"] as const,
    "Sending READ_REQ message to /127.0.0.3:22036 message size 79 bytes",
  ],
  [18_777, 3, 50, "Messaging-EventLoop-3-2", "READ_REQ message received from /127.0.0.1:22036"],
  [18_779, 3, 1_818, "ReadStage-1", "Executing single-partition query on t"],
  [18_779.001, 3, 2_116, "ReadStage-1", "Acquiring sstable references"],
  [18_779.002, 3, 2_248, "ReadStage-1", "Merging memtable contents"],
  [18_780, 3, 2_799, "ReadStage-1", "Read 1 live rows and 0 tombstone cells"],
  [18_780.001, 3, 2_957, "ReadStage-1", "Enqueuing response to /127.0.0.1:22036"],
  [
    ...[18_780.002, 3, 3_325, "Messaging-EventLoop-3-1"] as const,
    "Sending READ_RSP message to /127.0.0.1:22036 message size 50 bytes",
  ],
  [18_782, 1, 11_443, "Messaging-EventLoop-3-1", "READ_RSP message received from /127.0.0.3:22036"],
  [18_783, 1, 12_848, "RequestResponseStage-1", "Processing response from /127.0.0.3:22036"],
]);

/** The replica is reached after the request has ended: the coordinator's `elapsed` starts again with its reply. */
const WRITE_AT_ONE = traceOf(1, 22_260, 4_042, "Execute CQL3 prepared query", [
  [22_261, 1, 1_117, "Native-Transport-Requests-2", "Determining replicas for mutation"],
  [22_262, 1, 1_744, "MutationStage-1", "Appending to commitlog"],
  [22_262.001, 1, 1_983, "MutationStage-1", "Adding to t memtable"],
  [
    ...[22_263, 1, 3_020, "Messaging-EventLoop-3-2"] as const,
    "Sending MUTATION_REQ message to /127.0.0.3:22036 message size 75 bytes",
  ],
  [22_284, 3, 50, "Messaging-EventLoop-3-2", "MUTATION_REQ message received from /127.0.0.1:22036"],
  [22_284.001, 3, 964, "MutationStage-1", "Appending to commitlog"],
  [22_288, 3, 4_105, "MutationStage-1", "Adding to t memtable"],
  [
    ...[22_289, 3, 5_190, "Messaging-EventLoop-3-1"] as const,
    "Sending MUTATION_RSP message to /127.0.0.1:22036 message size 33 bytes",
  ],
  [22_290, 1, 46, "Messaging-EventLoop-3-1", "MUTATION_RSP message received from /127.0.0.3:22036"],
  [22_290.001, 1, 565, "RequestResponseStage-1", "Processing response from /127.0.0.3:22036"],
]);

/** Rounded to the precision of a double for milliseconds since 1970. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

Deno.test("a read at quorum is the coordinator's own read and a replica's, each as long as it says", () => {
  const { name, coordinator, duration, local, exchanges } = describeWork(QUORUM_READ);
  assert.deepEqual({ name, coordinator, duration }, {
    ...{ name: "coordinator", coordinator: "127.0.0.1", duration: 14.784 },
  });
  assert.deepEqual(local, [{ name: "read t", start: 1.638, end: 3.215 }]);
  assert.deepEqual(
    exchanges.map(({ received: _, duration, ...rest }) => ({
      ...rest,
      duration: rounded(duration),
    })),
    [{
      ...{ name: "replica read", replica: "127.0.0.3" },
      ...{ asked: 5.581, answered: 11.443, duration: 3.275 },
    }],
  );
});

Deno.test("what events bound to a millisecond each, they bound to a fraction of one together", () => {
  const { begin, exchanges } = describeWork(QUORUM_READ);
  // The beginning is after 18,775 - 4.538 and before 18,774 - 3.215.
  assert.equal(rounded(begin.at - begin.uncertainty - HOUR), 18_770.462);
  assert.equal(rounded(begin.at + begin.uncertainty - HOUR), 18_770.785);
  const { at = 0, uncertainty = 0 } = exchanges[0]?.received ?? {};
  assert.equal(rounded(at - uncertainty - HOUR), 18_777.251);
  assert.equal(rounded(at + uncertainty - HOUR), 18_777.725);
});

Deno.test("a reply after the request's end is placed by its time of day", () => {
  const { begin, duration, exchanges: [exchange] } = describeWork(WRITE_AT_ONE);
  assert.ok(exchange);
  assert.ok(exchange.answered > duration);
  const beginning = begin.at - begin.uncertainty - HOUR;
  assert.equal(rounded(exchange.answered), rounded(22_291 - beginning));
  assert.ok(exchange.answered > exchange.asked + exchange.duration);
});

Deno.test("an event that was stamped late, as the node paused, does not move the beginning", () => {
  const [first, ...rest] = QUORUM_READ.events;
  assert.ok(first);
  const paused = { ...first, at: first.at + 23, thread: "MutationStage-1", elapsed: 4.4 };
  const { begin } = describeWork({ ...QUORUM_READ, events: [first, ...rest, paused] });
  assert.deepEqual(begin, describeWork(QUORUM_READ).begin);
});

Deno.test("a trace without events began in the millisecond that it names, and other requests keep their words", () => {
  const request = "Preparing CQL3 query";
  const { name, begin } = describeWork({ ...QUORUM_READ, request, events: [] });
  assert.equal(name, `coordinator, ${request}`);
  assert.deepEqual(begin, { at: HOUR + 18_771.5, uncertainty: 0.5 });
  const batch = { ...QUORUM_READ, request: "Execute batch of CQL3 queries", events: [] };
  assert.equal(describeWork(batch).name, "coordinator, batch");
});
