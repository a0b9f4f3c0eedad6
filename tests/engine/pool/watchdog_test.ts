import assert from "node:assert/strict";
import { createWatchdog } from "../../../src/engine/pool/watchdog.ts";
import { withClock } from "../../support/clock.ts";

Deno.test("a watchdog ends what is overdue once, and not what has ended in time", async () => {
  await withClock((clock) => {
    const watchdog = createWatchdog(1_000);
    const expired: string[] = [];
    const watch = (name: string, due: number) => {
      const watched = { due, expire: () => void expired.push(name) };
      watchdog.watch(watched);
      return watched;
    };
    const early = watch("early", clock.now + 1_000);
    watch("late", clock.now + 1_000);
    watch("later", clock.now + 1_050);
    watch("put off", clock.now + 1_000).due += 10_000;
    clock.now += 999;
    clock.tick(50);
    assert.deepEqual(expired, []);
    watchdog.unwatch(early);
    clock.now += 2;
    clock.tick(50);
    clock.tick(50);
    assert.deepEqual(expired, ["late"]);
    clock.now += 50;
    clock.tick(50);
    assert.deepEqual(expired, ["late", "later"]);
    watch("stopped", clock.now - 1);
    watchdog.stop();
    clock.tick(50);
    assert.deepEqual(expired, ["late", "later"]);
  });
});

Deno.test("a watchdog looks twenty times in the shortest timeout, but neither all the time nor seldom", async () => {
  for (const [shortest, interval] of [[2, 5], [1_000, 50], [60_000, 250]] as const) {
    await withClock((clock) => {
      const watchdog = createWatchdog(shortest);
      let isExpired = false;
      watchdog.watch({ due: clock.now, expire: () => void (isExpired = true) });
      clock.tick(interval);
      assert.equal(isExpired, true, `${shortest}`);
      watchdog.stop();
    });
  }
});
