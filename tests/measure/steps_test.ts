import assert from "node:assert/strict";
import {
  createChainRecorder,
  createStepRecorder,
  type StepRecorder,
  type StepShape,
} from "../../src/measure/steps.ts";
import { longestChain } from "../../src/scenario/graph.ts";
import { upTo } from "../engine/fixture.ts";
import { type Random, seededRandom } from "../support/random.ts";
import { sum } from "./fixture.ts";

const USER: StepShape = { name: "user", kind: "requests", after: [], latency: 5 };
const HASH: StepShape = { name: "hash", kind: "compute", after: ["user"], latency: 0 };

function recorderOf(...steps: readonly StepShape[]): StepRecorder {
  return createStepRecorder(steps, { taskLatency: 2 });
}

Deno.test("the steps of random pages are counted and timed each by itself, and every one counts: of 30 cases", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seededRandom(seed);
    const recorder = recorderOf(USER, HASH);
    const ran = upTo(200).map(() => ({
      name: random.pick(["user", "hash", "a task"]),
      ms: random.below(4_000) / 4,
      errorClass: random.pick([undefined, undefined, "unavailable", "timeout"]),
    }));
    for (const { name, ms, errorClass } of ran) {
      const end = 1e6 + ms;
      if (errorClass === undefined) recorder.succeed(name, 1e6, end);
      else {recorder.fail(name, 1e6, end, {
          errorClass,
          message: `${errorClass} first`,
          kind: "answered",
        });}
    }
    const results = recorder.results(null);
    assert.deepEqual(results.map(({ name }) => name), ["user", "hash", "a task"]);
    assert.equal(sum(results, ({ operations }) => operations), ran.length);
    for (const { name, operations, errors, serviceTime } of results) {
      const own = ran.filter((one) => one.name === name);
      const good = own.filter(({ errorClass }) => errorClass === undefined);
      assert.equal(operations, own.length);
      assert.equal(errors.total, own.length - good.length);
      assert.equal(sum(Object.values(errors.byClass), (count) => count), errors.total);
      assert.equal(errors.serviceTime?.count ?? 0, errors.total);
      for (const [errorClass, count] of Object.entries(errors.byClass)) {
        assert.equal(count, own.filter((one) => one.errorClass === errorClass).length);
        assert.equal(errors.examples[errorClass], `${errorClass} first`);
      }
      assert.equal(serviceTime?.count, good.length);
      assert.equal(serviceTime?.max, Math.max(...good.map(({ ms }) => ms)));
      const mean = sum(good, ({ ms }) => ms) / good.length;
      assert.ok(Math.abs((serviceTime?.mean ?? NaN) - mean) < 1e-9);
    }
  }
});

Deno.test("a step is told as it is written, also when it never ran", () => {
  assert.deepEqual(
    recorderOf(USER, HASH).results(10),
    [USER, HASH].map((step) => ({
      ...step,
      operations: 0,
      errors: { total: 0, byClass: {}, examples: {}, serviceTime: null },
      ...{ serviceTime: null, injectedLatency: null, share: null },
    })),
  );
});

Deno.test("a step's share is its mean time to the page's; of steps at once they add up to more than 1", () => {
  const recorder = recorderOf(USER, HASH);
  for (const end of [4, 8]) recorder.succeed("user", 0, end);
  recorder.succeed("hash", 0, 7.5);
  recorder.fail("hash", 0, 1_000, { errorClass: "timeout", message: "", kind: "answered" });
  const shares = (meanPage: number | null) => recorder.results(meanPage).map(({ share }) => share);
  assert.deepEqual(shares(10), [0.6, 0.75]);
  assert.deepEqual(shares(null), [null, null]);
  assert.deepEqual(shares(0), [null, null]);
});

Deno.test("a step has the latency that its own requests were held back for", () => {
  const recorder = recorderOf(USER, HASH);
  for (const ms of [5.25, 5.75]) recorder.injected("user", ms);
  recorder.injected("a task", 2);
  const injected = recorder.results(null).map(({ injectedLatency: summary }) =>
    summary && [summary.count, summary.mean]
  );
  assert.deepEqual(injected, [[2, 5.5], null, [1, 2]]);
});

Deno.test("a task is told when it first ran, as one that asks, after nothing", () => {
  const recorder = recorderOf();
  assert.deepEqual(recorder.results(null), []);
  for (const name of ["b", "a", "b", "constructor"]) recorder.succeed(name, 0, 1);
  assert.deepEqual(
    recorder.results(null).map(({ name, kind, after, latency, operations }) => [
      ...[name, kind, after, latency, operations],
    ]),
    [["b", 2], ["a", 1], ["constructor", 1]].map(([name, count]) => [
      ...[name, "requests", [], 2, count],
    ]),
  );
});

Deno.test("tasks of more than 100 names are counted together as others, and none is lost", () => {
  const recorder = recorderOf();
  for (const round of [1, 2]) {
    for (const at of upTo(1_000)) recorder.succeed(`row ${at}`, 0, round);
  }
  recorder.fail("row 999", 0, 1, { errorClass: "timeout", message: "", kind: "answered" });
  recorder.injected("row 999", 3);
  const results = recorder.results(null);
  assert.equal(results.length, 101);
  assert.equal(sum(results, ({ operations }) => operations), 2_001);
  assert.deepEqual(results.slice(0, 100).map(({ name, operations }) => [name, operations]), [
    ...upTo(100).map((at) => [`row ${at}`, 2]),
  ]);
  const { name, operations, errors, injectedLatency } = results.at(-1) ?? assert.fail();
  assert.deepEqual([name, operations, errors.byClass, injectedLatency?.count], [
    ...["others", 1_801, { timeout: 1 }, 1],
  ]);
});

/** Steps of which each is after some of those before it, written in any order. */
function randomGraph(random: Random): StepShape[] {
  const names = upTo(1 + random.below(9)).map((at) => `step ${at}`);
  return names.map((name, at) => ({
    ...USER,
    name,
    after: names.slice(0, at).filter(() => random.below(3) === 0),
  })).sort(() => random.number() - 0.5);
}

Deno.test("the longest chain of each page is recorded: of 200 random graphs", () => {
  const random = seededRandom(5);
  for (let run = 0; run < 200; run++) {
    const steps = randomGraph(random);
    const recorder = createChainRecorder(steps);
    const pages = upTo(5).map(() => steps.map(() => random.below(400) / 4));
    const lengths = pages.map((durations) => longestChain(steps, durations).length);
    for (const durations of pages) recorder.record(durations);
    const means = steps.map((_, at) => sum(pages, (durations) => durations[at] ?? NaN) / 5);
    const { time, steps: chain } = recorder.result(means);
    assert.deepEqual(chain, longestChain(steps, means).steps);
    assert.equal(time?.count, 5);
    assert.equal(time?.min, Math.min(...lengths));
    assert.equal(time?.max, Math.max(...lengths));
    assert.ok(Math.abs(time.mean - sum(lengths, (length) => length) / 5) < 1e-9);
  }
});

Deno.test("of no pages there is no longest chain in time, and its steps go by the means given", () => {
  const { time, steps } = createChainRecorder([USER, HASH]).result([2, 3]);
  assert.equal(time, null);
  assert.deepEqual(steps, ["user", "hash"]);
});
