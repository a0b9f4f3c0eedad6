import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import type { Measured } from "../../../src/measure/measured.ts";
import type { StepResult } from "../../../src/result/case.ts";
import type { Paged } from "../../../src/scenario/scenario.ts";
import type { Mode } from "../../../src/scenario/settings.ts";
import { withClock } from "../../support/clock.ts";
import { fakeSession, loadOf, turn, type Wishes } from "../fixture.ts";

type Steps = Paged<number>["steps"];

function runPages(steps: Steps, mode: Mode, wishes: Wishes = {}): Promise<Measured> {
  return runLoad(loadOf({ operations: 1, ...wishes, steps, mode: [mode] }));
}

function step(measured: Measured, name: string): StepResult {
  const found = measured.steps?.find((step) => step.name === name);
  return found ?? assert.fail(`no step ${name}`);
}

/** Steps that tell when they start and end, and end when they are told. */
function gates() {
  const log: string[] = [];
  const open = new Map<string, PromiseWithResolvers<string>>();
  return {
    log,
    run(name: string): Promise<string> {
      log.push(`+${name}`);
      const gate = Promise.withResolvers<string>();
      open.set(name, gate);
      return gate.promise.finally(() => log.push(`-${name}`));
    },
    async end(name: string): Promise<void> {
      open.get(name)?.resolve(name);
      await turn();
    },
    async fail(name: string, error: unknown): Promise<void> {
      open.get(name)?.reject(error);
      await turn();
    },
  };
}

const diamond = (run: (name: string) => Promise<string>): Steps => (page) =>
  page
    .step("a", () => run("a"))
    .step("b", { after: ["a"] }, () => run("b"))
    .step("c", { after: ["a"] }, () => run("c"))
    .step("d", { after: ["b", "c"] }, () => run("d"))
    .step("e", () => run("e"));

Deno.test("a serial page runs one step after the other, each after those that it waits for", async () => {
  const { log, run } = gates();
  const running = runPages(diamond((name) => (run(name), Promise.resolve(name))), "serial");
  await running;
  assert.deepEqual(log, ["+a", "+b", "+c", "+d", "+e"]);
});

Deno.test("a concurrent page starts each step as soon as those that it waits for have ended, and not before", async () => {
  const { log, run, end } = gates();
  const running = runPages(diamond(run), "concurrent");
  await turn();
  assert.deepEqual(log.splice(0), ["+a", "+e"]);
  await end("a");
  assert.deepEqual(log.splice(0), ["-a", "+b", "+c"]);
  await end("c");
  assert.deepEqual(log.splice(0), ["-c"]);
  await end("b");
  assert.deepEqual(log.splice(0), ["-b", "+d"]);
  await end("d");
  await end("e");
  const { operations, errors } = await running;
  assert.deepEqual([operations, errors.total], [1, 0]);
});

Deno.test("a step gets the results of the steps that it names, and no others", async () => {
  for (const mode of ["serial", "concurrent"] as const) {
    const given: unknown[] = [];
    await runPages(
      (page) =>
        page
          .step("user", (_session, input) => Promise.resolve(input + 1))
          .step("other", () => Promise.resolve("unseen"))
          .step("likes", { after: ["user"] }, (_session, input, results) => {
            given.push(results);
            return Promise.resolve(input + results.user);
          })
          .compute("sum", { after: ["user", "likes"] }, (input, { user, likes }) => {
            given.push([input, user, likes]);
            return input;
          }),
      mode,
      { makeInput: () => 40 },
    );
    assert.deepEqual(given, [{ user: 41 }, [40, 41, 81]], mode);
  }
});

Deno.test("a failing step fails its page once, with its name and cause, under its own class; no other is started", async () => {
  for (const mode of ["serial", "concurrent"] as const) {
    const started: string[] = [];
    const measured = await runPages(
      (page) =>
        page
          .step("user", () => Promise.reject(new RangeError("no such user")))
          .step("likes", { after: ["user"] }, () => Promise.resolve(started.push("likes"))),
      mode,
      { operations: 3 },
    );
    const { operations, errors, throughput, responseTime } = measured;
    assert.deepEqual([operations, errors.total, throughput, responseTime], [3, 3, 0, null]);
    assert.deepEqual(errors.byClass, { RangeError: 3 });
    assert.equal(errors.examples.RangeError, 'step "user" failed: no such user');
    assert.deepEqual(started, []);
    assert.deepEqual(step(measured, "user").errors.byClass, { RangeError: 3 });
    assert.equal(step(measured, "user").errors.examples.RangeError, "no such user");
    assert.equal(step(measured, "likes").operations, 0);
    assert.equal(measured.longestChain?.time, null);
  }
});

Deno.test("a concurrent page awaits the steps that still run when one fails, and keeps all failures", async () => {
  const { run, fail } = gates();
  const running = runPages(
    (page) => page.step("a", () => run("a")).step("b", () => run("b")).step("c", () => run("c")),
    "concurrent",
  );
  await turn();
  await fail("b", new RangeError("B"));
  await fail("a", "a text");
  let isOver = false;
  running.then(() => isOver = true);
  await turn();
  assert.equal(isOver, false);
  await fail("c", undefined);
  const measured = await running;
  assert.deepEqual(measured.errors.byClass, { RangeError: 1 });
  assert.equal(
    measured.errors.examples.RangeError,
    'step "b" failed: B; step "a" failed: a text; step "c" failed: undefined',
  );
  assert.deepEqual(
    measured.steps?.map(({ errors }) => errors.byClass),
    [{ string: 1 }, { RangeError: 1 }, { undefined: 1 }],
  );
});

