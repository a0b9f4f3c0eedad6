/** Reading back on a good server: everything that can be written is found, and what cannot be checked is counted. */
import assert from "node:assert/strict";
import { at, minus, model, plus, run, scenario, type Session } from "../../mod.ts";
import { testPermitted } from "../support/needs.ts";

const Item = model("item", {
  id: "int",
  part: "int",
  v: "text",
  f: "float",
  when: "timestamp",
  tags: "set<text>",
  marks: "map<text, int>",
  shared: "text static",
}, ["id", "part"]);
const Count = model("count", { id: "int", n: "counter" }, ["id"]);

async function verify(operation: (session: Session, index: number) => Promise<unknown>) {
  const { cases, outcome } = await run(
    scenario({
      ...{ name: "verified", models: [Item, Count], poolSizes: [8], operations: 200, warmup: 0 },
      input: ({ index }) => index,
      operation,
    }),
    { verifyWrites: true, client: ["driver", "wire"] },
  );
  assert.equal(outcome?.lost, undefined);
  for (const { verified, verdict } of cases) {
    assert.ok(verified !== undefined);
    const { acknowledged, readBack, overwritten, missing, different, notChecked = {} } = verified;
    assert.deepEqual([missing, different], [0, 0], verified.examples?.join());
    const others = Object.values(notChecked).reduce((sum, count) => sum + count, 0);
    assert.equal(acknowledged, readBack + overwritten + others);
    assert.ok(verdict.reasons.every(({ code }) => code !== "written"));
  }
  return cases.map(({ verified }) => {
    const { acknowledged, readBack, overwritten, notChecked } = verified!;
    return { acknowledged, readBack, overwritten, ...notChecked && { notChecked } };
  });
}

const twice = <T>(one: T) => [one, one];
const key = (index: number) => ({ id: index, part: 1 });
const row = (index: number) => ({
  ...key(index),
  v: `v${index}`,
  f: 0.1 * index,
  when: new Date(index * 1_000),
  tags: new Set([`t${index}`, "all"]),
  marks: new Map([["a", index]]),
  shared: "s",
});

testPermitted("creates of every column are found, by both clients", async () => {
  assert.deepEqual(
    await verify((session, index) => session.create(Item, row(index))),
    twice({ acknowledged: 200, readBack: 200, overwritten: 0 }),
  );
});

testPermitted("of many writes of few rows the last ones are found, whatever they do", async () => {
  const cases = await verify(async (session, index) => {
    const own = key(index % 7);
    if (index % 5 === 0) return await session.delete(Item, own);
    if (index % 5 === 1) return await session.update(Item, own, { v: `u${index}`, tags: null });
    if (index % 5 === 2) return await session.delete(Item, own, { columns: ["v", "f"] });
    await session.create(Item, { ...row(index), ...own });
  });
  for (const { acknowledged, readBack, overwritten } of cases) {
    assert.equal(acknowledged, 200);
    assert.ok(readBack >= 7 && overwritten > 100, `${readBack} and ${overwritten}`);
  }
});

testPermitted("batches, conditional writes and TTLs are found", async () => {
  assert.deepEqual(
    await verify(async (session, index) => {
      if (index % 2 === 0) {
        return await session.batch((batch) => {
          batch.create(Item, { ...key(index), v: "b" });
          batch.update(Item, { id: index, part: 2 }, { f: 2.5 });
          batch.create(Item, { id: index, part: 3, v: "t" }, { ttl: 600 });
        }, { logged: index % 4 === 0 });
      }
      // The second case finds the rows of the first.
      await session.createIfNotExists(Item, { id: index, part: Math.random() * 1e9 | 0, v: "c" });
    }),
    twice({ acknowledged: 400, readBack: 400, overwritten: 0 }),
  );
});

testPermitted("what cannot be checked is left out, and said", async () => {
  const cases = await verify(async (session, index) => {
    const kinds: (() => Promise<unknown>)[] = [
      () => session.update(Count, { id: 1 }, { n: 1n }),
      () => session.update(Item, key(index), { tags: plus(new Set(["x"])) }),
      () => session.update(Item, key(index), { marks: at("a", 1), tags: minus(new Set(["x"])) }),
      () => session.create(Item, row(index), { timestamp: 1_000_000 + index }),
      () => session.delete(Item, { id: index }),
      () => session.create(Item, { ...row(index), id: -index }),
      () => session.update(Item, { id: index }, { shared: "x" }),
      () => session.create(Item, row(index), { consistency: "any" }),
    ];
    await kinds[index % kinds.length]!();
  });
  assert.deepEqual(
    cases,
    twice({
      ...{ acknowledged: 200, readBack: 25, overwritten: 0 },
      notChecked: { counters: 25, ranges: 25, static: 25, changes: 50, timestamp: 25, any: 25 },
    }),
  );
});

testPermitted("a table that CQL of the scenario names is not checked", async () => {
  assert.deepEqual(
    await verify(async (session, index) => {
      if (index % 2 === 0) return await session.create(Item, row(index));
      await session.execute("UPDATE item SET v = 'x' WHERE id = ? AND part = ?", [index, 1]);
    }),
    twice({ acknowledged: 200, readBack: 0, overwritten: 0, notChecked: { cql: 200 } }),
  );
});

testPermitted(
  "mixes, loads in the background and open loads are read back, and without the flag nothing is",
  async () => {
    const one = {
      name: "all",
      models: [Item, Count],
      warmup: 0,
      input: ({ index }: { index: number }) => index,
      mix: {
        create: {
          weight: 1,
          operation: (session: Session, index: number) => session.create(Item, row(index)),
        },
        read: {
          weight: 1,
          operation: (session: Session, index: number) => session.find(Item, key(index)),
        },
      },
      loads: {
        beside: {
          poolSize: 2,
          input: ({ index }: { index: number }) => 1e6 + index,
          operation: (session: Session, index: number) => session.create(Item, row(index)),
        },
      },
    };
    for (const load of [{ operations: 300, poolSizes: [5] }, { rate: [3_000], duration: 100 }]) {
      const { cases: [measured] } = await run(scenario({ ...one, ...load }), {
        verifyWrites: true,
      });
      const { mix = [], loads = [], verified } = measured!;
      const sent = mix[0]!.operations + loads[0]!.operations;
      assert.equal(verified?.acknowledged, sent);
      assert.equal(verified?.readBack, sent);
    }
    const { cases: [plain] } = await run(scenario({ ...one, operations: 10, poolSizes: [1] }));
    assert.equal(plain!.verified, undefined);
  },
);

testPermitted("the steps of pages are read back, before teardown deletes their rows", async () => {
  const { cases } = await run(
    scenario({
      ...{ name: "pages", models: [Item], operations: 20, warmup: 0 },
      input: ({ index }) => index,
      steps: (page) =>
        page.step("one", (session, index) => session.create(Item, row(index)))
          .step(
            "two",
            (session, index) => session.update(Item, { id: index, part: 2 }, { v: "2" }),
          ),
      teardown: async (session) => {
        await session.execute("TRUNCATE item");
      },
    }),
    { verifyWrites: true },
  );
  for (const { verified } of cases) {
    assert.deepEqual([verified?.acknowledged, verified?.readBack], [40, 40]);
  }
});
