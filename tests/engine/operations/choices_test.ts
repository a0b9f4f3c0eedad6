import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { contexts } from "../../../src/scenario/context.ts";
import { withClock } from "../../support/clock.ts";
import { fakeSession, loadOf, turn, type Wishes } from "../fixture.ts";

/** Which operations of a load used the session that is traced. */
async function traced(wishes: Wishes): Promise<number[]> {
  const chosen: number[] = [];
  const load = loadOf({
    ...wishes,
    operation: async (session, input) => {
      const { rows: [row] } = await session.execute("SELECT");
      if (row?.isTraced) chosen.push(input);
    },
  }, {
    traced: (onTrace) =>
      fakeSession({
        execute() {
          onTrace(`trace ${contexts.getStore()?.context.iteration}`);
          return Promise.resolve({ rows: [{ isTraced: true }], pageState: undefined });
        },
      }),
  });
  const { timeline = [] } = await runLoad(load);
  const kept = timeline.filter(({ kept }) => kept === "traced");
  assert.deepEqual(kept.map(({ operation }) => operation), chosen);
  for (const { operation, spans } of kept) {
    assert.deepEqual(spans.map(({ kind, trace }) => [kind, trace]), [[
      "request",
      `trace ${operation}`,
    ]]);
  }
  return chosen;
}

Deno.test("so many operations as are asked for are traced, evenly over the case, and each request knows its trace", async () => {
  assert.deepEqual(await traced({ operations: 100, trace: 4 }), [0, 25, 50, 75]);
  assert.deepEqual(await traced({ operations: 3, trace: 10 }), [0, 1, 2]);
  assert.deepEqual(await traced({ operations: 10, trace: 1 }), [0]);
  assert.deepEqual(await traced({ operations: 10 }), []);
});

Deno.test("a case with a duration is traced evenly over its time", async () => {
  await withClock(async (clock) => {
    const load = { duration: 1_000, trace: 2 };
    const session = fakeSession();
    const seen: number[] = [];
    await runLoad(loadOf({
      ...load,
      operation: async (session) => {
        await session.execute("SELECT");
        clock.now += 100;
      },
    }, {
      session,
      traced: () =>
        fakeSession({
          execute() {
            seen.push(clock.now - 1_000);
            return Promise.resolve({ rows: [], pageState: undefined });
          },
        }),
    }));
    assert.deepEqual(seen, [0, 500]);
  });
});

Deno.test("two requests of one step, in flight together, keep their traces apart", async () => {
  let count = 0;
  const { timeline = [] } = await runLoad(loadOf({
    operations: 1,
    trace: 1,
    mode: ["concurrent"],
    steps: (page) =>
      page.step(
        "both",
        (session) => Promise.all([session.execute("first"), session.execute("second")]),
      ),
  }, {
    traced: (onTrace) =>
      fakeSession({
        async execute(cql) {
          if (count++ === 0) await turn();
          onTrace(cql);
          return { rows: [], pageState: undefined };
        },
      }),
  }));
  const requests = timeline[0]?.spans.filter(({ kind }) => kind === "request") ?? [];
  assert.deepEqual(requests.map(({ name, trace }) => [name, trace]), [["first", "first"], [
    "second",
    "second",
  ]]);
});
