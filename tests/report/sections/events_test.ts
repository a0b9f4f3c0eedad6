import assert from "node:assert/strict";
import { eventsSection } from "../../../src/report/sections/events.ts";
import type { NodeEventResult } from "../../../src/result/node_event.ts";
import { rendered } from "../snapshot.ts";
import { caseOf, resultOf } from "../../result/fixture.ts";

const KILL: NodeEventResult = {
  ...{ planned: 5_000, at: 5_003, node: 2, address: "127.0.0.2:9042", do: "kill", took: 120 },
  throughputBefore: 1_000,
  dip: { depth: 0.7, throughput: 300, at: 5_000 },
  recoveredAfter: 1_300,
  responseTime: { before: 2, worst: 40, recoveredAfter: null },
  errors: { total: 8, byClass: { clientTimeout: 1, connectionClosed: 7 } },
};

const NOTHING = { throughputBefore: null, dip: null, recoveredAfter: null, responseTime: null };
const NO_ERRORS = { total: 0, byClass: {} };

function linesOf(events: readonly NodeEventResult[]): string {
  return rendered(eventsSection(resultOf([{ ...caseOf({ elapsed: 6_000 }), events }])))
    .replaceAll(/\n +/g, " ");
}

Deno.test("an event is a line: when, what, the dip, the recovery and the errors", () => {
  const text = linesOf([KILL]);
  assert.ok(
    text.includes(
      "- 5.00 s: node 2 (127.0.0.2:9042) was killed; 70 % of 1,000 ops/s before were lost in the " +
        "worst second, back after 1.30 s; mean response time 2.00 ms before, up to 40.0 ms, not " +
        "back before the end of the case; 8 operations failed (connectionClosed 7, clientTimeout 1)",
    ),
    text,
  );
});

Deno.test("what did not happen, failed or changed nothing is said so", () => {
  const text = linesOf([
    { ...KILL, recoveredAfter: 0, responseTime: null, errors: NO_ERRORS },
    { ...KILL, ...NOTHING, do: "restart", took: null, errors: NO_ERRORS },
    { ...KILL, ...NOTHING, took: null, failed: "it does not run", errors: NO_ERRORS },
    { ...KILL, ...NOTHING, planned: 9_000, at: null, took: null, errors: NO_ERRORS },
  ]);
  for (
    const part of [
      "no dip: 70 % of 1,000 ops/s before were lost in the worst second; no operation failed",
      "was restarted, which had not answered when the case ended; there is nothing to compare",
      "kill of node 2 (127.0.0.2:9042) failed: it does not run",
      "9 s: no kill of node 2 (127.0.0.2:9042), as the case had ended after 6.00 s",
    ]
  ) assert.ok(text.includes(part), `${part}\n${text}`);
});

Deno.test("without events there is no section", () => {
  assert.deepEqual(eventsSection(resultOf([caseOf({})])), []);
});
