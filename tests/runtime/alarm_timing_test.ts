import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { createAlarm, createSpin } from "../../src/runtime/alarm.ts";
import { loadOf, turn } from "../engine/fixture.ts";
import { bestOf } from "../support/best_of.ts";

/** Keeps the event loop busy, as sending a request does. */
function work(ms: number): void {
  const begun = performance.now();
  while (performance.now() - begun < ms);
}

Deno.test("an open load of 1,000/s is paced to 0.2 ms at the median", async () => {
  const p50 = await bestOf(0.2, async () => {
    const { waitTime, operations } = await runLoad(
      loadOf({ rate: 1_000, duration: 100, poolSize: 100 }),
    );
    assert.equal(operations, 100);
    return waitTime?.p50 ?? NaN;
  });
  assert.ok(p50 < 0.2, `${p50} ms`);
});

Deno.test("waiting by spinning is not taken for work: a client that only waits is less than half busy", async () => {
  const busy = await bestOf(0.5, async () => {
    const { client } = await runLoad(loadOf({ rate: 1_000, duration: 100, poolSize: 10 }));
    // Spinning without the processor is in no time of it.
    return client.spinning <= client.cpu + 0.05 ? client.cpu - client.spinning : 1;
  });
  assert.ok(busy < 0.5, `${busy}`);
});

Deno.test("work is not taken for waiting, also work as short as 0.01 ms", async () => {
  const spun = await bestOf(2, async () => {
    const spin = createSpin();
    const end = performance.now() + 20;
    const { promise, resolve } = Promise.withResolvers<void>();
    const alarm = createAlarm(() => {
      const left = end - performance.now();
      if (left > 0) queueMicrotask(() => work(0.01));
      else resolve();
      // So soon that no timer is worth it.
      return left > 0 ? 0.1 : undefined;
    }, spin);
    alarm.set();
    await promise;
    return spin.spun;
  });
  assert.ok(spun < 2, `${spun} ms of 20`);
});

Deno.test("two alarms that spin at once count the time once", async () => {
  const spun = await bestOf(1, async () => {
    const spin = createSpin();
    const begun = performance.now();
    await Promise.all([0, 1].map(() =>
      new Promise<void>((resolve) =>
        createAlarm(() => {
          const left = begun + 2 - performance.now();
          if (left > 0) return left;
          resolve();
          return undefined;
        }, spin).set()
      )
    ));
    return spin.spun / (performance.now() - begun);
  });
  assert.ok(spun <= 1, `${spun} of the time`);
});

Deno.test({
  name: "an alarm that is cleared does not go off, leaves no timer, and can be set again",
  sanitizeOps: true,
  async fn() {
    let calls = 0, left: number | undefined = 60_000;
    const alarm = createAlarm(() => {
      calls++;
      return left;
    }, createSpin());
    alarm.set();
    alarm.set();
    assert.equal(calls, 1, "it is set once");
    alarm.clear();
    await turn();
    assert.equal(calls, 1);
    left = undefined;
    alarm.set();
    alarm.set();
    assert.equal(calls, 3, "who wants nothing is not called by itself");
  },
});
