import assert from "node:assert/strict";
import { ScenarioError, TargetError } from "../../src/errors.ts";
import { runHook } from "../../src/run/hooks.ts";
import { countedSignal, turn } from "../engine/fixture.ts";

const never = new AbortController().signal;

Deno.test("runHook() waits for the hook, and for none that there is not", async () => {
  const hook = Promise.withResolvers<void>();
  let isDone = false;
  const running = runHook("setup", () => hook.promise, never).then(() => isDone = true);
  await turn();
  assert.equal(isDone, false);
  hook.resolve();
  await running;
  await runHook("setup", () => undefined, never);
});

Deno.test("runHook() says which hook threw, and why", async () => {
  const cause = new Error("no keyspace");
  const isWrapped = (error: unknown) => {
    assert.ok(error instanceof TargetError);
    assert.equal(
      error.message,
      "Cannot run a case as the scenario's teardown() threw: no keyspace",
    );
    assert.equal(error.cause, cause);
    return true;
  };
  const thrown = () => {
    throw cause;
  };
  await assert.rejects(runHook("teardown", thrown, never), isWrapped);
  await assert.rejects(runHook("teardown", () => Promise.reject(cause), never), isWrapped);
  await assert.rejects(runHook("setup", () => Promise.reject("text"), never), {
    message: "Cannot run a case as the scenario's setup() threw: text",
  });
});

Deno.test("runHook() stops waiting for a hook that hangs, with the reason of the abort", async () => {
  const controller = new AbortController();
  const reason = new Error("interrupted");
  const running = runHook("setup", () => new Promise(() => {}), controller.signal);
  controller.abort(reason);
  await assert.rejects(running, (error) => error === reason);
});

Deno.test("runHook() takes what a hook throws after an abort for the abort", async () => {
  const controller = new AbortController();
  const reason = new Error("interrupted");
  const hook = () => {
    controller.abort(reason);
    return Promise.reject(new Error("connection closed"));
  };
  await assert.rejects(runHook("setup", hook, controller.signal), (error) => error === reason);
});

Deno.test("runHook() leaves no listener behind", async () => {
  const { signal, listeners } = countedSignal();
  await runHook("setup", () => Promise.resolve(), signal);
  await runHook("setup", () => Promise.reject(new Error()), signal).catch(() => {});
  assert.equal(listeners(), 0);
});

Deno.test("runHook() refuses a hook that ends before its requests do, but none that was stopped", async () => {
  const hook = () => undefined;
  await assert.rejects(runHook("setup", hook, never, () => 1_200), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.match(error.message, /setup\(\) ended before 1,200 of its requests had an answer$/);
    assert.match(error.hint ?? "", /Promise\.all/);
    return true;
  });
  await runHook("setup", hook, never, () => 0);
  await runHook("setup", hook, AbortSignal.abort(), () => 1);
});
