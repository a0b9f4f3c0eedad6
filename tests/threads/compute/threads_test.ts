/** Real Workers with the steps of a scenario file. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Compute, ComputeWork } from "../../../src/engine/page/compute.ts";
import { ScenarioError } from "../../../src/errors.ts";
import { type ComputeThreads, startComputeThreads } from "../../../src/threads/compute/threads.ts";
import { countedSignal, turn, upTo } from "../../engine/fixture.ts";
import type { Told } from "../../fixtures/compute.ts";
import { bestOf } from "../../support/best_of.ts";
import { onMachineOf } from "../../support/machine.ts";
import { testPermitted } from "../../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../../support/paths.ts";

const FILE = inRepository("tests", "fixtures", "compute.ts");
const NEVER = new AbortController().signal;
/** No step of a test may take so long. */
const TIMEOUT = 2_000;

/** A test with so many threads. */
function testThreads(
  name: string,
  count: number,
  test: (threads: ComputeThreads) => Promise<void>,
): void {
  testPermitted(name, async () => {
    await onMachineOf(count, async () => {
      const threads = await startComputeThreads(FILE, NEVER, TIMEOUT);
      try {
        await test(threads);
      } finally {
        await threads.close();
      }
    });
  });
}

function workOf(step: string, input: unknown = {} satisfies Told): ComputeWork {
  return { step, input, results: {}, parameters: { latency: 0, poolSize: 1 } };
}

async function resultOf(compute: Compute, step: string, told: Told = {}): Promise<unknown> {
  return (await compute(workOf(step, told), NEVER)).result;
}

function sharedCount(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

testThreads(
  "a step computes in another thread, gets copies of what it was given, and its result comes back with when it ran",
  1,
  async ({ compute }) => {
    const input = { id: 7n, at: new Date(0), tags: new Set(["a"]) };
    const results = { thread: new Map([["rows", [{ blob: new Uint8Array([1, 2]) }]]]) };
    const parameters = { latency: 5, poolSize: 2, mode: "threads" } as const;
    const asked = performance.now();
    const { result, start, end } = await compute(
      { step: "given", input, results, parameters },
      NEVER,
    );
    assert.deepEqual(result, [input, results, parameters]);
    assert.ok(asked <= start && start <= end && end <= performance.now(), `${start} ${end}`);
  },
);

testThreads(
  "two steps compute at the same time on two threads, each for as long as it is busy",
  2,
  async ({ compute }) => {
    // A busy machine can hold one of them back.
    const apart = await bestOf(0, async () => {
      const works = [1, 2].map(() => compute(workOf("thread", { ms: 30 }), NEVER));
      const [one, other] = await Promise.all(works) as [never, never];
      const { ms, lengths } = overlapOf(one, other);
      assert.ok(Math.min(...lengths) >= 30, `${lengths}`);
      return -ms;
    });
    assert.ok(apart < 0, `${apart}`);
  },
);

interface Ran {
  readonly result: unknown;
  readonly start: number;
  readonly end: number;
}

function overlapOf(one: Ran, other: Ran): { ms: number; lengths: number[] } {
  const ms = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  return { ms, lengths: [one, other].map(({ start, end }) => end - start) };
}

testThreads(
  "more steps than threads wait for their turn: all come back, no thread has two at once, none is idle",
  2,
  async ({ compute }) => {
    const ran = sharedCount();
    const all: Ran[] = await Promise.all(
      upTo(20).map(() => compute(workOf("thread", { ms: 2, ran }), NEVER)),
    );
    assert.equal(ran[0], 20);
    const threads = Map.groupBy(all, ({ result }) => result);
    assert.equal(threads.size, 2);
    for (const own of threads.values()) {
      for (const [at, { start }] of own.entries()) {
        assert.ok(at === 0 || start >= (own[at - 1] as Ran).end);
      }
    }
  },
);

testThreads("one thread computes in the order in which it was asked", 1, async ({ compute }) => {
  const starts = await Promise.all(
    upTo(10).map(async () => {
      const { start } = await compute(workOf("thread"), NEVER);
      return start;
    }),
  );
  assert.deepEqual(starts, starts.toSorted((a, b) => a - b));
});

testThreads("a step that fails does so here, and its thread goes on", 1, async ({ compute }) => {
  const thread = await resultOf(compute, "thread");
  for (const [step, error] of FAILING) {
    await assert.rejects(compute(workOf(step), NEVER), error);
    assert.equal(await resultOf(compute, "thread"), thread);
  }
});

const FAILING = [
  ["throws", { name: "RangeError", message: "no such page" }],
  ["throws text", { name: "string", message: "out of paper" }],
  ["promises", { name: "TypeError", message: /must not return a promise/ }],
  ["gives a function", {
    name: "DataCloneError",
    message:
      'Cannot copy the result of step "gives a function" back from its thread: it holds a function',
  }],
  ["gives an object of its own", {
    name: "DataCloneError",
    message: /back from its thread: it holds an object of class Account$/,
  }],
  ["gives a proxy", {
    name: "DataCloneError",
    message: /back from its thread: .*could not be cloned/,
  }],
  ["is not there", { message: /^Cannot compute step "is not there" as/ }],
  ["never ends within its timeout", {
    name: "clientTimeout",
    message: "computing took longer than its timeout of 20 ms",
  }],
] as const;

testThreads(
  "an input that cannot be copied is named, and keeps no thread from going on",
  1,
  async ({ compute }) => {
    for (const input of [() => {}, { found: [Symbol("a")] }, new Map([[1, new URL("a:b")]])]) {
      await assert.rejects(compute(workOf("thread", input), NEVER), {
        name: "DataCloneError",
        message:
          /^Cannot copy what step "thread" gets to its thread: it holds (a function|a symbol|an object of class URL)$/,
      });
    }
    assert.equal(typeof await resultOf(compute, "thread"), "string");
  },
);

testThreads(
  "errors that a step leaves behind are stray here too, and its thread goes on",
  1,
  async ({ compute }) => {
    const strays: string[] = [];
    const both = Promise.withResolvers<void>();
    function onStray(event: PromiseRejectionEvent): void {
      event.preventDefault();
      strays.push(event.reason.message);
      if (strays.length === 2) both.resolve();
    }
    addEventListener("unhandledrejection", onStray);
    try {
      const thread = await resultOf(compute, "thread");
      await resultOf(compute, "leaves strays");
      await both.promise;
      assert.deepEqual(strays.toSorted(), ["from a promise", "from a timer"]);
      assert.equal(await resultOf(compute, "thread"), thread);
    } finally {
      removeEventListener("unhandledrejection", onStray);
    }
  },
);

testThreads(
  "a step that is aborted while it waits leaves at once and never runs; those behind it do",
  1,
  async ({ compute }) => {
    const [ran, ranAborted] = [sharedCount(), sharedCount()];
    const controller = new AbortController();
    const first = compute(workOf("thread", { ms: 20, ran }), NEVER);
    const second = compute(workOf("thread", { ran: ranAborted }), controller.signal);
    const third = compute(workOf("thread", { ran }), NEVER);
    const reason = new Error("the page took too long");
    controller.abort(reason);
    await assert.rejects(second, (error) => error === reason);
    assert.equal(ran[0], 0);
    await Promise.all([first, third]);
    assert.deepEqual([ran[0], ranAborted[0]], [2, 0]);
  },
);

testThreads(
  "a step that is aborted before it is asked for does not run",
  1,
  async ({ compute }) => {
    const ran = sharedCount();
    const reason = new Error("gone");
    const asked = compute(workOf("thread", { ran }), AbortSignal.abort(reason));
    await assert.rejects(asked, (error) => error === reason);
    await resultOf(compute, "thread");
    assert.equal(ran[0], 0);
  },
);

testThreads(
  "a step that never ends is given up with its thread, and a new thread takes its place",
  1,
  async ({ compute }) => {
    const old = await resultOf(compute, "thread");
    const ran = sharedCount();
    const controller = new AbortController();
    const endless = compute(workOf("never ends", { ran }), controller.signal);
    const waiting = resultOf(compute, "thread");
    while (Atomics.load(ran, 0) === 0) await turn();
    const reason = new Error("the page took too long");
    controller.abort(reason);
    await assert.rejects(endless, (error) => error === reason);
    const own = await waiting;
    assert.notEqual(own, old);
    assert.equal(await resultOf(compute, "thread"), own);
  },
);

testPermitted(
  "a step that never ends stops when no step may take longer, also when its thread was given up",
  () =>
    onMachineOf(1, async () => {
      const threads = await startComputeThreads(FILE, NEVER, 300);
      const ran = sharedCount();
      const endless = threads.compute(workOf("never ends", { ran }), NEVER);
      const ended = assert.rejects(endless, { message: /the threads for it were closed/ });
      while (Atomics.load(ran, 0) === 0) await turn();
      await threads.close();
      await ended;
      let [before, now] = [-1, Atomics.load(ran, 0)];
      for (const until = performance.now() + 5_000; before < now && performance.now() < until;) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        [before, now] = [now, Atomics.load(ran, 0)];
      }
      assert.equal(now, before);
    }),
);

