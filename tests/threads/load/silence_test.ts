import assert from "node:assert/strict";
import type { Carrier } from "../../../src/threads/load/carrier.ts";
import { watchSilence } from "../../../src/threads/load/silence.ts";
import { withClock } from "../../support/clock.ts";

/** Agents that are silent since an instant each, or not. */
function watched(since: readonly (number | undefined)[]) {
  const silent = [...since];
  const reasons: string[] = [];
  const all = silent.map((_, at) => {
    const ended = Promise.withResolvers<void>();
    const end = (reason: unknown) => {
      reasons.push(`${at} ${Object(reason).message}`);
      ended.resolve();
    };
    const carrier = { channel: { end }, threads: 1, silentSince: () => silent[at] };
    return { carrier: carrier as unknown as Carrier, ended: ended.promise, answer: ended.resolve };
  });
  return { silent, reasons, all };
}

Deno.test("before the start, an agent that is silent for 10 s is lost", () =>
  withClock(async (clock) => {
    const { all, reasons } = watched([clock.now, undefined]);
    const { end } = watchSilence(all);
    clock.now += 9_999;
    clock.tick(250);
    assert.deepEqual(reasons, []);
    clock.now += 1;
    clock.tick(250);
    assert.deepEqual(reasons, ["0 was silent for 10 s"]);
    await Promise.resolve();
    clock.now += 60_000;
    clock.tick(250);
    assert.equal(reasons.length, 1, "it is lost once");
    end();
  }));

Deno.test("while others run, one that is silent is waited for, and 10 s longer than they take", () =>
  withClock(async (clock) => {
    const { all, reasons } = watched([clock.now, undefined, undefined]);
    const watch = watchSilence(all);
    watch.start();
    clock.now += 60_000;
    clock.tick(250);
    all[1]?.answer();
    all[2]?.answer();
    await Promise.resolve();
    clock.now += 9_000;
    clock.tick(250);
    assert.deepEqual(reasons, []);
    clock.now += 1_000;
    clock.tick(250);
    assert.deepEqual(reasons, ["0 was silent for 10 s"]);
    watch.end();
  }));

Deno.test("one that is heard again in time is not lost", () =>
  withClock((clock) => {
    const { all, silent, reasons } = watched([clock.now]);
    const watch = watchSilence(all);
    watch.start();
    clock.now += 9_000;
    silent[0] = undefined;
    clock.tick(250);
    clock.now += 9_000;
    silent[0] = clock.now;
    clock.tick(250);
    clock.now += 9_000;
    clock.tick(250);
    assert.deepEqual(reasons, []);
    watch.end();
  }));

Deno.test("a Worker is never silent, and nothing watches over it", () =>
  withClock((clock) => {
    const carrier = { channel: { end: () => assert.fail("ended") }, threads: 1 };
    const { end } = watchSilence([{
      carrier: carrier as unknown as Carrier,
      ended: new Promise(() => {}),
    }]);
    clock.now += 60_000;
    clock.tick(250);
    end();
  }));
