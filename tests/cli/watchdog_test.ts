import assert from "node:assert/strict";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";

/** A process that stops with 3, whose main thread is blocked while it writes, and then loops. */
const WRITES = `
  const watchdog = new Worker("file://${inRepository("src/cli/watchdog.ts")}", { type: "module" });
  await new Promise((resolve) => setTimeout(resolve, 200));
  watchdog.postMessage({ stopping: 3 });
  watchdog.postMessage({ writing: true });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
  console.log("written");
  watchdog.postMessage({ writing: false });
  for (;;);`;

testPermitted(
  "a stopped process that loops is ended with its code, but not while it writes",
  async () => {
    const command = new Deno.Command(Deno.execPath(), { args: ["eval", WRITES] });
    const { code, stdout, stderr } = await command.output();
    const text = new TextDecoder();
    assert.deepEqual([code, text.decode(stdout)], [3, "written\n"]);
    assert.match(text.decode(stderr), /^Interrupted; the scenario does not give its thread back/);
  },
);
