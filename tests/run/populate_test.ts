/** What runs once per run: beforeAll, populate, afterAll. */
import assert from "node:assert/strict";
import { TargetError } from "../../src/errors.ts";
import { markdown } from "../../src/report/markdown.ts";
import type { Result } from "../../src/result/document.ts";
import type { Progress } from "../../src/run/options.ts";
import { run } from "../../src/run/run.ts";
import { search } from "../../src/run/search.ts";
import { type Scenario, scenario } from "../../src/scenario/scenario.ts";
import * as fixture from "../fixtures/populated.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";

const FILE = inRepository("tests", "fixtures", "populated.ts");

const QUIET = {
  name: "quiet",
  poolSizes: [1],
  operations: 2,
  warmup: 0,
  operation: () => Promise.resolve(),
} satisfies Scenario;

/** A scenario that writes down in which order its parts run; `failing` throws. */
function noted(
  failing?: string,
): { readonly notes: string[]; readonly scenario: typeof QUIET & Scenario } {
  const notes: string[] = [];
  const note = (name: string) => () => {
    notes.push(name);
    return name === failing ? Promise.reject(new Error(`no ${name}`)) : Promise.resolve();
  };
  const hooks = {
    ...{ beforeAll: note("beforeAll"), setup: note("setup") },
    ...{ teardown: note("teardown"), afterAll: note("afterAll") },
  };
  const populate = { operations: 2, poolSize: 1, input: () => 0, operation: note("populate") };
  return { notes, scenario: { ...QUIET, ...hooks, populate, operation: note("operation") } };
}

const CASE = ["setup", "operation", "operation", "teardown"];

testPermitted(
  "run() populates once between beforeAll and the first case, and ends with afterAll",
  async () => {
    const { notes, scenario } = noted();
    const { populate } = await run(scenario, { poolSizes: [1, 2] });
    assert.deepEqual(
      notes,
      ["beforeAll", "populate", "populate", ...CASE, ...CASE, "afterAll"],
    );
    assert.deepEqual([populate?.operations, populate?.asked, populate?.status], [
      2,
      2,
      "completed",
    ]);
  },
);

testPermitted("search() populates once, whatever number of rates it tries", async () => {
  const { notes, scenario } = noted();
  const { cases, populate } = await search(
    { ...scenario, operation: () => Promise.resolve() },
    { thresholds: ["responseTime.p99 < 500"], rate: [50, 100], duration: 20 },
  );
  assert.ok(cases.length > 1);
  assert.equal(populate?.operations, 2);
  const once = notes.filter((name) => name !== "setup" && name !== "teardown");
  assert.deepEqual(once, ["beforeAll", "populate", "populate", "afterAll"]);
});

testPermitted("run() with noPopulate goes on with the rows that are there", async () => {
  const { notes, scenario } = noted();
  const { populate, environment } = await run(scenario, { noPopulate: true });
  assert.equal(populate, undefined);
  assert.deepEqual(notes, ["beforeAll", ...CASE, "afterAll"]);
  assert.equal(environment.settings.noPopulate, true);
});

for (
  const [failing, expected] of [
    ["beforeAll", ["beforeAll"]],
    ["setup", ["beforeAll", "populate", "populate", "setup", "afterAll"]],
    ["teardown", ["beforeAll", "populate", "populate", ...CASE, "afterAll"]],
    ["afterAll", ["beforeAll", "populate", "populate", ...CASE, "afterAll"]],
  ] as const
) {
  testPermitted(
    `run() whose ${failing} throws says so, and runs afterAll if there was a beforeAll`,
    async () => {
      const { notes, scenario } = noted(failing);
      const told: Result[] = [];
      const onProgress = (event: Progress) => event.type === "measured" && told.push(event.result);
      await assert.rejects(run(scenario, { onProgress }), (error) => {
        assert.ok(error instanceof TargetError, String(error));
        assert.match(
          error.message,
          new RegExp(`the scenario's ${failing}\\(\\) threw: no ${failing}`),
        );
        return true;
      });
      assert.deepEqual(notes, expected);
      assert.equal(told.at(-1)?.status, "failed");
    },
  );
}

testPermitted(
  "run() says of a failing afterAll beside the failure that ended the run",
  async () => {
    const { scenario } = noted("setup");
    let last: Result | undefined;
    await assert.rejects(
      run({ ...scenario, afterAll: () => Promise.reject(new Error("still locked")) }, {
        onProgress: (event) => event.type === "measured" && (last = event.result),
      }),
      /setup\(\) threw/,
    );
    const warning = last?.warnings.find(({ code }) => code === "afterAll");
    assert.match(warning?.message ?? "", /afterAll\(\) threw: still locked/);
  },
);

testPermitted("run() that is stopped in a case runs afterAll", async () => {
  const { notes, scenario } = noted();
  const controller = new AbortController();
  const { status } = await run({ ...scenario, operations: 1_000_000 }, {
    signal: controller.signal,
    onProgress: (event) => event.type === "running" && event.at.done > 0 && controller.abort(),
  });
  assert.equal(status, "aborted");
  assert.deepEqual(notes.slice(-2), ["teardown", "afterAll"]);
});

