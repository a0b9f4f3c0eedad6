import assert from "node:assert/strict";
import { judge } from "../../../src/result/conclude/verdict.ts";
import { caseOf, HEALTHY, summaryOf } from "../fixture.ts";

/** The codes for a long case in which the event loop stood still once. */
function codesOf(max: number, cpu = 0.2, spinning = 0): string[] {
  const eventLoopLag = { p50: 0.2, p99: 0.5, max, stalls: 1 };
  const client = { ...HEALTHY, cpu, spinning, eventLoopLag };
  return judge(caseOf({ responseTime: summaryOf(10), client })).reasons.map(({ code }) => code);
}

Deno.test("a case over which the client stood still once, for a second, is not valid", () => {
  assert.deepEqual(codesOf(999), []);
  assert.deepEqual(codesOf(1_000), ["standstill"]);
  assert.deepEqual(codesOf(60_000, 0.95, 0.9), ["standstill"], "it spun");
});

Deno.test("a client that computed all the time is told that, and not that it was stopped", () => {
  assert.deepEqual(codesOf(1_500, 0.99), ["clientCpu"]);
});

Deno.test("what a standstill is says how long it was", () => {
  const client = { ...HEALTHY, eventLoopLag: { p50: 0.2, p99: 0.5, max: 2_056, stalls: 1 } };
  const [reason] = judge(caseOf({ client })).reasons;
  assert.match(reason?.message ?? "", /^the client itself stood still for 2\.06 s,/);
});
