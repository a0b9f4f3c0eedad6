import assert from "node:assert/strict";
import { createTurns } from "../../src/runtime/turns.ts";
import { withClock } from "../support/clock.ts";

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

Deno.test("work waits for the event loop when that has not turned for 20 ms, and goes on after the turn", async () => {
  await withClock(async (clock) => {
    const turns = createTurns();
    assert.equal(turns(clock.now + 9), undefined);
    assert.equal(turns(clock.now += 10), undefined, "the turn is asked for");
    assert.equal(turns(clock.now + 9), undefined);
    const turning = turns(clock.now += 10);
    assert.ok(turning instanceof Promise);
    assert.equal(turns(clock.now), turning, "all wait for the same turn");
    await turning;
    assert.equal(turns(clock.now + 9), undefined);
  });
});

Deno.test("work does not wait for an event loop that turns by itself", async () => {
  await withClock(async (clock) => {
    const turns = createTurns();
    for (let i = 0; i < 100; i++) {
      assert.equal(turns(clock.now += 9), undefined);
      await turn();
    }
  });
});
