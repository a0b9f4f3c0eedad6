import assert from "node:assert/strict";
import process from "node:process";
import { chooseCpuClock } from "../../src/measure/thread_cpu.ts";
import { withSchedstat } from "./fixture.ts";

Deno.test("chooseCpuClock() reads what Linux tells in nanoseconds, so that short cases have a share", async () => {
  let ran = 1_500.25;
  await withSchedstat(() => ran, () => {
    const threadCpu = chooseCpuClock();
    assert.equal(threadCpu(), 1_500.25);
    ran += 0.125;
    assert.equal(threadCpu(), 1_500.375);
  });
});

Deno.test("chooseCpuClock() takes user and system time together where that cannot be read", () => {
  const { readTextFileSync } = Deno;
  const { threadCpuUsage } = process;
  Deno.readTextFileSync = () => {
    throw new Deno.errors.NotFound();
  };
  process.threadCpuUsage = () => ({ user: 30_000, system: 12_500 });
  try {
    assert.equal(chooseCpuClock()(), 42.5);
  } finally {
    Deno.readTextFileSync = readTextFileSync;
    process.threadCpuUsage = threadCpuUsage;
  }
});

Deno.test("chooseCpuClock() reads nothing where the person would be asked for it", async () => {
  await withSchedstat(() => assert.fail("it was read"), () => {
    Deno.permissions.querySync = () => ({ state: "prompt" }) as Deno.PermissionStatus;
    assert.ok(chooseCpuClock()() >= 0);
  });
});

Deno.test("chooseCpuClock() goes on while this thread works, and not faster than time", () => {
  const threadCpu = chooseCpuClock();
  const [cpu, startedAt] = [threadCpu(), performance.now()];
  while (threadCpu() === cpu) assert.ok(performance.now() - startedAt < 5_000, "it stands still");
  while (performance.now() - startedAt < 60);
  const elapsed = performance.now() - startedAt;
  // Both clocks go in steps of up to 10 ms.
  assert.ok(threadCpu() - cpu <= elapsed + 20, `${threadCpu() - cpu} ms in ${elapsed} ms`);
});
