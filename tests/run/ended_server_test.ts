import assert from "node:assert/strict";
import { TargetError } from "../../src/errors.ts";
import type { Result } from "../../src/result/document.ts";
import { calibrate } from "../../src/run/calibrate.ts";
import type { Progress } from "../../src/run/options.ts";
import { run } from "../../src/run/run.ts";
import { search } from "../../src/run/search.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { withFailingServer } from "../support/failing_worker.ts";
import { testPermitted } from "../support/needs.ts";

const LOOK = {
  name: "look",
  poolSizes: [2],
  latency: [0, 1, 2],
  warmup: 0,
  operation: (session) => session.execute("SELECT key FROM system.local"),
} satisfies Scenario;

const ENDED = "cassbench's embedded server ended (out of memory)";

/** Waits until the run ends as the server did, and gives what it told. */
async function failing(
  start: (onProgress: (event: Progress) => void) => Promise<unknown>,
): Promise<{ readonly told: readonly string[]; readonly result: Result }> {
  const told: string[] = [];
  let result: Result | undefined;
  await withFailingServer(async (fail) => {
    let hasFailed = false;
    await assert.rejects(
      start((event) => {
        if (event.type === "serverEnded") told.push(event.server.message);
        if (event.type === "measured") result = event.result;
        if (event.type !== "running" || event.at.done === 0 || hasFailed) return;
        hasFailed = true;
        fail("out of memory");
      }),
      (error) => error instanceof TargetError && error.message === `Cannot go on as ${ENDED}`,
    );
  });
  assert.ok(result !== undefined);
  return { told, result };
}

testPermitted(
  "run() ends when the embedded server does, keeps what was measured, and names it in the verdict and a warning",
  async () => {
    const { told, result } = await failing((onProgress) =>
      run(LOOK, { duration: 3_600_000, onProgress })
    );
    assert.deepEqual(told, [ENDED]);
    const { status, cases, warnings, environment, outcome } = result;
    assert.equal(status, "failed");
    assert.deepEqual(environment.target.ended?.map(({ message }) => message), [ENDED]);
    assert.equal(outcome?.valid, false);
    const [only, ...more] = cases;
    assert.equal(more.length, 0, "the other latencies are not tried");
    assert.deepEqual([only?.status, only?.endedBy], ["aborted", "target"]);
    assert.ok(Number(only?.operations) > 0);
    const [reason, ...others] = only?.verdict.reasons ?? [];
    assert.deepEqual(others, []);
    assert.equal(reason?.code, "ended");
    assert.ok(reason.message.startsWith(`${ENDED} `), reason.message);
    const [, warning] = warnings;
    assert.equal(warning?.message, `${ENDED} in the case latency 0, poolSize 2`);
  },
);

testPermitted("search() ends when the embedded server does", async () => {
  const { told, result } = await failing((onProgress) =>
    search(LOOK, {
      ...{ latency: [0], rate: [100], duration: 3_600_000, poolSizes: [100] },
      ...{ thresholds: ["responseTime.p99 < 60000"], onProgress },
    })
  );
  assert.deepEqual(told, [ENDED]);
  assert.equal(result.status, "failed");
  assert.equal(result.cases.length, 1);
});

testPermitted("run() explains a setup that failed by the end of the server", async () => {
  await withFailingServer(async (fail) => {
    const failingSetup = {
      ...LOOK,
      async setup(session) {
        fail("out of memory");
        await session.execute("SELECT key FROM system.local");
        await new Promise(() => {});
      },
    } satisfies Scenario;
    await assert.rejects(run(failingSetup), new RegExp(`Cannot go on as ${RegExp.escape(ENDED)}`));
  });
});

testPermitted("calibrate() ends when its server does", async () => {
  await withFailingServer(async (fail) => {
    await assert.rejects(
      calibrate({ onProgress: () => fail("out of memory") }),
      (error) => error instanceof TargetError && error.message.includes("out of memory"),
    );
  });
});
