import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { checkComputed, computeWithin } from "../../../src/engine/page/compute.ts";
import { turn } from "../fixture.ts";

const LONG = 60_000;

Deno.test("computeWithin() gives what the work gives, and throws what it throws, itself", () => {
  const [result, error] = [{ rows: [] }, new RangeError("none")];
  assert.equal(computeWithin(LONG, () => result), result);
  assert.equal(computeWithin(0.5, () => 7), 7);
  const fail = () => {
    throw error;
  };
  assert.throws(() => computeWithin(LONG, fail), (thrown) => thrown === error);
  const failWith = (value: unknown) => () => {
    throw value;
  };
  for (const value of ["text", undefined, null]) {
    assert.throws(() => computeWithin(LONG, failWith(value)), (thrown) => thrown === value);
  }
});

Deno.test("computeWithin() cuts off work that never ends, whatever it catches, and the next work runs", () => {
  const start = performance.now();
  let steps = 0;
  const work = () => {
    for (;;) {
      try {
        for (;;) steps++;
      } catch {
        /* It is not to know. */
      } finally {
        steps++;
      }
    }
  };
  assert.throws(() => computeWithin(20, work), {
    name: "clientTimeout",
    message: "computing took longer than its timeout of 20 ms",
  });
  assert.ok(steps > 0);
  assert.ok(performance.now() - start >= 20);
  assert.equal(computeWithin(LONG, () => "next"), "next");
});

Deno.test("computeWithin() runs work in the context that it is called in", () => {
  const storage = new AsyncLocalStorage<string>();
  const seen = storage.run("page 7", () => computeWithin(LONG, () => storage.getStore()));
  assert.equal(seen, "page 7");
});

Deno.test("computeWithin() can be used by the work itself", () => {
  const inner = () => computeWithin(LONG, () => "inner");
  assert.deepEqual(computeWithin(LONG, () => [inner(), "outer"]), ["inner", "outer"]);
});

Deno.test("checkComputed() passes on every result but promises", () => {
  for (const result of [undefined, null, 0, "then", { then: 1 }, () => {}]) {
    assert.equal(checkComputed(result), result);
  }
});

Deno.test("checkComputed() refuses promises, and nobody hears of their failure", async () => {
  const strays: unknown[] = [];
  const onStray = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    strays.push(event.reason);
  };
  addEventListener("unhandledrejection", onStray);
  try {
    for (const result of [Promise.resolve(1), Promise.reject(new Error("late")), { then() {} }]) {
      assert.throws(() => checkComputed(result), {
        name: "TypeError",
        message: /must not return a promise/,
      });
    }
    await turn();
    assert.deepEqual(strays, []);
  } finally {
    removeEventListener("unhandledrejection", onStray);
  }
});
