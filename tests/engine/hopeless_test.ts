import assert from "node:assert/strict";
import { type StepFigures, watchHopeless } from "../../src/engine/hopeless.ts";
import type { EarlyEnd } from "../../src/result/case.ts";
import { summaryOf } from "../result/fixture.ts";

/** A step of 5 s at 1,000 operations a second. */
const OWN = { rate: 1_000, expected: 5_000, poolSize: 100 };

/** What is known after a second of which all is well, but for what the test says. */
function knownOf(parts: Partial<StepFigures> = {}): StepFigures {
  const time = { ...summaryOf(1, 1_000), p999: 2, max: 3 };
  return {
    ...{ operations: 1_000, dropped: 0, errors: { total: 0 } },
    ...{ serviceTime: time, waitTime: time, responseTime: time },
    ...parts,
  };
}

/** What ended the step, by the figures at the end of each second. */
function ended(thresholds: readonly string[], ...seconds: StepFigures[]): EarlyEnd | undefined {
  let why: EarlyEnd | undefined, known = knownOf();
  const judge = watchHopeless(thresholds, OWN, 5_000, () => known, (end) => why ??= end);
  for (const [at, second] of seconds.entries()) {
    known = second;
    judge((at + 1) * 1_000);
  }
  return why;
}

const time = (parts: object) => knownOf({ responseTime: { ...summaryOf(1, 1_000), ...parts } });

const STEPS: readonly (readonly [
  name: string,
  threshold: string,
  known: StepFigures,
  isHopeless: boolean,
])[] = [
  ["p99 where a tenth was slow", "responseTime.p99 < 20", time({ p90: 25, p99: 30 }), true],
  [
    "p99 where a hundredth was slow, which can be made good",
    "responseTime.p99 < 20",
    time({ p99: 25, max: 30 }),
    false,
  ],
  ["p90 where half was slow", "responseTime.p90 < 20", time({ p50: 25, p90: 25 }), false],
  ["p99.9 where a hundredth was slow", "responseTime.p999 < 20", time({ p99: 25 }), true],
  ["max, at once", "responseTime.max < 20", time({ max: 20 }), true],
  ["max that may be reached", "responseTime.max <= 20", time({ max: 20 }), false],
  ["mean that all the rest cannot lower", "responseTime.mean < 20", time({ mean: 101 }), true],
  ["mean that the rest can lower", "responseTime.mean < 20", time({ mean: 99 }), false],
  ["min, which can still come", "responseTime.min < 20", time({ min: 30 }), false],
  ["errors.rate", "errors.rate < 0.1", knownOf({ errors: { total: 500 } }), true],
  ["errors.rate that can sink", "errors.rate < 0.1", knownOf({ errors: { total: 499 } }), false],
  ["errors.total", "errors.total <= 3", knownOf({ errors: { total: 4 } }), true],
  [
    "errors that no threshold bounds",
    "responseTime.p99 < 20",
    knownOf({ errors: { total: 1 } }),
    true,
  ],
  ["a part's, which it does not judge", "read.responseTime.max < 2", time({ max: 9 }), false],
  ["no time at all", "waitTime.p99 < 2", knownOf({ waitTime: null }), false],
  [
    "p99 where what is due has waited too long",
    "responseTime.p99 < 20",
    knownOf({ operations: 700 }),
    true,
  ],
  [
    "p99 where what is due has not waited long",
    "responseTime.p99 < 200",
    knownOf({ operations: 810 }),
    false,
  ],
];

for (const [name, threshold, known, isHopeless] of STEPS) {
  const verb = isHopeless ? "ends" : "goes on with";
  Deno.test(`watchHopeless() ${verb} a step for ${name}`, () => {
    const why = ended([threshold], known);
    assert.equal(why?.endedBy, isHopeless ? "search" : undefined);
    const isThreshold = isHopeless && !name.includes("no threshold");
    assert.equal(why?.brokenThreshold, isThreshold ? threshold : undefined);
  });
}

Deno.test("watchHopeless() ends a step whose backlog grows for three seconds, and none that catches up", () => {
  const after = (...counts: number[]) =>
    ended(["errors.rate < 1"], ...counts.map((operations) => knownOf({ operations })));
  assert.equal(after(100, 200, 300, 400)?.endedBy, "search");
  assert.equal(after(100, 200, 1_850, 2_500), undefined);
  assert.equal(after(900, 1_800, 2_700, 3_600), undefined);
});
