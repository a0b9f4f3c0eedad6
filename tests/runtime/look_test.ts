import assert from "node:assert/strict";
import { createAlarm } from "../../src/runtime/alarm.ts";
import { lookAtSockets } from "../../src/runtime/look.ts";
import { eventually } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";

/** Lets alarms spin until each woke so often; fails where one does not. */
async function spin(count: number, times: number): Promise<void> {
  const wakes = Array.from({ length: count }, () => 0);
  const alarms = wakes.map((_, at) =>
    createAlarm(() => {
      wakes[at]!++;
      return 0.1;
    })
  );
  for (const alarm of alarms) alarm.set();
  try {
    await eventually(() => wakes.every((woken) => woken > times));
  } finally {
    for (const alarm of alarms) alarm.clear();
  }
}

testPermitted(
  "several alarms spin on while they look at sockets, also when the looks have ended",
  async () => {
    const end = await lookAtSockets();
    await spin(5, 10);
    const spinning = spin(5, 100);
    end();
    await spinning;
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
