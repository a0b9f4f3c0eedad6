import assert from "node:assert/strict";
import { callAt } from "../../src/runtime/call_at.ts";
import { collectTimeouts, turn } from "../engine/fixture.ts";
import { withClock } from "../support/clock.ts";

Deno.test("callAt() calls back once at the instant or later, and at once for one that has passed", async () => {
  for (const ms of [5, 0, -100]) {
    const instant = performance.now() + ms;
    const at = await new Promise<number>((resolve) =>
      callAt(instant, () => resolve(performance.now()))
    );
    assert.ok(at >= instant, `${at} instead of ${instant}`);
  }
});

Deno.test("callAt() waits again when its timer fires early, as it does for an instant in months", async () => {
  await withClock(async (clock) => {
    const timeouts = collectTimeouts();
    const month = 31 * 24 * 3_600_000;
    let calls = 0;
    const cancel = callAt(clock.now + month, () => calls++);
    while (timeouts.asked.length < 3) await turn();
    assert.equal(calls, 0);
    clock.now += month;
    while (calls === 0) await turn();
    timeouts.restore();
    cancel();
    assert.deepEqual([calls, timeouts.asked[0]], [1, 2 ** 31 - 1]);
  });
});

Deno.test("callAt() does not call back when it is cancelled, and leaves no timer", async () => {
  const cancel = callAt(performance.now() + 1, () => assert.fail("called"));
  cancel();
  await new Promise((resolve) => setTimeout(resolve, 5));
});
