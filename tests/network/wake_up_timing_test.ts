/** How late pieces of bytes pass that are held back. */
import assert from "node:assert/strict";
import { createWakeUp } from "../../src/network/wake_up.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";
import { nextText, open, soon, withProxy } from "./fixture.ts";

/** Wakes up 40 times, after 1 to 3 ms. Gives the median of how late that was, and the share of the time that was spun. */
async function wakeOften(): Promise<{ readonly late: number; readonly spun: number }> {
  const lates: number[] = [];
  const done = Promise.withResolvers<void>();
  let due = 0;
  const wakeUp = await createWakeUp((now) => {
    lates.push(now - due);
    if (lates.length === 40) done.resolve();
    return due = now + 1 + (lates.length % 7) / 3;
  });
  const start = performance.now();
  wakeUp.set(due = start + 1);
  await done.promise;
  const spun = wakeUp.spun() / (performance.now() - start);
  wakeUp.end();
  assert.ok(lates.every((late) => late >= 0));
  return { late: lates.sort((a, b) => a - b)[20]!, spun };
}

testPermitted("a wake-up is less than 0.1 ms late (p50)", async () => {
  const late = await bestOf(0.1, async () => (await wakeOften()).late);
  assert.ok(late < 0.1, `${late} ms late`);
});

testPermitted(
  "a thread that wakes up every 2 ms spins for less than a fifth of the time",
  async () => {
    const spun = await bestOf(0.2, async () => (await wakeOften()).spun);
    assert.ok(spun < 0.2, `${spun}`);
  },
);

testPermitted("a wake-up that is asked for earlier comes earlier", async () => {
  const asked = performance.now();
  const woken = Promise.withResolvers<number>();
  const wakeUp = await createWakeUp((now) => {
    woken.resolve(now);
    return undefined;
  });
  wakeUp.set(asked + 60_000);
  wakeUp.set(performance.now() + 5);
  assert.ok(await woken.promise - asked < 30_000);
  wakeUp.end();
});

testPermitted(
  "what a proxy holds back passes less than 0.1 ms late (p50), and never early",
  async () => {
    await withProxy((socket) => socket.pipe(socket), { latency: 2 }, async ({ port, proxies }) => {
      const socket = await open(port);
      const late = await bestOf(0.1, async () => {
        await proxies.begin({ latency: 2 });
        for (let at = 0; at < 30; at++) {
          const echoed = nextText(socket);
          socket.write("hello");
          await echoed;
          await soon(1);
        }
        const { late, held } = await proxies.end();
        assert.ok(held!.min >= 1);
        return late!.p50;
      });
      socket.end();
      assert.ok(late < 0.1, `${late} ms late`);
    });
  },
);
