import assert from "node:assert/strict";
import { Abandoned } from "../../../src/engine/page/failure.ts";
import { createTimeouts } from "../../../src/engine/pool/timeouts.ts";
import { withClock } from "../../support/clock.ts";

Deno.test("timeouts end what takes too long once, and not what has ended in time", async () => {
  await withClock((clock) => {
    const timeouts = createTimeouts(1_000);
    const expired: string[] = [];
    const watch = (name: string, expiresAt: number) => {
      const limited = { expiresAt, expire: () => void expired.push(name) };
      timeouts.watch(limited);
      return limited;
    };
    const early = watch("early", clock.now + 1_000);
    watch("late", clock.now + 1_000);
    watch("later", clock.now + 1_050);
    watch("put off", clock.now + 1_000).expiresAt += 10_000;
    clock.now += 999;
    clock.tick(50);
    assert.deepEqual(expired, []);
    timeouts.unwatch(early);
    clock.now += 2;
    clock.tick(50);
    clock.tick(50);
    assert.deepEqual(expired, ["late"]);
    clock.now += 50;
    clock.tick(50);
    assert.deepEqual(expired, ["late", "later"]);
    watch("stopped", clock.now - 1);
    timeouts.stop();
    clock.tick(50);
    assert.deepEqual(expired, ["late", "later"]);
  });
});

Deno.test("timeouts look twenty times within the shortest one, but neither all the time nor seldom", async () => {
  for (const [shortest, interval] of [[2, 5], [1_000, 50], [60_000, 250]] as const) {
    await withClock((clock) => {
      const timeouts = createTimeouts(shortest);
      let isExpired = false;
      timeouts.watch({ expiresAt: clock.now, expire: () => void (isExpired = true) });
      clock.tick(interval);
      assert.equal(isExpired, true, `${shortest}`);
      timeouts.stop();
    });
  }
});

Deno.test("expireAll() ends everything that runs once, for its reason, and nothing that does not run", () => {
  const timeouts = createTimeouts(1_000);
  const reasons: unknown[] = [];
  const limited = (expiresAt: number) => ({
    expiresAt,
    expire: (reason: unknown) => void reasons.push(reason),
  });
  for (const expiresAt of [5, Infinity, 1e9]) timeouts.watch(limited(expiresAt));
  const reason = new Abandoned("clientTimeout", "the load is over");
  timeouts.expireAll(reason);
  timeouts.expireAll(reason);
  assert.deepEqual(reasons, [reason, reason]);
  timeouts.stop();
});
