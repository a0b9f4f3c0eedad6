import assert from "node:assert/strict";
import { afterGrace, endsInTime, GRACE } from "../../src/runtime/grace.ts";
import { collectTimeouts, countedSignal } from "../engine/fixture.ts";

const FOREVER = new Promise(() => {});

Deno.test("endsInTime() waits for work that ends, and leaves no listener behind", async () => {
  const { signal, listeners } = countedSignal();
  assert.equal(await endsInTime(Promise.resolve(), signal, 1), true);
  await assert.rejects(endsInTime(Promise.reject(new Error("it broke")), signal, 1), /it broke/);
  assert.equal(listeners(), 0);
});

Deno.test("endsInTime() waits for the grace after the signal, also when that came before", async () => {
  const controller = new AbortController();
  const delays = collectTimeouts();
  const waiting = endsInTime(FOREVER, controller.signal, 20);
  assert.deepEqual(delays.asked, []);
  controller.abort();
  const late = endsInTime(FOREVER, controller.signal, 10);
  delays.restore();
  assert.deepEqual([await waiting, await late], [false, false]);
  assert.deepEqual(delays.asked, [20, 10]);
});

Deno.test("the graces let a part that answers last be saved, and the command end within a second", () => {
  const { operations, counting, nodes, hook, silentWorker, silentMain, command } = GRACE;
  assert.ok(silentWorker + operations < command);
  assert.ok(operations + counting + nodes + hook < command);
  assert.ok(Math.max(silentMain, command) < 1_000);
});

Deno.test("afterGrace() calls after the grace, and not when it was cancelled", async () => {
  const ended: string[] = [];
  const cancel = afterGrace(1, () => ended.push("cancelled"));
  cancel();
  await new Promise<void>((resolve) => afterGrace(10, resolve));
  assert.deepEqual(ended, []);
});

Deno.test("afterGrace() waits as long again as the main thread waited for a processor, at most by half", async () => {
  const read = Deno.readTextFileSync;
  const { querySync } = Deno.permissions;
  Deno.permissions.querySync = () => ({ state: "granted" }) as Deno.PermissionStatus;
  const delays = collectTimeouts();
  try {
    for (const waited of [3, 1_000]) {
      let total = 5;
      Deno.readTextFileSync = () => `1 ${total * 1_000_000} 1`;
      const ending = new Promise<void>((resolve) => afterGrace(10, resolve));
      total += waited;
      await ending;
    }
  } finally {
    Deno.readTextFileSync = read;
    Deno.permissions.querySync = querySync;
    delays.restore();
  }
  assert.deepEqual(delays.asked, [10, 3, 10, 5]);
});
