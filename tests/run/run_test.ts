import assert from "node:assert/strict";
import { ScenarioError, TargetError } from "../../src/errors.ts";
import type { Result } from "../../src/result/document.ts";
import type { Progress, RunOptions } from "../../src/run/options.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import mainThreadOnly from "../fixtures/main_thread_only.ts";
import newest from "../fixtures/newest.ts";
import * as fixture from "../fixtures/rows.ts";
import verified, { Track } from "../fixtures/verified.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";

const ROWS = inRepository("tests", "fixtures", "rows.ts");
const NEWEST = inRepository("tests", "fixtures", "newest.ts");
const MAIN_THREAD_ONLY = inRepository("tests", "fixtures", "main_thread_only.ts");

const LOOK = {
  name: "look",
  poolSizes: [1],
  operations: 5,
  warmup: 0,
  operation: (session) => session.execute("SELECT key FROM system.local"),
} satisfies Scenario;

testPermitted(
  "run() takes repetitions in turns, numbers them, and says what they say together",
  async () => {
    const { cases, estimates, status } = await run(LOOK, { latency: [0, 1], repetitions: 3 });
    assert.equal(status, "completed");
    assert.deepEqual(
      cases.map(({ parameters, repetition }) => [parameters.latency, repetition]),
      [[0, 1], [1, 1], [0, 2], [1, 2], [0, 3], [1, 3]],
    );
    assert.deepEqual(
      estimates.map(({ parameters, repetitions }) => [parameters.latency, repetitions]),
      [[0, 3], [1, 3]],
    );
  },
);

testPermitted("run() of one repetition has no number and no estimate", async () => {
  const { cases: [only], estimates } = await run(LOOK);
  assert.ok(only !== undefined && !("repetition" in only));
  assert.deepEqual(estimates, []);
});

testPermitted(
  "run() judges every case by the scenario's thresholds, or by those that it is given",
  async () => {
    const own = { ...LOOK, poolSizes: [1, 2], thresholds: ["operations >= 5"] as const };
    assert.deepEqual((await run(own)).thresholds, [
      { expression: "operations >= 5", case: 0, value: 5, passed: true },
      { expression: "operations >= 5", case: 1, value: 5, passed: true },
    ]);
    const { thresholds } = await run(own, { thresholds: ["errors.total > 0"], poolSizes: [1] });
    assert.deepEqual(thresholds, [
      { expression: "errors.total > 0", case: 0, value: 0, passed: false },
    ]);
  },
);

testPermitted("run() gives an open load's case its schedule, and a closed one's none", async () => {
  const { cases: [open] } = await run(LOOK, { rate: [500], poolSizes: [50] });
  assert.equal(open?.schedule?.due, 5);
  assert.equal(open.schedule.rate, 500);
  assert.equal(open.parameters.rate, 500);
  assert.equal(open.waitTime?.count, 5);
  const { cases: [closed] } = await run(LOOK);
  assert.equal(closed?.schedule, null);
});

testPermitted(
  "run() refuses times that are none, counts them in the case and warns of them",
  async () => {
    const real = performance.now.bind(performance);
    let shift = 0, calls = 0;
    const jumping: Scenario = {
      ...LOOK,
      operations: 10,
      // A clock that jumps back during every second operation.
      operation: () => Promise.resolve(shift += ++calls % 2 === 0 ? 50 : -50),
    };
    Object.defineProperty(performance, "now", { value: () => real() + shift, configurable: true });
    try {
      const { cases: [only], warnings } = await run(jumping);
      assert.equal(only?.refused, 5);
      assert.equal(only.operations, 10);
      assert.equal(only.serviceTime?.count, 5);
      assert.ok(warnings.some(({ code }) => code === "refused"));
    } finally {
      Reflect.deleteProperty(performance, "now");
    }
  },
);

