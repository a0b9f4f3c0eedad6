/** Real Workers against the embedded server, each with a scenario file that the test writes. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { ScenarioError, TargetError } from "../../../src/errors.ts";
import type { Second } from "../../../src/result/case.ts";
import { plan } from "../../../src/run/plan.ts";
import type { Settings } from "../../../src/scenario/settings.ts";
import type { SharedCase } from "../../../src/threads/load/carrier.ts";
import type { Listener, LoadThreads } from "../../../src/threads/load/threads.ts";
import { startLoadThreads } from "../../../src/threads/load/workers.ts";
import { bestOf } from "../../support/best_of.ts";
import { testPermitted } from "../../support/needs.ts";
import { inTemporaryFolder } from "../../support/paths.ts";
import { open } from "../../support/targets.ts";

const QUERY = `session.execute("SELECT key FROM system.local")`;

/** What a test lets its Workers do. */
interface Job {
  /** The body of the scenario's `operation(session, index)`. */
  readonly operation: string;
  /** The body of its `input({ index })`. */
  readonly input?: string;
  /** The top of its file. */
  readonly top?: string;
  readonly settings?: Settings;
  readonly contactPoint?: string;
}

/** The threads at work, and how to run the only case. */
interface Work {
  readonly loadThreads: LoadThreads;
  readonly controller: AbortController;
  run(listener?: Partial<Listener>): Promise<SharedCase>;
  /** The lines that operations wrote with `write(line)` since the last time. */
  readonly takeLines: () => Promise<string[]>;
}

async function withWorkers(
  { operation, input = "return index;", top = "", settings = {}, contactPoint }: Job,
  body: (work: Work) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "scenario.js");
    await Deno.writeTextFile(
      file,
      `function write(line) {
        const file = new URL("./lines.txt", import.meta.url);
        Deno.writeTextFileSync(file, line + "\\n", { append: true });
      }
      ${top}
      export default {
        name: "written",
        input({ index }) { ${input} },
        async operation(session, index) { ${operation} },
      };`,
    );
    const target = await open("embedded", "loadThreads", []);
    const written = { name: "written", operation: () => Promise.resolve() };
    const planned = plan(written, {
      ...{ keyspace: "loadThreads", workers: 2, poolSizes: [10], warmup: 0 },
      ...settings,
    });
    const address = contactPoint === undefined
      ? {}
      : { address: { contactPoints: [contactPoint] } };
    const controller = new AbortController();
    try {
      const connection = { ...target.connection, ...address };
      const loadThreads = await startLoadThreads(planned, file, connection, controller.signal);
      try {
        const [first = assert.fail()] = planned.cases;
        const deaf = { onReady: () => Promise.resolve(), onProgress() {}, onSecond() {} };
        const run = (listener: Partial<Listener> = {}) =>
          loadThreads.run(first, { ...deaf, ...listener });
        const takeLines = () => takeLinesOf(join(folder, "lines.txt"));
        await body({ loadThreads, controller, run, takeLines });
      } finally {
        await loadThreads.close();
      }
    } finally {
      await target.close();
    }
  });
}

async function takeLinesOf(file: string): Promise<string[]> {
  const lines = await Deno.readTextFile(file);
  await Deno.remove(file);
  return lines.trimEnd().split("\n");
}

testPermitted(
  "Workers share a case: every operation runs once, in both threads, and the counts add up, without the warm-up",
  () =>
    withWorkers({
      top: "const thread = crypto.randomUUID();",
      operation: `await ${QUERY};
        if (index < 101) write(thread + "/" + index);`,
      settings: { operations: 101, warmup: 20 },
    }, async ({ run, takeLines }) => {
      const { measured, coordination } = await run();
      assert.equal(measured.status, "completed");
      assert.equal(measured.operations, 101);
      assert.equal(measured.errors.total, 0);
      const ran = (await takeLines()).map((line) => line.split("/"));
      const indexes = ran.map(([, index]) => Number(index)).sort((a, b) => a - b);
      assert.deepEqual(indexes, Array.from({ length: 101 }, (_, index) => index));
      for (const parity of [0, 1]) {
        const threads = ran.filter(([, index]) => Number(index) % 2 === parity);
        assert.equal(new Set(threads.map(([thread]) => thread)).size, 1);
      }
      assert.equal(new Set(ran.map(([thread]) => thread)).size, 2);
      assert.deepEqual(Object.values(coordination).map(({ coordinated }) => coordinated), [101]);
      assert.equal(measured.parameters.workers, 2);
    }),
);

