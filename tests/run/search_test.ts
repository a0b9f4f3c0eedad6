import assert from "node:assert/strict";
import { ScenarioError } from "../../src/errors.ts";
import type { Result, SearchResult } from "../../src/result/document.ts";
import type { RunOptions } from "../../src/run/options.ts";
import { run } from "../../src/run/run.ts";
import { search } from "../../src/run/search.ts";
import { CURVE } from "../../src/run/search_steps.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";

/** Rates of which one operation is due, at the start: a busy test machine keeps such a schedule, too. */
const CALM: RunOptions = { rate: [1, 4], duration: 95 };

const AT_ONCE = {
  name: "at once",
  warmup: 0,
  thresholds: ["responseTime.p99 < 60000"],
  operation: () => Promise.resolve(),
} satisfies Scenario;

/** An operation so slow that the stalls of a busy test machine's event loop are little beside it. */
const SLOW = {
  ...AT_ONCE,
  operation: () => new Promise((resolve) => setTimeout(resolve, 90)),
} satisfies Scenario;

const FAILING = {
  ...AT_ONCE,
  operation: () => Promise.reject(new Error("no")),
} satisfies Scenario;

/** The only search of a result, each of whose steps must be a case of its own, of that rate and measured afresh. */
function searched({ search: all = [], cases }: Result): SearchResult {
  assert.deepEqual(
    all.flatMap(({ steps }) => steps.map((step) => step.case)),
    cases.map((_, at) => at),
  );
  for (const { parameters, steps } of all) {
    for (const { rate, case: at } of steps) {
      const { workers, ...others } = cases[at]?.parameters ?? {};
      assert.deepEqual(others, { ...parameters, rate });
      assert.equal(workers, 1);
      assert.equal(cases[at]?.schedule?.rate, rate);
    }
  }
  const [only] = all;
  assert.ok(only !== undefined);
  return only;
}

testPermitted(
  "search() doubles what holds, and ends at the highest rate that it is given",
  async () => {
    const result = await search(SLOW, CALM);
    const { parameters, thresholds, rate, limit, steps } = searched(result);
    assert.deepEqual(steps.map((step) => [step.rate, step.passed, step.reasons]), [
      [1, true, []],
      [2, true, []],
      [4, true, []],
    ]);
    assert.deepEqual([rate, limit, thresholds], [4, "rate", AT_ONCE.thresholds]);
    assert.deepEqual(parameters, { latency: 0, poolSize: 1_000 });
    assert.equal(result.status, "completed");
    assert.equal(result.thresholds.length, 3);
  },
);

testPermitted(
  "search() halves what does not hold twice, down to a rate of 1, and finds none",
  async () => {
    const options = { thresholds: ["errors.rate < 0.5"], rate: [5], duration: 20 } as const;
    const { rate, limit, steps } = searched(await search(FAILING, options));
    assert.deepEqual(steps.map((step) => [step.rate, step.passed]), [
      ...[[5, false], [5, false]],
      ...[[2.5, false], [2.5, false]],
      ...[[1.25, false], [1.25, false]],
      ...[[1, false], [1, false]],
    ]);
    assert.ok(steps.every(({ reasons }) => reasons.includes("errors.rate < 0.5: it was 1")));
    assert.deepEqual([rate, limit], [null, "thresholds"]);
  },
);

testPermitted(
  "search() closes in on the rate at which operations begin to fail, to a twentieth",
  async () => {
    let inFlight = 0;
    const crowded: Scenario = {
      ...AT_ONCE,
      async operation() {
        const isCrowded = ++inFlight > 8;
        await new Promise((resolve) => setTimeout(resolve, 20));
        inFlight--;
        if (isCrowded) throw new Error("too many at once");
      },
    };
    const options = { thresholds: ["errors.rate < 0.01"], rate: [40, 10_000] } as const;
    const result = await search(crowded, { ...options, duration: 95 });
    const { rate, steps } = searched(result);
    assert.ok(rate !== null && rate < 2_000, `${rate}`);
    const failures = steps.filter(({ passed }) => !passed).map((step) => step.rate);
    const failedTwice = failures.filter((one, at) => failures.indexOf(one) < at);
    const held = steps.filter(({ passed }) => passed).map((step) => step.rate);
    assert.equal(Math.max(...held), rate);
    assert.ok(failedTwice.length > 0 && Math.min(...failedTwice) > rate);
    assert.ok(Math.min(...failedTwice) - rate <= rate * 0.05, `${rate} and ${failures}`);
    assert.ok(steps.every(({ passed, reasons }) => passed === (reasons.length === 0)));
    assert.equal(new Set(held).size, held.length);
  },
);

testPermitted(
  "search() lets no operation fail where no threshold says how many may",
  async () => {
    let calls = 0;
    const mixed = {
      ...AT_ONCE,
      operation: () => ++calls % 4 ? Promise.resolve() : FAILING.operation(),
    };
    const [first] = searched(await search(mixed, { rate: [40, 41], duration: 95 })).steps;
    assert.equal(first?.reasons[0], "1 of 4 operations failed");
  },
);

testPermitted("search() says that nothing was measured where everything failed", async () => {
  const { rate, steps } = searched(await search(FAILING, { rate: [1], duration: 20 }));
  assert.equal(rate, null);
  assert.equal(steps[0]?.reasons[0], "responseTime.p99 < 60000: nothing was measured");
});

