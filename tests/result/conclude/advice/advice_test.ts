import assert from "node:assert/strict";
import type { PoolAdvice } from "../../../../src/result/advice.ts";
import type { CaseResult } from "../../../../src/result/case.ts";
import { adviceOf, findAdvice } from "../../../../src/result/conclude/advice/advice.ts";
import { answerOf } from "../../../../src/result/conclude/answer.ts";
import { caseOf, INVALID, resultOf, summaryOf } from "../../fixture.ts";
import { bounded, law, POOLS, sweepOf } from "./sweep.ts";

function only(cases: readonly CaseResult[]): PoolAdvice {
  const [advice, ...others] = findAdvice(cases) ?? [];
  assert.ok(advice !== undefined && others.length === 0);
  return advice;
}

const CURVES: readonly (readonly [
  name: string,
  cases: readonly CaseResult[],
  poolSize: number | null,
  limit: PoolAdvice["limit"],
  message: string,
])[] = [
  [
    "a curve with a knee",
    sweepOf({ of: bounded(10, 4_000), latency: 10 }),
    ...[50, "server"] as const,
    "At 10 ms use a pool of 50: more gains nothing.",
  ],
  [
    "a noisy curve, with what the repetitions leave open",
    sweepOf({ of: bounded(10, 4_000), latency: 10, repetitions: 5, noise: 0.03 }),
    ...[50, "server"] as const,
    "At 10 ms use a pool of 50 (50 to 200, with 95 % confidence): more gains nothing.",
  ],
  [
    "a curve that a larger pool lifts a little",
    sweepOf({
      of: (n) => n < 100 ? n * 10 : n === 100 ? 970 : 1_000,
      pools: [1, 50, 100, 200, 400],
    }),
    ...[100, "server"] as const,
    "Use a pool of 100: a pool of 200 gains 3 %.",
  ],
  [
    "a retrograde curve",
    sweepOf({ of: law(950, 0.02, 0.0005), latency: 1, repetitions: 5, noise: 0.02 }),
    ...[50, "server"] as const,
    "At 1 ms use a pool of 50: more gains nothing, and 1,000 loses 88 %.",
  ],
  [
    "a flat curve",
    sweepOf({ of: () => 500, repetitions: 5, noise: 0.01 }),
    ...[1, "server"] as const,
    "Run serially: more gains nothing.",
  ],
  [
    "a flat curve without serial",
    sweepOf({ of: () => 500, pools: [10, 20, 40] }),
    ...[10, "server"] as const,
    "Use a pool of 10, the smallest that was tried: more gains nothing.",
  ],
  [
    "a curve that still rises",
    sweepOf({ of: bounded(10, 1e9), latency: 10, pools: [1, 5, 20] }),
    ...[20, "pool"] as const,
    "At 10 ms the best is the largest pool that was tried, 20: try larger.",
  ],
  [
    "a curve that rises to a largest pool which is not sure to be the best",
    sweepOf({ of: bounded(10, 1e9), pools: [1, 16, 20], repetitions: 3, noise: 0.3 }),
    ...[20, "pool"] as const,
    "The best is the largest pool that was tried, 20: try larger, and repeat more often, " +
    "as pool 16 cannot be told from it.",
  ],
  [
    "a largest pool that is too near to tell",
    sweepOf({ of: bounded(10, 1e9), pools: [1, 19, 20], repetitions: 3, noise: 0.08 }),
    ...[19, "server"] as const,
    "Use a pool of 19 (19 to 20, with 95 % confidence): " +
    "the largest that was tried, 20, gains nothing: try larger.",
  ],
  [
    "a largest pool that gains a little",
    sweepOf({ of: (n) => n < 50 ? n * 10 : n === 50 ? 970 : 1_000, pools: [1, 50, 100] }),
    ...[50, "server"] as const,
    "Use a pool of 50: a pool of 100 gains 3 %, and is the largest that was tried: try larger.",
  ],
  [
    "a curve of which the client cut the end",
    sweepOf({
      ...{ of: bounded(10, 1e9), latency: 10 },
      but: (n) => n >= 200 ? { verdict: INVALID } : {},
    }),
    ...[100, "client"] as const,
    "At 10 ms use a pool of 100, the largest before the client was the limit: " +
    "from 200 on the figures are not the server's.",
  ],
  [
    "a knee, beyond which the client was the limit",
    sweepOf({
      ...{ of: bounded(10, 4_000), latency: 10 },
      but: (n) => n >= 200 ? { verdict: INVALID } : {},
    }),
    ...[50, "client"] as const,
    "At 10 ms use a pool of 50: more gains nothing. " +
    "From 200 on the client was the limit, so a larger pool may do more.",
  ],
  [
    "a curve with a hole",
    sweepOf({ of: bounded(10, 4_000), but: (n) => n === 20 ? { verdict: INVALID } : {} }),
    ...[50, "server"] as const,
    "Use a pool of 50: more gains nothing. Pool 20 is left out, as the client was the limit.",
  ],
  [
    "a client that was nearly the limit",
    sweepOf({
      of: bounded(10, 4_000),
      client: { ...caseOf({}).client, cpu: 0.95, spinning: 0.1 },
    }),
    ...[50, "unclear"] as const,
    "Use a pool of 50: more gains nothing.",
  ],
  [
    "nothing but invalid cases",
    sweepOf({ of: bounded(10, 4_000), verdict: INVALID }),
    ...[null, "client"] as const,
    "No pool can be advised: 10 pool sizes from 1 to 1,000 are left out, " +
    "as the client was the limit.",
  ],
];