testThreads(
  "steps leave no listener on their signal, however they end",
  1,
  async ({ compute }) => {
    const { signal, abort, listeners } = countedSignal();
    const all = ["thread", "throws", "thread"].map((step) => compute(workOf(step), signal));
    await Promise.allSettled(all);
    assert.equal(listeners(), 0);
    const some = Promise.allSettled(upTo(3).map(() => compute(workOf("thread"), signal)));
    abort();
    assert.deepEqual((await some).map(({ status }) => status), Array(3).fill("rejected"));
    assert.equal(listeners(), 0);
  },
);

testPermitted(
  "closing ends what runs and what waits, and what comes later; also twice",
  () =>
    onMachineOf(1, async () => {
      const { compute, close } = await startComputeThreads(FILE, NEVER, TIMEOUT);
      const before = [1, 2].map(() => compute(workOf("thread", { ms: 5 }), NEVER));
      await close();
      await close();
      for (const asked of [...before, compute(workOf("thread"), NEVER)]) {
        await assert.rejects(asked, { message: /the threads for it were closed/ });
      }
    }),
);

testPermitted("a scenario that a thread cannot load is named, with the reason", async () => {
  const file = inRepository("tests", "fixtures", "main_thread_only.ts");
  await assert.rejects(startComputeThreads(file, NEVER, TIMEOUT), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.match(
      error.message,
      /^In a thread that computes: Cannot load ".*main_thread_only\.ts" as .*there is no window here/,
    );
    assert.match(error.hint ?? "", /mode threads/);
    return true;
  });
});

testPermitted(
  "the signal stops threads that are being started, with its reason",
  () =>
    inTemporaryFolder(async (folder) => {
      const reason = new Error("interrupted");
      const file = join(folder, "scenario.js");
      await Deno.writeTextFile(file, "await new Promise(() => setInterval(() => {}, 1_000));");
      const controller = new AbortController();
      const starting = startComputeThreads(file, controller.signal, TIMEOUT);
      controller.abort(reason);
      await assert.rejects(starting, (error) => error === reason);
      const late = startComputeThreads(file, controller.signal, TIMEOUT);
      await assert.rejects(late, (error) => error === reason);
    }),
);