testPermitted(
  "run() tells of a case when its clock stops, and again with what the nodes say, before the teardown",
  async () => {
    const told: string[] = [];
    const tellHook = () => Promise.resolve(void told.push("teardown"));
    await run({ ...LOOK, teardown: tellHook }, {
      poolSizes: [1, 2],
      onProgress(event) {
        if (event.type !== "ended" && event.type !== "measured") return;
        const { cases, status } = event.result;
        told.push(`${event.type} ${cases.length} ${status}, ${cases.at(-1)?.nodes?.length ?? 0}`);
      },
    });
    assert.deepEqual(told, [
      ...["ended 1 aborted, 0", "measured 1 aborted, 1", "teardown"],
      ...["ended 2 aborted, 0", "measured 2 aborted, 1", "teardown"],
      "measured 2 completed, 1",
    ]);
  },
);

testPermitted("run() tells of what was measured before the teardown, which can fail", async () => {
  const told: Result[] = [];
  const leaky = { ...LOOK, teardown: () => Promise.reject(new Error("nothing to tear down")) };
  const onProgress = (event: Progress) => event.type === "measured" && told.push(event.result);
  await assert.rejects(
    run(leaky, { onProgress }),
    (error) => error instanceof TargetError && /teardown\(\) threw: nothing/.test(error.message),
  );
  const { status, cases } = told.at(-1) as Result;
  assert.equal(status, "failed");
  assert.deepEqual(cases.map(({ operations }) => operations), [5]);
});

testPermitted(
  "run() that is stopped keeps what its case measured until then, whatever the teardown does",
  async () => {
    const controller = new AbortController();
    const { status, cases } = await run({
      ...LOOK,
      operations: 1_000_000,
      teardown: () => Promise.reject(new Error("stopped")),
    }, {
      poolSizes: [1, 2],
      signal: controller.signal,
      onProgress: (event) => event.type === "running" && event.at.done > 0 && controller.abort(),
    });
    assert.equal(status, "aborted");
    assert.deepEqual(cases.map((one) => one.status), ["aborted"]);
    assert.ok((cases[0]?.operations ?? 0) > 0);
  },
);

testPermitted("run() says how far each case is, and which one", async () => {
  const seen: Progress[] = [];
  await run(LOOK, { poolSizes: [1, 2], onProgress: (event) => seen.push(event) });
  const started = seen.filter((event) => event.type === "running").map(({ at }) =>
    [at.index, at.cases, at.case.parameters.poolSize, at.done, at.share] as const
  ).filter(([, , , done]) => done === 0);
  // A busy machine can tell of a start more than once.
  const different = new Map(started.map((one) => [one[0], one.slice(0, 4)]));
  assert.deepEqual([...different.values()], [[0, 2, 1, 0], [1, 2, 2, 0]]);
  assert.equal(started[0]?.[4], 0);
  const results = seen.filter((event) => event.type === "measured").map(({ result }) => result);
  assert.deepEqual(
    results.map(({ status, cases }) => [status, cases.length]),
    [["aborted", 1], ["aborted", 2], ["completed", 2]],
  );
});

testPermitted(
  "run() in several workers needs the scenario's file, and says so at once",
  async () => {
    await assert.rejects(
      run(fixture.default, { workers: 2, target: { contactPoints: ["127.0.0.1:1"] } }),
      (error) => {
        assert.ok(error instanceof ScenarioError, String(error));
        assert.match(
          error.message,
          /Cannot run scenario "rows" in 2 workers .* its file: found none/,
        );
        assert.match(error.hint ?? "", /as `file`/);
        return true;
      },
    );
  },
);

testPermitted(
  "run() says why a worker cannot load a scenario that the main thread could",
  async () => {
    assert.equal((await run(mainThreadOnly)).status, "completed");
    await assert.rejects(
      run(mainThreadOnly, { workers: 2, file: MAIN_THREAD_ONLY }),
      (error) => {
        assert.ok(error instanceof ScenarioError, String(error));
        assert.match(error.message, /In a worker: Cannot load ".*main_thread_only\.ts"/);
        assert.match(error.message, /it threw at import: there is no window here/);
        assert.match(error.hint ?? "", /every thread loads the scenario file by itself/);
        return true;
      },
    );
  },
);