testPermitted(
  "run() that is stopped while it populates ends at once with what is known",
  async () => {
    const { notes, scenario } = noted();
    const controller = new AbortController();
    const operations = 1_000_000;
    const result = await run(
      { ...scenario, populate: { operations, input: () => 0, operation: () => Promise.resolve() } },
      {
        signal: controller.signal,
        onProgress: (event) =>
          event.type === "populating" && event.at.done > 0 && controller.abort(),
      },
    );
    const { status, cases, populate } = result;
    assert.deepEqual([status, cases.length, populate?.status], ["aborted", 0, "aborted"]);
    assert.equal(populate?.asked, operations);
    assert.ok(populate.operations > 0 && populate.operations < operations);
    assert.deepEqual(notes, ["beforeAll", "afterAll"]);
    assert.match(markdown(result), /## Populate\n[^]*asked[^]*1,000,000/);
  },
);

testPermitted("run() warns of what failed in populate, and goes on", async () => {
  const result = await run({
    ...QUIET,
    populate: {
      operations: 10,
      input: ({ index }) => index,
      operation: (_, at) =>
        at === 3 ? Promise.reject(new RangeError("no three")) : Promise.resolve(),
    },
  });
  const { populate, cases, warnings } = result;
  assert.deepEqual([populate?.operations, populate?.errors.byClass], [10, { RangeError: 1 }]);
  assert.equal(cases.length, 1);
  const warning = warnings.find(({ code }) => code === "populate");
  assert.match(warning?.message ?? "", /1 of 10 operations .* the first as RangeError: no three/);
  assert.match(markdown(result), /## Populate\n[^]*RangeError *\| *1 *\| no three/);
});

testPermitted("run() ends where nothing of populate succeeds, with the first error", async () => {
  const { notes, scenario } = noted("populate");
  let last: Result | undefined;
  await assert.rejects(
    run(scenario, { onProgress: (event) => "result" in event && (last = event.result) }),
    (error) =>
      error instanceof TargetError &&
      /no operation of populate succeeded: 2 failed, the first as Error: no populate/
        .test(error.message),
  );
  assert.deepEqual(notes, ["beforeAll", "populate", "populate", "afterAll"]);
  assert.deepEqual([last?.status, last?.populate?.errors.total], ["failed", 2]);
});

testPermitted(
  "run() sends all of a populate with a rate, also what the pool is too small for in time",
  async () => {
    const seen: number[] = [];
    const { populate } = await run(scenario({
      ...QUIET,
      populate: {
        ...{ operations: 40, rate: 2_000, poolSize: 1 },
        input: ({ index }) => index,
        operation: (_, at) => new Promise((resolve) => setTimeout(() => resolve(seen.push(at)), 1)),
      },
    }));
    assert.deepEqual(seen, Array.from({ length: 40 }, (_, at) => at));
    assert.deepEqual([populate?.operations, populate?.unsent], [40, 0]);
    // 20 ms by the rate; each operation takes a millisecond and more.
    assert.ok((populate?.elapsed ?? 0) > 35, `${populate?.elapsed} ms`);
    assert.ok((populate?.throughput ?? Infinity) < 40 / 0.035);
  },
);

testPermitted("run() keeps a populate to its rate", async () => {
  const { populate } = await run({
    ...QUIET,
    populate: { operations: 20, rate: 500, input: () => 0, operation: () => Promise.resolve() },
  });
  assert.deepEqual([populate?.operations, populate?.parameters.rate], [20, 500]);
  assert.ok((populate?.elapsed ?? 0) >= 40, `${populate?.elapsed} ms`);
});

testPermitted(
  "run() tells how far a populate is, and its result before the first case",
  async () => {
    const { scenario } = noted();
    const told: string[] = [];
    await run(scenario, {
      onProgress(event) {
        // A busy machine can tell of it more than once.
        if (event.type === "populating" && told.length === 0) {
          told.push(`${event.at.done} of ${event.at.operations}`);
        }
        if (event.type === "ended") {
          told.push(`${event.result.cases.length} cases, ${event.result.populate?.operations}`);
        }
      },
    });
    assert.deepEqual(told, ["0 of 2", "0 cases, 2", "1 cases, 2"]);
  },
);

testPermitted(
  "run() populates the same rows with any client and any number of workers",
  async () => {
    // With three workers there are fewer slots than threads.
    const runs = [{}, { workers: 2 }, { workers: 3, client: ["wire"] as const }];
    for (const options of runs) {
      const { populate, status } = await run(fixture.default, { file: FILE, ...options });
      assert.equal(status, "completed");
      assert.deepEqual([populate?.operations, populate?.errors.total], [50, 0]);
      assert.equal(populate?.parameters.workers, options.workers ?? 1);
      assert.deepEqual(fixture.leftBehind.at(-1), fixture.leftBehind[0]);
    }
    assert.equal(fixture.leftBehind[0]?.length, 50);
  },
);
