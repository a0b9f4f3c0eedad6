import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import type { Measured } from "../../src/measure/measured.ts";
import type { EarlyEnd } from "../../src/result/case.ts";
import type { ThresholdSetting } from "../../src/scenario/threshold.ts";
import { withClock } from "../support/clock.ts";
import { loadOf, turn, type Wishes } from "./fixture.ts";

/** Every tenth operation fails. */
const failing = (_session: unknown, index: number) =>
  index % 10 === 9 ? Promise.reject(new Error("no row")) : Promise.resolve();

Deno.test("a case ends when as many operations have failed as maxErrors says", async () => {
  const told: EarlyEnd[] = [];
  const wishes: Wishes = { operations: 1_000, maxErrors: 5, operation: failing };
  // Operations of an open load that are in flight when the last of these fails may fail too.
  for (const [own, inFlight] of [[{}, 0], [{ rate: 2_000, poolSize: 50 }, 49]] as const) {
    const measured = await runLoad(
      loadOf({ ...wishes, ...own }, { onEarlyEnd: (why) => told.push(why) }),
    );
    const { status, endedBy, operations, errors } = measured;
    assert.deepEqual({ status, endedBy }, { status: "aborted", endedBy: "errors" });
    assert.ok(errors.total >= 5 && errors.total <= 5 + inFlight, `${errors.total}`);
    assert.ok(operations < 1_000, `${operations}`);
  }
  assert.deepEqual(told, [{ endedBy: "errors" }, { endedBy: "errors" }]);
  const { status, endedBy } = await runLoad(loadOf({ ...wishes, maxErrors: 101 }));
  assert.deepEqual({ status, endedBy }, { status: "completed", endedBy: undefined });
});

Deno.test("errors of the warm-up do not end a case", async () => {
  const fails = (_session: unknown, index: number) =>
    index >= 1_000_000_000 ? Promise.reject(new Error("cold")) : Promise.resolve();
  const { status } = await runLoad(loadOf({ warmup: 20, maxErrors: 1, operation: fails }));
  assert.equal(status, "completed");
});

/** Operations of 10 ms, of which one in ten fails, for 10 seconds, and after how many milliseconds they ended. */
async function endOf(thresholds: readonly ThresholdSetting[], wishes: Wishes = {}) {
  let ended: Partial<Measured> & { after: number } = { after: NaN };
  await withClock(async (clock) => {
    const { status, endedBy, brokenThreshold, elapsed } = await runLoad(loadOf({
      ...{ duration: 10_000, thresholds },
      operation(session, index) {
        clock.now += 10;
        return failing(session, index);
      },
      ...wishes,
    }));
    ended = { status, ...endedBy && { endedBy }, after: Math.round(elapsed / 1_000) };
    if (brokenThreshold) ended = { ...ended, brokenThreshold };
  });
  return ended;
}

Deno.test("a threshold with abortOnFail ends a case at the end of the second in which it does not hold", async () => {
  const broken = "errors.rate < 0.05";
  assert.deepEqual(
    await endOf([{ threshold: "errors.rate < 0.5", abortOnFail: true }, {
      threshold: broken,
      abortOnFail: true,
    }]),
    { status: "aborted", endedBy: "threshold", brokenThreshold: broken, after: 1 },
  );
  assert.equal((await endOf([{ threshold: broken, abortOnFail: { after: 3_000 } }])).after, 3);
});

Deno.test("a threshold ends no case that holds it, does not abort, or has not measured it yet", async () => {
  const whole = { status: "completed", after: 10 };
  const kept: ThresholdSetting[] = [
    "errors.rate < 0.05",
    { threshold: "errors.rate < 0.05", abortOnFail: false },
    { threshold: "errors.rate < 0.05", abortOnFail: { after: 60_000 } },
    { threshold: "responseTime.p99 < 50", abortOnFail: true },
    { threshold: "throughput > 50", abortOnFail: true },
    { threshold: "misses.rate < 0.1", abortOnFail: true },
  ];
  assert.deepEqual(await endOf(kept), whole);
});

Deno.test("a threshold of one operation of the mix, or of a step, ends a case", async () => {
  const good = { weight: 1, operation: () => turn() };
  const bad = { weight: 1, operation: () => Promise.reject(new Error("no row")) };
  const threshold = { threshold: "bad.errors.total < 5", abortOnFail: true } as const;
  const { endedBy, elapsed } = await runLoad(
    loadOf({ mix: { good, bad }, duration: 30_000, thresholds: [threshold] }),
  );
  assert.equal(endedBy, "threshold");
  assert.ok(elapsed < 10_000, `${elapsed}`);
});

Deno.test("a thread ends its part of a case when another has ended its own", async () => {
  const { status, endedBy } = await runLoad(loadOf({ duration: 30_000, operation: turn }, {
    onStarted: (end) => setTimeout(() => end({ endedBy: "errors" }), 20),
  }));
  assert.deepEqual({ status, endedBy }, { status: "aborted", endedBy: "errors" });
});
