import assert from "node:assert/strict";
import { deadline, delay } from "@std/async";

/** In milliseconds: no test waits for it, a broken one does. */
const LONG = 15_000;

/** Something slow that ends with the test, and keeps the process alive as a request would. */
function request(): { promise: Promise<void> } & Disposable {
  const controller = new AbortController();
  const promise = delay(LONG, { signal: controller.signal });
  promise.catch(() => {});
  return { promise, [Symbol.dispose]: () => controller.abort() };
}

Deno.test("deadline: what comes in time comes through, value or error", async () => {
  assert.equal(await deadline(Promise.resolve("row"), LONG), "row");
  const failure = new Error("no such table");
  await assert.rejects(deadline(Promise.reject(failure), LONG), (error) => error === failure);
});

Deno.test("deadline: once the time is over it rejects with a TimeoutError", async () => {
  using slow = request();
  const begun = performance.now();
  await assert.rejects(deadline(slow.promise, 10), {
    constructor: DOMException,
    name: "TimeoutError",
  });
  assert.ok(performance.now() - begun >= 9);
});

Deno.test("deadline: the time also counts where there is a signal", async () => {
  using slow = request();
  const { signal } = new AbortController();
  await assert.rejects(deadline(slow.promise, 5, { signal }), { name: "TimeoutError" });
});

Deno.test("deadline: an abort rejects at once with an AbortError", async () => {
  using slow = request();
  const controller = new AbortController();
  const waiting = deadline(slow.promise, LONG, { signal: controller.signal });
  controller.abort();
  await assert.rejects(waiting, { constructor: DOMException, name: "AbortError" });
});

Deno.test("deadline: rejects with the signal's own reason, also if it aborted before", async () => {
  using slow = request();
  const reason = new Error("the run was stopped");
  const controller = new AbortController();
  const waiting = deadline(slow.promise, LONG, { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(waiting, (error) => error === reason);
  const again = deadline(slow.promise, LONG, { signal: controller.signal });
  await assert.rejects(again, (error) => error === reason);
});

Deno.test("deadline: what rejects after the deadline is not an unhandled rejection", async () => {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(() => late.reject(new Error("too late")), 12);
  await assert.rejects(deadline(late.promise, 2), { name: "TimeoutError" });
  await delay(15);
  clearTimeout(timer);
});
