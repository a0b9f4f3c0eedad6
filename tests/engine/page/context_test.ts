import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { type Context, context } from "../../../src/scenario/context.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { seededRandom } from "../../support/random.ts";
import { fakeSession, loadOf, turn } from "../fixture.ts";

Deno.test("a page's context is its own in every step, 10,000 pages, 100 at a time, each request ending at random", async () => {
  const { below } = seededRandom(7);
  const seen = new Map<number, Context<number>>();
  const inFlight = new Set<number>();
  let most = 0, looks = 0;

  async function look(session: Session, input: number, name: string): Promise<number> {
    for (let turns = below(3); turns >= 0; turns--) {
      const own = context<number>();
      assert.equal(own.input, input);
      assert.equal(own.iteration, input);
      assert.equal(own.step, name);
      const { traceId, user } = seen.get(input) ?? own;
      assert.deepEqual([own.traceId, own.user], [traceId, user]);
      seen.set(input, own);
      looks++;
      await session.execute(name);
    }
    return input;
  }

  const measured = await runLoad(loadOf({
    operations: 10_000,
    poolSize: 100,
    mode: ["concurrent"],
    steps: (page) =>
      page
        .step("first", (session, input) => {
          inFlight.add(input);
          most = Math.max(most, inFlight.size);
          return look(session, input, "first");
        })
        .step("second", (session, input) => look(session, input, "second"))
        .step("third", { after: ["first"] }, (session, input, { first }) => {
          assert.equal(first, input);
          return look(session, input, "third");
        })
        .compute("fourth", { after: ["third"] }, (input) => {
          assert.equal(context().iteration, input);
          inFlight.delete(input);
        }),
  }, {
    session: fakeSession({
      async execute() {
        for (let turns = below(3); turns > 0; turns--) await turn();
        return { rows: [], pageState: undefined };
      },
    }),
  }));

  assert.deepEqual(measured.errors.byClass, {});
  assert.equal(seen.size, 10_000);
  assert.equal(most, 100);
  assert.equal(new Set([...seen.values()].map(({ traceId }) => traceId)).size, 10_000);
  const users = new Set([...seen.values()].map(({ user }) => user));
  assert.deepEqual([...users].sort((a, b) => a - b), Array.from({ length: 100 }, (_, at) => at));
  assert.deepEqual(measured.steps?.map(({ operations }) => operations), Array(4).fill(10_000));
  // Of the pages that were kept, no step and no request is missing.
  const requests = measured.timeline?.flatMap(({ operation, spans }) => {
    assert.ok(spans.every(({ step }) => step !== undefined), `${operation}`);
    const steps = spans.filter(({ kind }) => kind === "step").map(({ name }) => name).sort();
    assert.deepEqual(steps, ["first", "fourth", "second", "third"]);
    return spans.filter(({ kind }) => kind === "request");
  }) ?? [];
  assert.ok(requests.length >= 2 * 3);
  assert.ok(requests.every(({ name, step }) => name === step));
  assert.ok(looks >= 30_000);
});

Deno.test("the users of several threads are different ones", async () => {
  const users: number[] = [];
  for (const worker of [0, 1]) {
    const load = loadOf({
      operations: 8,
      poolSize: 4,
      workers: 2,
      mode: ["serial"],
      steps: (page) => page.step("a", () => Promise.resolve(users.push(context().user))),
    });
    await runLoad({ ...load, share: { worker, workers: 2 } });
  }
  assert.deepEqual([...new Set(users)].sort(), [0, 1, 2, 3]);
});

Deno.test("outside of steps, tasks and operations that take tasks there is no context, and it says so", () => {
  assert.throws(() => context(), /^Error: Cannot give a context as none is here: steps have one/);
});
