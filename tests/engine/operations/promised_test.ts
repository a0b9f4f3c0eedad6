import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { ScenarioError } from "../../../src/errors.ts";
import type { Operation } from "../../../src/scenario/scenario.ts";
import type { Steps } from "../../../src/scenario/steps.ts";
import type { Tasks } from "../../../src/scenario/tasks.ts";
import { loadOf, type Wishes } from "../fixture.ts";

/** A load of many operations, which ends at the first one. */
async function assertRefused(wishes: Wishes, what: string): Promise<void> {
  await assert.rejects(runLoad(loadOf({ operations: 1_000, ...wishes })), (error) => {
    assert.ok(error instanceof ScenarioError, String(error));
    assert.match(error.message, new RegExp(`^Cannot .* as its ${what} must return a promise`));
    assert.match(error.hint ?? "", /return session\.create/);
    return true;
  });
}

type Run = Operation<number>["operation"];

let calls = 0;
const forgets = (() => void calls++) as unknown as Run;

const LOADS: Record<string, Wishes> = {
  "a closed load": { poolSize: 3 },
  "an open load": { poolSize: 3, rate: 1_000 },
  "a warm-up": { poolSize: 3, warmup: 1_000 },
  "traced operations": { trace: 1 },
};

for (const [name, wishes] of Object.entries(LOADS)) {
  Deno.test(`an operation that returns no promise ends the run at its first call: ${name}`, async () => {
    calls = 0;
    await assertRefused({ ...wishes, operation: forgets }, "operation");
    assert.ok(calls <= 3, `${calls}`);
  });
}

Deno.test("an operation of a mix that returns no promise is named", async () => {
  const mix = {
    read: { weight: 1, operation: () => Promise.resolve() },
    insert: { weight: 1, operation: forgets },
  };
  await assertRefused({ mix }, "mix\\.insert\\.operation");
});

Deno.test("a step that returns no promise is named, and one that computes may return anything", async () => {
  const steps = (page: Steps<number>) =>
    page.step("user", () => Promise.resolve(1)).compute("sum", () => 2)
      .step("likes", forgets as never);
  for (const mode of ["serial", "concurrent"] as const) {
    await assertRefused({ steps, mode: [mode] }, 'step "likes"');
  }
});

Deno.test("a step that returns no promise ends the run beside steps that fail", async () => {
  const steps = (page: Steps<number>) =>
    page.step("user", () => assert.fail("no row")).step("likes", forgets as never);
  await assertRefused({ steps, mode: ["concurrent"] }, 'step "likes"');
});

Deno.test("a task that returns no promise is named", async () => {
  const operation: Run = async (_session, _input, _parameters, tasks: Tasks) => {
    tasks.spawn("user", () => Promise.resolve());
    tasks.spawn("likes", (() => {}) as never);
    await tasks.join();
  };
  await assertRefused({ operation }, 'task "likes"');
});

Deno.test("an operation that starts tasks needs no promise, as they are awaited, and one that starts none does", async () => {
  const spawns = ((_session: unknown, _input: unknown, _parameters: unknown, tasks: Tasks) => {
    tasks.spawn("user", () => Promise.resolve());
  }) as unknown as Run;
  const { operations, errors } = await runLoad(loadOf({ operation: spawns }));
  assert.deepEqual({ operations, errors: errors.total }, { operations: 10, errors: 0 });
  const idle = ((_session: unknown, _input: unknown, _parameters: unknown, _tasks: Tasks) => {
  }) as unknown as Run;
  await assertRefused({ operation: idle }, "operation");
});

Deno.test("an operation may return what has settled, anything that has a then, and later nothing at all", async () => {
  const settled = { then: (resolve: () => void) => resolve() };
  let count = 0;
  const operation = (() => count++ === 0 ? settled : undefined) as unknown as Run;
  const { operations, errors } = await runLoad(loadOf({ operation }));
  assert.deepEqual({ operations, errors: errors.total }, { operations: 10, errors: 0 });
});

Deno.test("an operation that throws before it returns is an error like any other", async () => {
  const operation = () => assert.fail("no row");
  const { errors } = await runLoad(loadOf({ operation }));
  assert.equal(errors.total, 10);
});