for (const [name, cases, poolSize, limit, message] of CURVES) {
  Deno.test(`findAdvice() advises for ${name}`, () => {
    const advice = only(cases);
    assert.deepEqual([advice.message, advice.poolSize, advice.limit], [message, poolSize, limit]);
  });
}

Deno.test("findAdvice() tells the pools that cannot be told from the best, and with it no largest one", () => {
  const near = (poolSize: number) => poolSize === 1 ? 100 : poolSize < 20 ? 950 : 1_000 + poolSize;
  const pools = [1, 10, 20, 40];
  const once = only(sweepOf({ of: near, pools })).best;
  assert.deepEqual([once?.poolSize, once?.tied, once?.isLargest], [40, [20], true]);
  const sure = only(sweepOf({ of: near, pools, repetitions: 5, noise: 1e-4 })).best;
  assert.deepEqual([sure?.poolSize, sure?.tied, sure?.isLargest], [40, [], true]);
});

Deno.test("findAdvice() gives the best throughput its interval over the valid repetitions alone", () => {
  const cases = sweepOf({ of: bounded(10, 4_000), repetitions: 4, noise: 0.01 }).map((measured) =>
    measured.repetition === 4 ? { ...measured, throughput: 9e9, verdict: INVALID } : measured
  );
  const { best, interval, message, leftOutRepetitions } = only(cases);
  assert.equal(leftOutRepetitions, 10);
  assert.match(message, / 10 repetitions are left out as not valid\.$/);
  assert.ok(best?.interval && interval, "there are three repetitions");
  assert.ok(best.interval.low < 4_000 && best.interval.high > 4_000 && best.throughput < 4_200);
});

Deno.test("findAdvice() takes neither two pool sizes, an open load, nor a case that was cut", () => {
  const sweep = sweepOf({ of: bounded(10, 4_000) });
  assert.equal(findAdvice(sweep.slice(0, 2)), undefined);
  assert.equal(findAdvice(POOLS.map((poolSize) => caseOf({ poolSize, rate: 50 }))), undefined);
  const cut = sweep.map((measured, at) => at < 2 ? measured : { ...measured, status: "aborted" });
  assert.equal(findAdvice(cut as CaseResult[]), undefined);
});

Deno.test("findAdvice() says by Little's law what other latencies need, and checks it by what they did", () => {
  const [ten, fifty] = findAdvice(
    [10, 50].flatMap((latency) => sweepOf({ of: bounded(latency + 1, 4_000), latency })),
  ) ?? [];
  assert.deepEqual(ten?.little?.predictions, [
    { latency: 1, poolSize: 14, advised: null },
    { latency: 50, poolSize: 210, advised: 200 },
    { latency: 100, poolSize: 410, advised: null },
  ]);
  assert.deepEqual(fifty?.little?.predictions.find(({ latency }) => latency === 10)?.advised, 50);
  for (const check of [ten?.little?.check, fifty?.little?.check]) {
    assert.ok(check && check.cases >= 8 && check.holds && check.worst < 0.01, `${check?.worst}`);
  }
});

Deno.test("findAdvice() says where the assumption behind Little's law does not hold", () => {
  const [advice] = findAdvice([
    ...sweepOf({ of: bounded(11, 4_000), latency: 10 }),
    ...sweepOf({ of: bounded(51, 1_500), latency: 50 }),
  ]) ?? [];
  const { check } = advice?.little ?? {};
  assert.ok(check && !check.holds && check.worst > 0.5, `${check?.worst}`);
});

Deno.test("findAdvice() counts the requests of an operation, each of which is held back", () => {
  const injectedLatency = { ...summaryOf(10), count: 2_000 };
  const { little } = only(sweepOf({ of: bounded(22, 4_000), latency: 10, injectedLatency }));
  assert.equal(little?.requests, 2);
  // 4,000 in a pool of 100 are 25 ms, of which 20 were injected.
  assert.equal(little?.predictions.find(({ latency }) => latency === 1)?.poolSize, 28);
});

Deno.test("findAdvice() has no prediction for pages, whose requests do not follow one after the other", () => {
  assert.equal(only(sweepOf({ of: bounded(10, 4_000), mode: "serial" })).little, undefined);
});

Deno.test("adviceOf() finds the advice of a document that holds none, and leaves what one holds", () => {
  const cases = sweepOf({ of: bounded(10, 4_000) });
  const [advice] = adviceOf(resultOf(cases, POOLS));
  assert.equal(advice?.poolSize, 50);
  assert.deepEqual(adviceOf(resultOf(cases, POOLS, { advice: [] })), []);
});

Deno.test("answerOf() answers with the advice, and sums up that of many combinations", () => {
  const answer = (latencies: readonly number[], most: number) =>
    answerOf(resultOf(
      latencies.flatMap((latency) => sweepOf({ of: bounded(latency + 1, most), latency })),
      POOLS,
    )).answer;
  assert.equal(answer([10], 4_000), "At 10 ms use a pool of 50: more gains nothing.");
  assert.equal(
    answer([0, 10, 50, 900], 4_000),
    "Use a pool of 5 at 0 ms, 50 at 10 ms, 200 at 50 ms and at least 1,000 at 900 ms: " +
      "that reaches 95 % of the best; where it says at least, no larger pool was tried.",
  );
  assert.equal(
    answer([0, 1, 10, 10.5], 4_000),
    "Use a pool of 5 at 0 ms; 10 at 1 ms; 50 at 10 ms and at 10.5 ms: " +
      "that reaches 95 % of the best.",
  );
});
