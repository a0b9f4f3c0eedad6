import assert from "node:assert/strict";
import { createAlarm } from "../../src/runtime/alarm.ts";
import { lookAtSockets } from "../../src/runtime/look.ts";
import { testPermitted } from "../support/needs.ts";

/** Lets alarms spin for a while, and returns how often each woke. */
async function spin(count: number, ms: number): Promise<number[]> {
  const wakes = Array.from({ length: count }, () => 0);
  const end = performance.now() + ms;
  const alarms = wakes.map((_, at) =>
    createAlarm(() => {
      wakes[at]!++;
      return performance.now() < end ? 0.1 : undefined;
    })
  );
  for (const alarm of alarms) alarm.set();
  await new Promise((resolve) => setTimeout(resolve, ms + 20));
  for (const alarm of alarms) alarm.clear();
  return wakes;
}

testPermitted(
  "several alarms spin on while they look at sockets, also when the looks have ended",
  async () => {
    const end = await lookAtSockets();
    const looking = await spin(5, 50);
    assert.ok(looking.every((wakes) => wakes > 10), `${looking}`);
    const spinning = spin(5, 50);
    end();
    const after = await spinning;
    assert.ok(after.every((wakes) => wakes > 10), `${after}`);
  },
);

testPermitted("a byte that comes while alarms spin is read within some turns", async () => {
  const end = await lookAtSockets();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const [near, far] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
    listener.accept(),
  ]);
  let turns = 0, isOver = false;
  const alarm = createAlarm(() => {
    turns++;
    return isOver ? undefined : 0.1;
  });
  alarm.set();
  let most = Infinity;
  // The best of some counts, as other programs can hold the byte up.
  for (let attempt = 0; attempt < 20; attempt++) {
    const before = turns;
    const read = far.read(new Uint8Array(8));
    await near.write(new Uint8Array(1));
    await read;
    most = Math.min(most, turns - before);
  }
  isOver = true;
  alarm.clear();
  near.close();
  far.close();
  end();
  assert.ok(most < 20, `${most} turns; without looks it is up to 61`);
});
