import assert from "node:assert/strict";
import { type Load, runLoad } from "../../../src/engine/load.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { withClock } from "../../support/clock.ts";
import { fakeSession, loadOf, type Wishes } from "../fixture.ts";

/** A load of a scenario that says more than the wishes do. */
function loadWith(scenario: Partial<Scenario>, wishes: Wishes = {}): Load {
  const load = loadOf(wishes);
  const { plan } = load;
  return { ...load, plan: { ...plan, scenario: { ...plan.scenario, ...scenario } as Scenario } };
}

/** Answers with its input, and every fourth time with another. */
const answer = (_session: unknown, input: number) => Promise.resolve(input % 4 === 3 ? -1 : input);

for (const load of [{}, { rate: 10_000, poolSize: 10 }] satisfies Wishes[]) {
  const kind = "rate" in load ? "an open load" : "a closed load";
  Deno.test(`${kind}: an answer that is not what verify gives is a failure, and no success`, async () => {
    const wishes = { ...load, operations: 20, operation: answer };
    const planned = loadWith({ verify: (input) => input }, wishes);
    const plan = { ...planned.plan, purpose: "populate" as const };
    const { operations, errors, serviceTime } = await runLoad({ ...planned, plan });
    assert.equal(operations, 20);
    assert.deepEqual(errors.byClass, { mismatch: 5 });
    assert.deepEqual(errors.examples, { mismatch: "expected 3: found -1" });
    assert.equal(serviceTime?.count, 15);
  });
}

Deno.test("each operation of a mix has its own verify, or none", async () => {
  const { mix = [] } = await runLoad(loadOf({
    operations: 100,
    mix: {
      checked: { weight: 1, operation: answer, verify: (input) => input },
      other: { weight: 1, operation: answer },
    },
  }));
  const [checked, other] = mix;
  assert.deepEqual(Object.keys(checked?.errors.byClass ?? {}), ["mismatch"]);
  assert.equal(other?.errors.total, 0);
});

Deno.test("the answer of an operation with tasks, and of a traced one, is compared too", async () => {
  const withTasks: Wishes["operation"] = async (_session, input, _parameters, tasks) => {
    const task = tasks.spawn("answer", () => Promise.resolve(input));
    await tasks.join();
    return task.get();
  };
  for (const [wishes, expected] of [[{ operation: withTasks }, 0], [{ trace: 4 }, 4]] as const) {
    const load = loadWith({ verify: (input) => input }, { operations: 4, ...wishes });
    const { errors } = await runLoad({ ...load, traced: () => fakeSession() });
    assert.equal(errors.total, expected);
    const wrong = loadWith({ verify: () => "other" }, { operations: 4, ...wishes });
    assert.deepEqual((await runLoad(wrong)).errors.byClass, { mismatch: 4 });
  }
});

Deno.test("what the comparison takes is in no operation's time", async () => {
  await withClock(async (clock) => {
    const verify = () => {
      clock.now += 50;
    };
    const operation = () => {
      clock.now += 2;
      return Promise.resolve();
    };
    const { serviceTime } = await runLoad(loadWith({ verify }, { operation }));
    assert.deepEqual([serviceTime?.count, serviceTime?.min, serviceTime?.max], [10, 2, 2]);
  });
});

Deno.test("a mismatch is an answer: it holds no slot back, as errors of the scenario do", async () => {
  const kinds: unknown[] = [];
  const load = loadWith({ verify: () => "other" }, { operations: 5 });
  const failureKind = (error: unknown) => {
    kinds.push(error);
    return "own" as const;
  };
  const { errors } = await runLoad({ ...load, failureKind });
  assert.deepEqual([errors.byClass, kinds], [{ mismatch: 5 }, []]);
});

Deno.test("verify makes the inputs of populate again, by their index", async () => {
  const filled: unknown[] = [];
  const populate = {
    operations: 10,
    input: ({ index, random }: { index: number; random: () => number }) => ({ index, v: random() }),
    operation: () => Promise.resolve(),
  };
  const filling = loadWith({ input: populate.input } as Partial<Scenario>, {
    ...{ operations: 10, seed: 5 },
    operation: (_session, input) => Promise.resolve(filled.push(input)),
  });
  await runLoad(filling);
  const { errors } = await runLoad(loadWith({
    populate,
    verify: (input, { populated }) => populated(9 - Number(input)),
  }, { seed: 5, operation: (_session, input) => Promise.resolve(filled[9 - input]) }));
  assert.deepEqual(errors.byClass, {});
});

Deno.test("what verify cannot carry out fails its operation, and says why", async () => {
  const populate = { operations: 10, input: () => 1, operation: () => Promise.resolve() };
  const wrong: [scenario: Partial<Scenario>, errorClass: string, message: string][] = [
    [
      { verify: (_input, { populated }) => populated(0) },
      "RangeError",
      "Cannot give what was populated as the scenario has no populate",
    ],
    [
      { populate, verify: (_input, { populated }) => populated(10) },
      "RangeError",
      "Cannot give what was populated as the index must be from 0 to 9: found 10",
    ],
    [
      { verify: () => Promise.resolve(1) },
      "TypeError",
      "Cannot verify an answer as verify() must give a value, not a promise",
    ],
    [
      {
        verify() {
          throw new SyntaxError("no");
        },
      },
      "SyntaxError",
      "no",
    ],
  ];
  for (const [scenario, errorClass, message] of wrong) {
    const { errors, serviceTime } = await runLoad(loadWith(scenario, { operations: 2 }));
    assert.deepEqual(errors.byClass, { [errorClass]: 2 });
    assert.deepEqual(errors.examples, { [errorClass]: message });
    assert.equal(serviceTime, null);
  }
});

Deno.test("both values of a mismatch are shown short", async () => {
  const found = { title: "b".repeat(10_000), tags: Array.from({ length: 1_000 }, (_, at) => at) };
  const { errors } = await runLoad(loadWith({ verify: () => undefined }, {
    operation: () => Promise.resolve(found),
  }));
  const message = errors.examples?.mismatch ?? "";
  assert.ok(message.startsWith("expected undefined: found { title: 'bbb"), message);
  assert.ok(message.length < 300 && !message.includes("\n"), message);
});