testPermitted(
  "Workers start together: within 5 ms, when all are ready, also in the next case",
  () =>
    withWorkers({
      operation: `const now = performance.timeOrigin + performance.now();
        if (index < 2) write(now);
        await ${QUERY};`,
      settings: { operations: 100, warmup: 20 },
    }, async ({ run, takeLines }) => {
      let rounds = 0;
      // What else the machine does can only add.
      const skew = await bestOf(5, async () => {
        let readyAt = NaN;
        const { measured } = await run({
          onReady() {
            readyAt = performance.timeOrigin + performance.now();
            return Promise.resolve();
          },
        });
        const starts = (await takeLines()).map(Number);
        assert.equal(starts.length, 2);
        assert.ok(Math.min(...starts) >= readyAt);
        const isStart = Math.abs(Date.parse(measured.startedAt) - Math.min(...starts)) < 50;
        // The next case counts, and not the first.
        return isStart && ++rounds > 1 ? Math.max(...starts) - Math.min(...starts) : Infinity;
      });
      assert.ok(skew < 5, `${skew}`);
    }),
);

for (const hours of [-1, 1]) {
  testPermitted(
    `Workers start together although the wall clock went ${hours} hours between their start and the main thread's`,
    () =>
      withWorkers({
        top: `const timeOrigin = performance.timeOrigin + ${hours * 3_600_000};
          Object.defineProperty(performance, "timeOrigin", { value: timeOrigin });`,
        operation: `await ${QUERY};`,
        settings: { duration: 100 },
      }, async ({ run }) => {
        const { measured } = await run();
        assert.ok(measured.operations > 0, "its clock ran");
        assert.ok(measured.elapsed >= 100 && measured.elapsed < 5_000, `${measured.elapsed}`);
        assert.ok(Math.abs(Date.parse(measured.startedAt) - Date.now()) < 10_000);
      }),
  );
}

testPermitted(
  "Workers tell how far they are: progress and seconds are those of all together",
  () =>
    withWorkers({
      operation: `await ${QUERY};`,
      settings: { rate: [1_000], duration: 300, poolSizes: [300] },
    }, async ({ run }) => {
      // A busy machine can be late with what it tells, so it gets several rounds to tell of more than one thread's share.
      let most = 0;
      for (let round = 0; round < 20 && most <= 150; round++) {
        const told: number[][] = [];
        const seconds: Second[] = [];
        const { measured } = await run({
          onProgress: (done, elapsed) => told.push([done, elapsed]),
          onSecond: (second) => seconds.push(second),
        });
        assert.equal(measured.schedule?.due, 300);
        assert.equal(measured.operations + measured.unsent, 300);
        for (const [done = NaN, elapsed = NaN] of told) {
          assert.ok(done <= measured.operations && elapsed <= measured.elapsed);
          most = Math.max(most, done);
        }
        assert.equal(
          seconds.reduce((sum, { operations }) => sum + operations, 0),
          measured.operations,
        );
        assert.deepEqual(
          seconds.map(({ at, operations }) => [at, operations]),
          measured.series.map(({ at, operations }) => [at, operations]),
        );
      }
      assert.ok(most > 150, `${most}`);
    }),
);

testPermitted("a scenario that a Worker cannot load is named, with the reason", async () => {
  const job = { top: `throw new Error("only in the main thread");`, operation: "" };
  await assert.rejects(withWorkers(job, () => assert.fail("started")), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.match(
      error.message,
      /^In a worker: Cannot load ".*scenario\.js" as .*only in the main thread/,
    );
    assert.match(error.hint ?? "", /--workers/);
    return true;
  });
});

testPermitted("a Worker that cannot connect says why", async () => {
  const job = { contactPoint: "127.0.0.1:1", operation: "" };
  await assert.rejects(withWorkers(job, () => assert.fail("started")), (error) => {
    assert.ok(error instanceof TargetError);
    assert.match(error.message, /127\.0\.0\.1:1/);
    return true;
  });
});

