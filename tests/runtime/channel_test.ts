/** Real Workers that answer. */
import assert from "node:assert/strict";
import { ScenarioError, TargetError } from "../../src/errors.ts";
import { type Channel, openChannel } from "../../src/runtime/channel.ts";
import type { AnsweringCalls } from "../fixtures/answering.ts";
import { testPermitted } from "../support/needs.ts";

type Answering = Channel<AnsweringCalls, string>;

function testChannel(name: string, test: (channel: Answering) => Promise<void>): void {
  testPermitted(name, async () => {
    const channel: Answering = openChannel(
      new Worker(new URL("../fixtures/answering.ts", import.meta.url), { type: "module" }),
      (message) => new TargetError(`Cannot go on: ${message}`),
    );
    try {
      await test(channel);
    } finally {
      channel.end(new Error("the test is over"));
    }
  });
}

testChannel(
  "ask() resolves with the answer to its own question, also when a later one is answered before",
  async ({ ask }) => {
    assert.deepEqual(await Promise.all([ask("late", 30), ask("double", 4), ask("late", 1)]), [
      ...[30, 8, 1],
    ]);
  },
);

testChannel(
  "ask() rejects with what the thread threw: name, message and hint, and our own errors as such",
  async ({ ask }) => {
    await assert.rejects(ask("fail", "scenario"), (error) => {
      assert.ok(error instanceof ScenarioError);
      assert.deepEqual([error.message, error.hint], ["wrong scenario", "mend it"]);
      return true;
    });
    await assert.rejects(ask("fail", "target"), (error) => {
      assert.ok(error instanceof TargetError);
      assert.deepEqual([error.message, error.hint], ["no target", "start it"]);
      return true;
    });
    await assert.rejects(ask("fail", "range"), { name: "RangeError", message: "too far" });
    await assert.rejects(ask("fail", "text"), { name: "string", message: "out of paper" });
    assert.equal(await ask("double", 1), 2, "the thread goes on");
  },
);

testChannel(
  "what cannot be copied rejects, on either way, and the thread goes on",
  async ({ ask }) => {
    const uncopied = new Proxy({}, {}) as unknown as number;
    await assert.rejects(ask("double", uncopied), { name: "DataCloneError" });
    await assert.rejects(ask("giveProxy"), {
      name: "DataCloneError",
      message: /^Cannot copy the answer to "giveProxy" back from its thread: .*could not be cloned/,
    });
    assert.equal(await ask("double", 1), 2);
  },
);

testChannel("what the thread tells without being asked arrives in order", async (channel) => {
  const told: string[] = [];
  channel.onTold = (text) => told.push(text);
  await channel.ask("tellTwice");
  assert.deepEqual(told, ["one", "two"]);
});

testChannel(
  "a rejection that nobody handles in the thread is one here, and the thread goes on",
  async ({ ask }) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    function onUnhandled(event: PromiseRejectionEvent): void {
      event.preventDefault();
      resolve(event.reason.message);
    }
    addEventListener("unhandledrejection", onUnhandled);
    try {
      await ask("leave");
      assert.equal(await promise, "nobody waited");
      assert.equal(await ask("double", 1), 2);
    } finally {
      removeEventListener("unhandledrejection", onUnhandled);
    }
  },
);

testChannel(
  "an error that ends the thread rejects what was asked, and what is asked later",
  async ({ ask }) => {
    const waiting = ask("late", 60_000);
    await ask("crash");
    const isEnd = (error: unknown) => {
      assert.ok(error instanceof TargetError);
      assert.match(error.message, /^Cannot go on: .*from a timer/);
      return true;
    };
    await assert.rejects(waiting, isEnd);
    await assert.rejects(ask("double", 1), isEnd);
  },
);

testChannel(
  "end() rejects what was asked, and what is asked later, with its reason; the first counts",
  async ({ ask, end }) => {
    const reason = new Error("enough");
    const waiting = ask("late", 60_000);
    end(reason);
    end(new Error("again"));
    for (const asked of [waiting, ask("double", 1)]) {
      await assert.rejects(asked, (error) => error === reason);
    }
  },
);
