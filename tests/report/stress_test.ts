import assert from "node:assert/strict";
import { stress } from "../../src/report/stress.ts";
import { caseOf, errorsOf, INVALID, resultOf, summaryOf } from "../result/fixture.ts";
import { assertText } from "./snapshot.ts";

const MIX = ["read", "write"].map((name, at) => ({
  ...{ name, operations: 900 - at * 800, unsent: 0, errors: errorsOf({}) },
  ...{ serviceTime: summaryOf(1), waitTime: null, responseTime: summaryOf(1.1 + at) },
}));

Deno.test("stress() is a block for each case, as cassandra-stress ends with", async (t) => {
  const failed = errorsOf({ unavailable: [250, "x"] });
  const cases = [
    caseOf({ mix: MIX, verdict: INVALID }),
    caseOf({
      latency: 5,
      poolSize: 100,
      elapsed: 3_723_000,
      operations: 1_234_567,
      errors: failed,
    }),
  ];
  await assertText(t, stress(resultOf(cases)));
});

Deno.test("stress() is read by what reads cassandra-stress", () => {
  const text = stress(resultOf([caseOf({ mix: MIX })]));
  const found = Object.fromEntries(
    [...text.matchAll(/^(\S[^:\n]*\S) *: +([\d,.]+)(?: \S+)? +\[/gm)].map(([, name, value]) => [
      name,
      Number(value?.replaceAll(",", "")),
    ]),
  );
  assert.deepEqual(found, {
    ...{ "Op rate": 1_000, "Latency mean": 1.1, "Latency median": 1, "Latency max": 3 },
    ...{ "Latency 95th percentile": 1.4, "Latency 99th percentile": 1.5 },
    ...{ "Latency 99.9th percentile": 2, "Total operations": 1_000, "Total errors": 0 },
  });
});

Deno.test("stress() has no latency where nothing succeeded", () => {
  const text = stress(resultOf([caseOf({ errors: errorsOf({ unavailable: [1_000, "x"] }) })]));
  assert.match(text, /^Latency mean {14}: {4}NaN ms \[latency: NaN ms\]$/m);
  assert.match(text, /^Total errors {14}: {6}1,000 \[latency: 1,000\]$/m);
});
