import assert from "node:assert/strict";
import { findGaps } from "../../../src/result/conclude/gap_warnings.ts";
import type { Second } from "../../../src/result/case.ts";
import { caseOf, summaryOf } from "../fixture.ts";

/** Seconds in which so many operations ended. */
function seconds(...operations: number[]): Second[] {
  return operations.map((operations, index) => ({
    ...{ at: (index + 1) * 1_000, operations, errors: 0, dropped: 0, unsent: 0, inFlight: 1 },
    serviceTime: null,
  }));
}

Deno.test("findGaps() finds none in clean cases, also in a slow one and in one that is seldom slow", () => {
  const slow = caseOf({ serviceTime: summaryOf(3_000, 10), series: seconds(0, 0, 1, 0, 0, 1) });
  const tail = caseOf({ serviceTime: { ...summaryOf(1), max: 150 } });
  const last = caseOf({ series: [...seconds(5), { ...seconds(0)[0] as Second, at: 1_300 }] });
  const clean = [caseOf({}), caseOf({ rate: 1_000 }), slow, tail, last];
  assert.deepEqual(clean.flatMap(findGaps), []);
});

Deno.test("findGaps() says for how long nothing was answered, and that this ended the case", () => {
  const outages = [{ from: 100, to: 300, errors: 5 }, { from: 400, to: null, errors: 1_000 }];
  const [warning, ...more] = findGaps(caseOf({ outages, endedBy: "outage" }));
  assert.deepEqual(more, []);
  assert.equal(warning?.code, "outage");
  assert.equal(
    warning.message,
    "Nothing was answered for 800 ms of 1.00 s (2 outages, 1,005 errors) in the case " +
      "latency 0, poolSize 1; the case was ended, as nothing was answered for 600 ms",
  );
});

Deno.test("findGaps() says how many operations had not ended, and that their times are a lower bound", () => {
  const [warning] = findGaps(caseOf({ unfinished: 10 }));
  assert.equal(warning?.code, "unfinished");
  assert.match(warning.message, /^10 operations had not ended .* a lower bound$/);
});

Deno.test("findGaps() says of a stall under a closed load that the others' wait is missing, and how to see it", () => {
  const longest = { serviceTime: { ...summaryOf(1), max: 2_004 } };
  const silent = { serviceTime: summaryOf(1), series: seconds(9, 0, 0, 9) };
  for (const [stall, length] of [[longest, "2.00 s"], [silent, "2.00 s"]] as const) {
    const [warning, ...more] = findGaps(caseOf({ ...stall, throughput: 4_321 }));
    assert.deepEqual(more, []);
    assert.equal(warning?.code, "stall");
    assert.match(warning.message, new RegExp(`^The load stood still for up to ${length} `));
    assert.match(warning.advice, /^--rate 4300 /);
    assert.deepEqual(findGaps(caseOf({ ...stall, rate: 1_000 })), [], "an open load shows it");
  }
});
