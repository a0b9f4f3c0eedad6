import assert from "node:assert/strict";
import { delay } from "@std/async";
import { testPermitted } from "../support/needs.ts";

/** In milliseconds: no test waits for it, a broken one does. */
const LONG = 15_000;

Deno.test("delay: resolves to nothing after the time, not before", async () => {
  const begun = performance.now();
  assert.equal(await delay(10), undefined);
  // A timer may fire a fraction of a millisecond early, as it counts in whole ones.
  assert.ok(performance.now() - begun >= 9);
});

Deno.test("delay: an abort rejects at once with an AbortError", async () => {
  const controller = new AbortController();
  const waiting = delay(LONG, { signal: controller.signal });
  controller.abort();
  await assert.rejects(waiting, { constructor: DOMException, name: "AbortError" });
});

Deno.test("delay: rejects with the signal's own reason, also if it aborted before", async () => {
  const reason = new Error("the run was stopped");
  const controller = new AbortController();
  const waiting = delay(LONG, { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(waiting, (error) => error === reason);
  await assert.rejects(delay(LONG, { signal: controller.signal }), (error) => error === reason);
});

Deno.test("delay: an abort after the time changes nothing", async () => {
  const controller = new AbortController();
  await delay(1, { signal: controller.signal });
  controller.abort();
});

testPermitted(
  "delay: one that is not persistent lets the process end before it is over",
  async () => {
    await endsAtOnce(`delay(${LONG}, { persistent: false });`);
  },
);

testPermitted("delay: an aborted one lets the process end", async () => {
  await endsAtOnce(`
    const controller = new AbortController();
    delay(${LONG}, { signal: controller.signal }).catch(() => {});
    controller.abort();
  `);
});

/** Asserts that a process with this script is over before a delay of `LONG` would let it. */
async function endsAtOnce(script: string): Promise<void> {
  const { success, signal, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `import { delay } from "@std/async"; ${script}`],
    cwd: new URL("../..", import.meta.url),
    signal: AbortSignal.timeout(LONG - 5_000),
    stderr: "piped",
  }).output();
  assert.ok(success, `Ended by ${signal}: ${new TextDecoder().decode(stderr)}`);
}