for (const load of [{ operations: 100 }, { rate: [1_000], operations: 100 }]) {
  testPermitted(
    `an input that throws in a Worker ends the case with its error: ${Object.keys(load)}`,
    () =>
      withWorkers({
        input: `if (index === 41) throw new Error("no such locale"); return index;`,
        operation: `await ${QUERY};`,
        settings: load,
      }, async ({ run }) => {
        await assert.rejects(run(), {
          name: "ScenarioError",
          message:
            "In a worker: Cannot make input 41 as the scenario's input() threw: no such locale",
        });
      }),
  );
}

testPermitted(
  "an error that nobody catches in a Worker ends the case with its message",
  () =>
    withWorkers({
      operation:
        `setTimeout(() => { throw new Error("from a timer"); }); await new Promise(() => {});`,
    }, async ({ run }) => {
      await assert.rejects(run(), (error) => {
        assert.ok(error instanceof TargetError);
        assert.match(error.message, /^Cannot go on as a worker ended: .*from a timer/);
        return true;
      });
    }),
);

testPermitted(
  "a stray rejection in a Worker is one in the main thread, and the case goes on",
  () =>
    withWorkers({
      operation: `if (index === 3) Promise.reject(new Error("nobody waited")); await ${QUERY};`,
    }, async ({ run }) => {
      const strays: unknown[] = [];
      const onStray = (event: PromiseRejectionEvent) => {
        event.preventDefault();
        strays.push(event.reason.message);
      };
      addEventListener("unhandledrejection", onStray);
      try {
        const { measured } = await run();
        assert.equal(measured.operations, 1_000);
        assert.deepEqual(strays, ["nobody waited"]);
      } finally {
        removeEventListener("unhandledrejection", onStray);
      }
    }),
);

const FOREVER = "await new Promise(() => {});";

for (
  const [when, operation, settings] of [
    ["in a long warm-up", `await ${QUERY};`, { duration: 60_000, warmup: 60_000 }],
    ["in a long warm-up of an open load", `await ${QUERY};`, {
      ...{ rate: [1_000], duration: 60_000, warmup: 60_000 },
    }],
    ["while one waits for the other, whose warm-up hangs", `if (index === 1e9 + 1) ${FOREVER}`, {
      ...{ operations: 100, poolSizes: [2], warmup: 100 },
    }],
    ["in a closed load", `await ${QUERY};`, { duration: 60_000 }],
    ["in an open load", `await ${QUERY};`, { rate: [1_000], duration: 60_000 }],
    ["in operations that hang", FOREVER, { duration: 60_000 }],
  ] as const
) {
  testPermitted(
    `the signal stops all Workers within the grace: ${when}`,
    () =>
      withWorkers({ operation, settings }, async ({ run, controller }) => {
        const running = run();
        await new Promise((resolve) => setTimeout(resolve, 150));
        const begun = performance.now();
        controller.abort();
        const { measured } = await running;
        assert.equal(measured.status, "aborted");
        assert.ok(performance.now() - begun < 2_500);
      }),
  );
}

testPermitted("the signal stops Workers that are being started, with its reason", async () => {
  const reason = new Error("interrupted");
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "scenario.js");
    await Deno.writeTextFile(file, "await new Promise((resolve) => setTimeout(resolve, 100));");
    const planned = plan({ name: "slow", operation: () => Promise.resolve() }, {
      ...{ workers: 2, poolSizes: [2] },
    });
    const connection = { address: { contactPoints: ["127.0.0.1:1"] }, localDataCenter: "dc1" };
    const controller = new AbortController();
    const starting = startLoadThreads(planned, file, connection, controller.signal);
    controller.abort(reason);
    await assert.rejects(starting, (error) => error === reason);
  });
});

testPermitted(
  "Workers close twice, and also when one does not listen",
  () =>
    withWorkers({ operation: "while (true);" }, async ({ loadThreads, run }) => {
      const running = run().catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const begun = performance.now();
      await loadThreads.close();
      assert.ok(performance.now() - begun < 3_000);
      assert.ok(await running instanceof TargetError);
      await loadThreads.close();
    }),
);