Deno.test("a concurrent page aborts the steps that still run when it is told to: they see the signal, and count as aborted", async () => {
  const { run, end, fail } = gates();
  const signals: AbortSignal[] = [];
  const { context } = await import("../../../src/scenario/context.ts");
  const running = runPages(
    (page) =>
      page.step("a", () => run("a")).step("b", () => {
        signals.push(context().signal);
        return run("b");
      }),
    "concurrent",
    { onFailure: "abort" },
  );
  await turn();
  assert.equal(signals[0]?.aborted, false);
  await fail("a", new RangeError("A"));
  const measured = await running;
  assert.equal(signals[0]?.aborted, true);
  assert.deepEqual(measured.errors.byClass, { RangeError: 1 });
  assert.deepEqual(step(measured, "b").errors.byClass, { aborted: 1 });
  await end("b");
});

Deno.test("a step that never settles is a timeout of the step, of the page, and the load goes on", async () => {
  const never = () => new Promise<never>(() => {});
  for (const mode of ["serial", "concurrent"] as const) {
    const measured = await runPages(
      (page) => page.step("fast", turn).step("stuck", { timeout: 5 }, never),
      mode,
      { operations: 3, poolSize: 3 },
    );
    assert.deepEqual(measured.errors.byClass, { clientTimeout: 3 });
    assert.match(
      measured.errors.examples.clientTimeout ?? "",
      /^step "stuck" failed: .* its timeout of 5 ms$/,
    );
    assert.deepEqual(step(measured, "stuck").errors.byClass, { clientTimeout: 3 });
    assert.equal(step(measured, "fast").errors.total, 0);
  }
});

Deno.test("a page that takes too long is a timeout, and its steps that still ran are aborted", async () => {
  const never = () => new Promise<never>(() => {});
  const measured = await runPages(
    (page) => page.step("fast", turn).step("stuck", never),
    "concurrent",
    { operations: 2, timeout: 5 },
  );
  assert.deepEqual(measured.errors.byClass, { clientTimeout: 2 });
  assert.deepEqual(step(measured, "stuck").errors.byClass, { aborted: 2 });
  assert.equal(step(measured, "fast").operations, 2);
});

Deno.test("a step that throws at once is treated as any other, also where it computes", async () => {
  const measured = await runPages(
    (page) =>
      page
        .step("at once", () => {
          throw new RangeError("at once");
        })
        .compute("computes", () => {
          throw new SyntaxError("computes");
        }),
    "concurrent",
  );
  assert.deepEqual(measured.steps?.map(({ errors }) => errors.byClass), [
    { RangeError: 1 },
    { SyntaxError: 1 },
  ]);
  assert.equal(measured.errors.total, 1);
});

Deno.test("the longest chain of a page is the sum of its longest steps that wait for each other", async () => {
  await withClock(async (clock) => {
    const take = (ms: number) => () => {
      clock.now += ms;
      return Promise.resolve();
    };
    const measured = await runPages(
      (page) => page.step("a", take(3)).step("b", { after: ["a"] }, take(4)).step("c", take(5)),
      "serial",
      { operations: 2 },
    );
    assert.equal(measured.serviceTime?.mean, 12);
    assert.equal(measured.longestChain?.time?.mean, 7);
    assert.deepEqual(measured.longestChain?.steps, ["a", "b"]);
    assert.deepEqual(measured.steps?.map(({ share }) => share), [3 / 12, 4 / 12, 5 / 12]);
  });
});

Deno.test("a step's requests are held back by the case's latency and its own, each", async () => {
  const session = fakeSession();
  const load = loadOf({
    operations: 4,
    latency: 1,
    mode: ["serial"],
    steps: (page) =>
      page
        .step("once", (session) => session.execute("SELECT"))
        .step("twice", { latency: 2 }, async (session) => {
          await session.execute("SELECT");
          await session.execute("SELECT");
        })
        .compute("never", () => {}),
  }, { session });
  const measured = await runLoad(load);
  assert.equal(measured.injectedLatency, null);
  assert.deepEqual(measured.steps?.map(({ latency }) => latency), [1, 3, 0]);
  assert.deepEqual(measured.steps?.map(({ injectedLatency }) => injectedLatency?.count), [
    4,
    8,
    undefined,
  ]);
  for (const { latency, injectedLatency } of measured.steps ?? []) {
    assert.ok(injectedLatency === null || injectedLatency.min >= latency);
  }
});

Deno.test("a step that computes for ever is cut off, by its timeout or the page's, and the load goes on", async () => {
  const forever = () => {
    for (;;);
  };
  for (const [timeout, page] of [[10, 60_000], [undefined, 10]] as const) {
    const options = timeout === undefined ? {} : { timeout };
    const measured = await runPages(
      (page) => page.compute("hash", options, forever).step("user", turn),
      "concurrent",
      { operations: 2, timeout: page },
    );
    assert.deepEqual(measured.errors.byClass, { clientTimeout: 2 });
    assert.deepEqual(step(measured, "hash").errors.byClass, { clientTimeout: 2 });
    const { examples } = step(measured, "hash").errors;
    assert.equal(examples.clientTimeout, "computing took longer than its timeout of 10 ms");
  }
});