/** Runs the rows and gives the result's only case, with the rows that it left behind. */
async function runRows(options: RunOptions) {
  const { cases: [only], status } = await run(fixture.default, { file: ROWS, ...options });
  assert.equal(status, "completed");
  assert.ok(only !== undefined);
  return { only, rows: fixture.leftBehind.at(-1) };
}

testPermitted(
  "run() writes the same rows for the same seed, and counts every one, whatever the number of workers",
  async () => {
    const alone = await runRows({});
    assert.equal(alone.rows?.length, 100);
    for (const workers of [1, 2, 3]) {
      const { only, rows } = await runRows(
        // Each thread has a slot for every operation that is due, however late a busy machine is.
        workers === 2 ? { workers, rate: [250], poolSizes: [200] } : { workers },
      );
      assert.deepEqual(rows, alone.rows, `${workers} workers`);
      assert.deepEqual([only.operations, only.errors.total], [100, 0]);
      assert.equal(only.serviceTime?.count, 100);
      assert.equal(only.parameters.workers, workers);
      const sum = (parts: readonly { operations: number }[]) =>
        parts.reduce((total, { operations }) => total + operations, 0);
      assert.equal(sum(only.series), 100);
      assert.deepEqual(
        only.mix?.map(({ name, operations }) => [name, operations]),
        alone.only.mix?.map(({ name, operations }) => [name, operations]),
      );
      assert.equal(sum(only.mix ?? []), 100);
    }
    const other = await runRows({ seed: 2 });
    assert.equal(other.rows?.filter((row) => alone.rows?.includes(row)).length, 0);
  },
);

testPermitted(
  "run() sets up and tears down once for each case, in the main thread, with several workers too",
  async () => {
    await run(fixture.default, { file: ROWS, workers: 2, poolSizes: [4, 6], operations: 4 });
    assert.deepEqual(fixture.hooks, [
      ...["setup in the main thread", "setup in the main thread"],
      ...["teardown in the main thread", "teardown in the main thread"],
    ]);
  },
);

testPermitted(
  "a mix that reads the newest rows and inserts others finds nearly all that it reads, with several workers too",
  async () => {
    const load = { client: ["wire"], file: NEWEST } as const;
    for (const more of [{ poolSizes: [1, 20, 1_000] }, { poolSizes: [2, 100], workers: 2 }]) {
      // A thread that gets no processor for long is left behind by the others, so that the best of several runs counts.
      const missed = await bestOf(60, async () => {
        const { cases } = await run(newest, { ...load, ...more });
        return Math.max(...cases.map(({ mix: [read, insert] = [] }) => {
          assert.ok((read?.operations ?? 0) > 2_500 && (insert?.operations ?? 0) > 200);
          assert.equal(insert?.errors.total, 0);
          return read?.errors.total ?? Infinity;
        }));
      });
      assert.ok(missed < 60, `${missed} of ${JSON.stringify(more)}`);
    }
  },
);

testPermitted(
  "run() verifies what both clients read of any type against what populate wrote",
  async () => {
    const { cases } = await run(verified);
    for (const { operations, errors } of cases) {
      assert.equal(operations, 300);
      assert.deepEqual(errors.examples, {});
    }
  },
);

testPermitted(
  "run() counts what was written otherwise as a mismatch, which is no success",
  async () => {
    const { cases } = await run({
      ...verified,
      setup: (session) => session.update(Track, { id: 7 }, { title: "another" }),
      input: ({ index }) => index < 3 ? 7 : 8,
    });
    for (const { errors, serviceTime } of cases) {
      assert.deepEqual(errors.byClass, { mismatch: 3 });
      assert.match(
        errors.examples?.mismatch ?? "",
        /^expected title to be '.+'.*: found 'another'$/,
      );
      assert.equal(serviceTime?.count, 297);
    }
  },
);