testPermitted(
  "search() searches once for each combination of the other axes, however many repetitions a run has",
  async () => {
    const sized = { ...SLOW, repetitions: 3, matrix: { size: [1, 2] } };
    const result = await search(sized, { ...CALM, rate: [2, 4], poolSizes: [5, 9] });
    searched(result);
    assert.deepEqual(result.search?.map(({ parameters, rate }) => [parameters, rate]), [
      [{ size: 1, latency: 0, poolSize: 5 }, 4],
      [{ size: 1, latency: 0, poolSize: 9 }, 4],
      [{ size: 2, latency: 0, poolSize: 5 }, 4],
      [{ size: 2, latency: 0, poolSize: 9 }, 4],
    ]);
  },
);

testPermitted("search() measures a curve of what it found, each as a case of its own", async () => {
  const { search: [found] = [], cases } = await search(SLOW, {
    rate: [20, 40],
    duration: 95,
    curve: true,
  });
  const curve = found?.curve?.map((at) => cases[at]) ?? [];
  assert.ok(found?.rate);
  const shares = curve.map((one) => (one?.schedule?.rate ?? 0) / Number(found.rate));
  assert.deepEqual(shares.map((share) => Number(share.toFixed(2))), [...CURVE]);
});

testPermitted("search() measures no curve of nothing", async () => {
  const { search: [found] = [] } = await search(FAILING, { rate: [1], duration: 20, curve: true });
  assert.deepEqual([found?.rate, found?.curve], [null, undefined]);
  assert.equal(found?.gaveWay?.what, "errors");
});

testPermitted("search() ends a step early when too much of it was slow already", async () => {
  let calls = 0;
  const slowing = {
    ...AT_ONCE,
    thresholds: ["responseTime.p95 < 300"],
    operation: () => new Promise((resolve) => setTimeout(resolve, ++calls > 75 ? 600 : 0)),
  } satisfies Scenario;
  let result: Result | undefined;
  // A busy machine can be too slow for the first step, which is to hold, so that it gets several rounds.
  await bestOf(1, async () => {
    calls = 0;
    result = await search(slowing, { rate: [25, 26], duration: 3_000 });
    return result.cases[0]?.endedBy === undefined && result.search?.[0]?.steps[0]?.passed ? 0 : 1;
  });
  const { cases, search: [found] = [], status } = result!;
  assert.deepEqual(found?.steps.map(({ rate, passed }) => [rate, passed]), [
    ...[[25, true], [26, false], [26, false]],
  ]);
  for (const cut of cases.slice(1)) {
    assert.deepEqual([cut.endedBy, cut.status], ["search", "aborted"]);
    assert.ok(cut.elapsed < 3_000, `${cut.elapsed}`);
  }
  assert.equal(found?.gaveWay?.threshold, "responseTime.p95 < 300");
  assert.equal(status, "completed");
});

testPermitted("run() refuses a curve, which is of a search", async () => {
  await assert.rejects(run(AT_ONCE, { curve: true }), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.match(error.message, /^Cannot run scenario "at once" as curve is of a search/);
    return true;
  });
});

testPermitted("search() tries each rate for as many operations as it is given", async () => {
  const options = { rate: [100, 200], operations: 4, poolSizes: [10] };
  const { cases } = await search(AT_ONCE, options);
  assert.deepEqual([...new Set(cases.map(({ operations }) => operations))], [4]);
});

testPermitted("search() refuses, at once, to hold nothing", async () => {
  const target = { contactPoints: ["127.0.0.1:1"] };
  await assert.rejects(search(AT_ONCE, { thresholds: [], target }), (error) => {
    assert.ok(error instanceof ScenarioError, String(error));
    assert.match(error.message, /^Cannot search .* "at once" as there is no threshold to hold$/);
    assert.match(error.hint ?? "", /--threshold/);
    return true;
  });
});

testPermitted("search() refuses all thresholds that no rate can break, at once", async () => {
  const thresholds = ["throughput > 1", "responseTime.p99 < 9", "operations > 5"] as const;
  const target = { contactPoints: ["127.0.0.1:1"] };
  await assert.rejects(search(AT_ONCE, { thresholds, target }), (error) => {
    assert.ok(error instanceof ScenarioError, String(error));
    assert.match(error.message, /- "throughput > 1" does not get worse as the rate rises/);
    assert.match(error.message, /- "operations > 5" does not get worse/);
    assert.ok(!error.message.includes("p99"));
    return true;
  });
});

testPermitted("search() that is stopped between two steps says what it has found", async () => {
  const controller = new AbortController();
  const result = await search(AT_ONCE, {
    ...CALM,
    rate: [2, 8],
    signal: controller.signal,
    onProgress: ({ type }) => type === "measured" && controller.abort(),
  });
  assert.equal(result.status, "aborted");
  const { rate, steps } = searched(result);
  assert.deepEqual(steps.map((step) => step.rate), [2]);
  assert.equal(rate, steps[0]?.passed ? 2 : null);
});

testPermitted("search() does not go by a step that was cut short", async () => {
  const controller = new AbortController();
  let isFirst = true;
  const stopping = { ...AT_ONCE, operation: () => Promise.resolve(isFirst || controller.abort()) };
  const result = await search(stopping, {
    ...CALM,
    rate: [2, 8],
    signal: controller.signal,
    onProgress: ({ type }) => type === "measured" && (isFirst = false),
  });
  assert.equal(result.status, "aborted");
  assert.deepEqual(result.cases.map(({ status }) => status), ["completed", "aborted"]);
  assert.deepEqual(result.search?.flatMap(({ steps }) => steps.map((step) => step.case)), [0]);
});

testPermitted("search() that is stopped before its first step has found nothing", async () => {
  const controller = new AbortController();
  const result = await search(AT_ONCE, {
    ...CALM,
    signal: controller.signal,
    onProgress: ({ type }) => type === "running" && controller.abort(),
  });
  assert.equal(result.status, "aborted");
  assert.deepEqual(result.search?.map(({ rate, steps }) => [rate, steps]), [[null, []]]);
});
