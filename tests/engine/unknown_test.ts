/** Which operations count as unknown: failed, and a write of them may have happened all the same. */
import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { runLoads } from "../../src/engine/loads.ts";
import { mergeMeasured } from "../../src/measure/measured.ts";
import type { RequestCounts } from "../../src/measure/request_counts.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { markUnknown } from "../../src/scenario/calls/unknown_writes.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { seededRandom } from "../support/random.ts";
import { fakeSession, loadOf, type Wishes } from "./fixture.ts";

const Item = model("item", { id: "int" }, ["id"]);

/** A session that counts its writes, as those of the clients do, and fails as it is told. */
function counting(fail: (call: string, id: number) => unknown) {
  return (counts: RequestCounts): Session => {
    const call = (name: string) => async (_model: unknown, { id }: { id: number }) => {
      if (name !== "find") counts.writes++;
      const failure = fail(name, id);
      if (failure instanceof Promise) await failure;
      else if (failure !== undefined) throw failure;
    };
    return fakeSession({ create: call("create") as never, find: call("find") as never });
  };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

const never = new Promise<void>(() => {});
const create: Wishes["operation"] = (session, id) => session.create(Item, { id });
const find: Wishes["operation"] = (session, id) => session.find(Item, { id });

Deno.test("succeeded, failed for certain and unknown add up to the operations, of the whole, each second, each of a mix, and any threads", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const sent = { good: 0, certain: 0, unknown: 0 };
    const session = counting(() => {
      const outcome = random.pick(["good", "certain", "unknown"] as const);
      sent[outcome]++;
      if (outcome === "certain") return named("unavailableException");
      return outcome === "unknown" ? markUnknown(named("writeTimeout")) : undefined;
    });
    const wishes: Wishes = {
      ...{ operations: 200, poolSize: 7, workers: 2 },
      ...random.below(2) === 0 && { rate: 100_000 },
      mix: {
        one: { weight: 1, operation: create },
        two: { weight: 1, operation: create },
      },
    };
    const parts = [0, 1].map((worker) =>
      runLoad(loadOf(wishes, { share: { worker, workers: 2 }, counting: session }))
    );
    const { operations, unsent, errors, mix = [], series } = mergeMeasured(
      await Promise.all(parts),
    );
    assert.equal(operations + unsent, 200);
    assert.equal(operations, sent.good + sent.certain + sent.unknown);
    assert.deepEqual([errors.total, errors.unknown ?? 0], [
      sent.certain + sent.unknown,
      sent.unknown,
    ]);
    const ofMix = mix.reduce((sum, { errors }) => sum + (errors.unknown ?? 0), 0);
    const ofSeconds = series.reduce((sum, { unknown = 0 }) => sum + unknown, 0);
    assert.deepEqual([ofMix, ofSeconds], [sent.unknown, sent.unknown]);
  }
});

const KINDS: [name: string, wishes: Wishes, failure: unknown, unknown: number][] = [
  ["a write that has no answer in time", { operation: create }, never, 1],
  ["a read that has no answer in time", { operation: find }, never, 0],
  ["a refused write", { operation: create }, named("unavailableException"), 0],
  ["a write that is open", { operation: create }, markUnknown(named("writeTimeout")), 1],
  [
    "a write that is open, in an error of the scenario",
    {
      operation: (session, id) =>
        session.create(Item, { id }).catch((cause) => {
          throw new Error("no luck", { cause });
        }),
    },
    markUnknown(named("writeTimeout")),
    1,
  ],
  [
    "one open write of several",
    {
      operation: (session, id) =>
        Promise.any([session.find(Item, { id }), session.create(Item, { id })]),
    },
    markUnknown(named("writeTimeout")),
    1,
  ],
  ["an error of the scenario", { operation: () => Promise.reject(new Error("own")) }, undefined, 0],
];

for (const [name, wishes, failure, unknown] of KINDS) {
  Deno.test(`${name} leaves ${unknown === 0 ? "nothing" : "its operation"} open, in both loads`, async () => {
    for (const kind of [{}, { rate: 1_000, poolSize: 1 }]) {
      const load = loadOf({ operations: 1, timeout: 20, ...wishes, ...kind }, {
        counting: counting(() => failure),
      });
      const { operations, errors } = await runLoad(load);
      assert.deepEqual([operations, errors.total, errors.unknown ?? 0], [1, 1, unknown]);
    }
  });
}

Deno.test("a retried write stays open when its last try is refused", async () => {
  for (const more of [{ retries: 1 }, { speculative: { after: 0, most: 1 } }]) {
    let tries = 0;
    const session = counting(() =>
      ++tries === 1 ? markUnknown(named("writeTimeout")) : named("unavailableException")
    );
    // The first try fails when the second is on its way, however late that is.
    const isSecondSent = Promise.withResolvers<void>();
    const speculative = counting(async () => {
      const isFirst = ++tries === 1;
      if (!isFirst) isSecondSent.resolve();
      await isSecondSent.promise;
      throw isFirst ? markUnknown(named("writeTimeout")) : named("overloaded");
    });
    const { errors } = await runLoad(loadOf({ operations: 1, operation: create, ...more }, {
      counting: "retries" in more ? session : speculative,
    }));
    assert.deepEqual([tries, errors.total, errors.unknown], [2, 1, 1]);
  }
});

Deno.test("of a page, the steps that write leave it open; with abort, also those that were left", async () => {
  const steps: Wishes["steps"] = (page) =>
    page.step("read", (session, id) => session.find(Item, { id }))
      .step("write", (session, id) => session.create(Item, { id }));
  const run = async (fail: (call: string) => unknown, more: Partial<Wishes> = {}) => {
    const wishes: Wishes = { operations: 1, mode: ["concurrent"], timeout: 20, steps, ...more };
    const { errors, steps: ended = [] } = await runLoad(
      loadOf(wishes, { counting: counting(fail) }),
    );
    return [errors.unknown ?? 0, ...ended.map(({ errors }) => errors.unknown ?? 0)];
  };
  assert.deepEqual(await run((call) => call === "find" ? named("invalid") : undefined), [0, 0, 0]);
  assert.deepEqual(await run((call) => call === "create" ? never : undefined), [1, 0, 1]);
  const failsLater = async () => {
    await Promise.resolve();
    throw named("invalid");
  };
  const left = (call: string) => call === "find" ? failsLater() : never;
  assert.deepEqual(await run(left, { onFailure: "abort" }), [1, 0, 1]);
});

Deno.test("loads in the background count theirs apart", async () => {
  const planned = loadOf({ operations: 50, operation: find });
  const loads = { writers: { poolSize: 1, input: () => 1, operation: create } };
  const scenario = { ...planned.plan.scenario, loads } as typeof planned.plan.scenario;
  const { errors, loads: [writers] = [] } = await runLoads({
    ...planned,
    plan: { ...planned.plan, scenario },
    counting: counting((call) =>
      call === "create" ? markUnknown(named("writeTimeout")) : undefined
    ),
  });
  assert.equal(errors.total, 0);
  assert.ok(writers !== undefined && writers.operations > 0);
  assert.equal(writers.errors.unknown, writers.operations);
});
