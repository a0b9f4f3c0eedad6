import assert from "node:assert/strict";
import { createPauses } from "../../../src/engine/pool/pauses.ts";
import { withClock } from "../../support/clock.ts";
import { collectTimeouts, turn } from "../fixture.ts";

const LOST = { errorClass: "noHostAvailable", message: "", kind: "lost" } as const;

Deno.test("slots that get no answer go on one after the other, with pauses from 1 ms to 100 ms", async () => {
  await withClock(async (clock) => {
    const timeouts = collectTimeouts();
    try {
      const pauses = createPauses();
      const held = Array.from({ length: 10 }, () => pauses.afterFailure(clock.now, LOST, Infinity));
      await Promise.all(held);
      assert.deepEqual(timeouts.asked, [1, 2, 4, 8, 16, 32, 64, 100, 100, 100]);
      await pauses.afterFailure(clock.now, LOST, Infinity);
      assert.equal(timeouts.asked.at(-1), 100);
    } finally {
      timeouts.restore();
    }
  });
});

for (const answer of ["a success", "an error that the server answered"]) {
  Deno.test(`${answer} lets all slots go on at once, and the next pause is short again`, async () => {
    await withClock(async (clock) => {
      const pauses = createPauses();
      let released = 0;
      for (let i = 0; i < 1_000; i++) {
        pauses.afterFailure(clock.now, LOST, Infinity)?.then(() => released++);
      }
      if (answer === "a success") pauses.afterAnswer(clock.now);
      else pauses.afterFailure(clock.now, { ...LOST, kind: "answered" }, Infinity);
      await Promise.resolve();
      assert.equal(released, 1_000);
      const timeouts = collectTimeouts();
      const pause = pauses.afterFailure(clock.now, LOST, Infinity);
      timeouts.restore();
      assert.deepEqual(timeouts.asked, [1]);
      await pause;
    });
  });
}

Deno.test("slots do not pause after their load has ended, or when it is stopped", async () => {
  await withClock(async (clock) => {
    const pauses = createPauses();
    assert.equal(pauses.afterFailure(clock.now, LOST, clock.now), undefined);
    const held = pauses.afterFailure(clock.now, LOST, Infinity);
    pauses.stop();
    await held;
    assert.equal(pauses.afterFailure(clock.now, LOST, Infinity), undefined);
  });
});

Deno.test("no slot pauses past the end of its load", async () => {
  await withClock(async (clock) => {
    const timeouts = collectTimeouts();
    const pauses = createPauses();
    const held = Array.from(
      { length: 100 },
      () => pauses.afterFailure(clock.now, LOST, clock.now + 0.5),
    );
    clock.now += 0.5;
    await Promise.all(held);
    timeouts.restore();
    assert.deepEqual(timeouts.asked, [0.5]);
    await turn();
  });
});

Deno.test("a scenario that throws by itself is held back for a millisecond each time, and not for longer", async () => {
  await withClock(async (clock) => {
    const timeouts = collectTimeouts();
    const pauses = createPauses();
    for (let i = 0; i < 5; i++) {
      await pauses.afterFailure(clock.now, { ...LOST, kind: "own" }, Infinity);
    }
    timeouts.restore();
    assert.deepEqual(timeouts.asked, [1, 1, 1, 1, 1]);
  });
});
