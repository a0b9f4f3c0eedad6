import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import type { Measured } from "../../../src/measure/measured.ts";
import { context } from "../../../src/scenario/context.ts";
import type { Operation } from "../../../src/scenario/scenario.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import type { Task, Tasks } from "../../../src/scenario/tasks.ts";
import { loadOf, turn, type Wishes } from "../fixture.ts";

function runTasks(
  operation: (tasks: Tasks, session: Session) => Promise<unknown>,
  wishes: Wishes = {},
): Promise<Measured> {
  const named: Operation<number>["operation"] = (session, _input, _parameters, tasks) =>
    operation(tasks, session);
  return runLoad(loadOf({ operations: 1, ...wishes, operation: named }));
}

const fail = (error: unknown) => async () => {
  await turn();
  throw error;
};

Deno.test("tasks start at once, join waits for all of them, and get gives each result", async () => {
  const log: unknown[] = [];
  await runTasks(async (tasks) => {
    const user = tasks.spawn("user", async () => {
      log.push(`+${context().step}`);
      await turn();
      return "Ada";
    });
    const age = tasks.spawn("age", () => {
      log.push(`+${context().step}`);
      return Promise.resolve(36);
    });
    assert.throws(() => user.get(), /Cannot get the result of task "user" as it has not ended/);
    await tasks.join();
    log.push(user.get(), age.get(), user.name);
  });
  assert.deepEqual(log, ["+user", "+age", "Ada", 36, "user"]);
});

Deno.test("join of some tasks waits for them and not for others, which the operation waits for at its end", async () => {
  const slow = Promise.withResolvers<void>();
  const log: string[] = [];
  const running = runTasks(async (tasks) => {
    tasks.spawn("slow", () => slow.promise);
    await tasks.join(tasks.spawn("fast", turn));
    log.push("joined");
  });
  while (log.length === 0) await turn();
  running.then(() => log.push("ended"));
  await turn();
  assert.deepEqual(log, ["joined"]);
  slow.resolve();
  const { operations, steps } = await running;
  assert.equal(operations, 1);
  const counts = steps?.map(({ name, operations }) => [name, operations]).sort();
  assert.deepEqual(counts, [["fast", 1], ["slow", 1]]);
});

Deno.test("join throws a lone failure with the task's name and its cause, several as one AggregateError that keeps all", async () => {
  const thrown: unknown[] = [];
  const { errors } = await runTasks(async (tasks) => {
    const cause = new RangeError("no row");
    tasks.spawn("user", fail(cause));
    const first = await tasks.join().catch((error) => error);
    tasks.spawn("likes", fail("a text"));
    const both = await tasks.join().catch((error) => error);
    thrown.push(first, first.cause === cause, both, both.errors.length);
  });
  const [first, isCause, both, count] = thrown;
  assert.equal(String(first), 'StepError: task "user" failed: no row');
  assert.equal(isCause, true);
  assert.ok(both instanceof AggregateError);
  assert.equal(both.message, 'task "user" failed: no row; task "likes" failed: a text');
  assert.equal(count, 2);
  assert.equal(errors.total, 0, "who catches what join throws has looked at it");
});

Deno.test("a failure that nobody looked at fails the operation, which counts once", async () => {
  const lone = await runTasks((tasks) => {
    tasks.spawn("user", fail(new RangeError("no row")));
    return Promise.resolve();
  });
  assert.deepEqual(lone.errors.byClass, { RangeError: 1 });
  assert.equal(lone.errors.examples.RangeError, 'task "user" failed: no row');
  const beside = await runTasks((tasks) => {
    tasks.spawn("user", fail(new RangeError("no row")));
    tasks.spawn("likes", fail(new RangeError("none")));
    throw new SyntaxError("its own");
  });
  assert.deepEqual(beside.errors.byClass, { SyntaxError: 1 });
  assert.equal(
    beside.errors.examples.SyntaxError,
    'its own; task "user" failed: no row; task "likes" failed: none',
  );
  assert.deepEqual(beside.steps?.map(({ errors }) => errors.total), [1, 1]);
});

Deno.test("with onFailure abort a failing task ends the wait for the others at once", async () => {
  const { errors, steps } = await runTasks(async (tasks) => {
    const stuck: Task<never> = tasks.spawn("stuck", () => new Promise(() => {}));
    tasks.spawn("user", fail(new RangeError("no row")));
    await assert.rejects(tasks.join(), { message: 'task "user" failed: no row' });
    assert.throws(() => stuck.get(), { name: "aborted" });
    assert.throws(() => tasks.spawn("late", turn), { name: "aborted" });
    throw new SyntaxError("went on");
  }, { onFailure: "abort" });
  assert.deepEqual(errors.byClass, { SyntaxError: 1 });
  const classes = steps?.map(({ name, errors }) => [name, errors.byClass]).sort();
  assert.deepEqual(classes, [["stuck", { aborted: 1 }], ["user", { RangeError: 1 }]]);
});

Deno.test("an operation or a task that never settles is a timeout, and the load goes on", async () => {
  const never = () => new Promise<never>(() => {});
  const wishes = { operations: 4, poolSize: 2, timeout: 5 };
  for (
    const operation of [
      never,
      (tasks: Tasks) => Promise.resolve(tasks.spawn("stuck", never)),
      (tasks: Tasks) => (tasks.spawn("stuck", never), tasks.join()),
    ]
  ) {
    const { errors, operations } = await runTasks(operation, wishes);
    assert.deepEqual([operations, errors.byClass], [4, { clientTimeout: 4 }]);
    assert.equal(
      errors.examples.clientTimeout,
      "the operation took longer than its timeout of 5 ms",
    );
  }
  const plain = await runLoad(loadOf({ ...wishes, operation: () => never() }));
  assert.deepEqual(plain.errors.byClass, { clientTimeout: 4 });
});

Deno.test("requests of tasks are seen in the timeline, each in its task, with the latency before it", async () => {
  const { timeline = [], steps = [] } = await runTasks(async (tasks, session) => {
    tasks.spawn("user", () => session.execute("SELECT 1"));
    tasks.spawn("likes", () => session.execute("  insert 2"));
    await tasks.join();
    await session.execute("UPDATE");
  }, { latency: 1 });
  const spans = timeline[0]?.spans.map(({ kind, name, step }) => [kind, name, step]);
  assert.deepEqual(spans, [
    ["step", "user", "user"],
    ["latency", "latency", "user"],
    ["step", "likes", "likes"],
    ["latency", "latency", "likes"],
    ["request", "SELECT", "user"],
    ["request", "insert", "likes"],
    ["latency", "latency", undefined],
    ["request", "UPDATE", undefined],
  ]);
  assert.deepEqual(steps.map(({ name, latency }) => [name, latency]), [["user", 1], ["likes", 1]]);
});

Deno.test("an operation that does not name its tasks gets none, says so, and has no timeline", async () => {
  const { errors, timeline, steps } = await runLoad(loadOf({
    operations: 1,
    // deno-lint-ignore no-explicit-any
    operation: (...all: any[]) => all[3].spawn("user", turn),
  }));
  assert.deepEqual([timeline, steps], [undefined, undefined]);
  assert.match(
    Object.values(errors.examples)[0] ?? "",
    /^Cannot start tasks as the operation does not name/,
  );
});
