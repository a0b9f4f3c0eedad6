/** What a user sees of each fault of the embedded server, with both clients. */
import assert from "node:assert/strict";
import type { CaseResult } from "../../src/result/case.ts";
import { run } from "../../src/run/run.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import {
  type Fault,
  FAULT_ERRORS,
  type FaultKind,
  OTHER_FAULTS,
  SPOILT_ANSWERS,
} from "../../src/scenario/faults.ts";
import type { Settings } from "../../src/scenario/settings.ts";
import rows from "../fixtures/faults.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";

const Row = model("row", { id: "int", v: "text" }, ["id"]);
const file = inRepository("tests/fixtures/faults.ts");

/** Runs the fixture with these faults: one case with each client. */
async function inject(
  faults: readonly Fault[],
  settings: Settings = {},
): Promise<readonly CaseResult[]> {
  const { cases, status } = await run(rows, { operations: 400, ...settings, faults, file });
  assert.equal(status, "completed");
  for (const { operations } of cases) assert.equal(operations, settings.operations ?? 400);
  return cases;
}

/** How often faults struck, by the class under which they are counted. */
function injectedByClass({ faults = [] }: CaseResult): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { errorClass, injected } of faults) {
    if (errorClass !== undefined) all[errorClass] = (all[errorClass] ?? 0) + injected;
  }
  return all;
}

for (const workers of [1, 2]) {
  testPermitted(
    `every error that is injected is counted once, by both clients, in ${workers} workers`,
    async () => {
      const faults = FAULT_ERRORS.map((kind): Fault =>
        // A statement that its node forgets twice in a row is not sent a third time.
        kind === "unprepared" ? { kind, every: 500 } : { kind, share: 0.03 }
      );
      const cases = await inject(faults, { operations: 3_000, workers });
      assert.equal(cases.length, 2);
      for (const measured of cases) {
        for (const { fault: { kind }, injected } of measured.faults ?? []) {
          assert.ok(injected > 0, kind);
        }
        // What had to be prepared again has succeeded all the same.
        assert.deepEqual(measured.errors.byClass, injectedByClass(measured));
        const [write, read] = measured.mix ?? [];
        assert.equal(
          write?.errors.byClass.readTimeout ?? read?.errors.byClass.writeTimeout,
          undefined,
        );
      }
    },
  );
}

/** Faults after which the connection goes on. */
const HARMLESS: readonly FaultKind[] = [
  ...["silence", "delay", "slowBytes", "unknownResult", "shortBody", "noRows"] as const,
];

/** Each silence is waited for. */
const timesOf = (kind: FaultKind) => kind === "silence" ? 1 : 3;

const LOSING = [...OTHER_FAULTS, ...SPOILT_ANSWERS].filter((kind) => !HARMLESS.includes(kind));

for (const [what, kinds] of Object.entries({ keep: HARMLESS, lose: LOSING })) {
  testPermitted(
    `faults that ${what} the connection are counted each, and the run goes on`,
    async () => {
      const faults = kinds.map((kind, at): Fault => ({
        ...{ kind, after: 100 + 20 * at, every: 7, times: timesOf(kind) },
        ...kind === "delay" && { ms: 20 },
      }));
      const load = { poolSizes: [1], operations: 800, timeout: 2_000 };
      for (const measured of await inject(faults, load)) {
        for (const { fault: { kind }, injected } of measured.faults ?? []) {
          assert.equal(injected, timesOf(kind), kind);
        }
        const { noHostAvailable: _, ...own } = measured.errors.byClass;
        const injected = injectedByClass(measured);
        // A second answer fails nothing, but the request after it can be lost with the connection.
        const more = (own["protocol"] ?? 0) - (injected["protocol"] ?? 0);
        assert.ok(more >= 0 && more <= (what === "keep" ? 0 : 3), `${more} more`);
        assert.deepEqual({ ...own, protocol: 0 }, { ...injected, protocol: 0 });
        if (what === "keep") assert.equal(measured.errors.byClass.noHostAvailable, undefined);
      }
    },
  );
}

testPermitted("the same seed strikes the same requests, another one others", async () => {
  const injectedWith = async (seed: number) => {
    const faults: Fault[] = [{ kind: "overloaded", share: 0.1 }, { kind: "invalid", share: 0.1 }];
    const cases = await inject(faults, { poolSizes: [1], seed, warmup: 0 });
    return cases.map(({ faults }) => faults?.map(({ injected }) => injected));
  };
  const [first, again, other] = [
    await injectedWith(1),
    await injectedWith(1),
    await injectedWith(2),
  ];
  assert.deepEqual(again, first);
  assert.deepEqual(first?.[0], first?.[1]);
  assert.notDeepEqual(other, first);
});

testPermitted("retries hide what is injected, and are counted", async () => {
  // One at a time: the tenth request after one that was refused is never its own next try.
  const load = { retries: 3, poolSizes: [1] };
  for (const measured of await inject([{ kind: "overloaded", every: 10 }], load)) {
    const [{ injected } = assert.fail()] = measured.faults ?? [];
    assert.ok(injected >= 40);
    assert.equal(measured.errors.total, 0);
    assert.equal(measured.retries, injected);
  }
});

testPermitted(
  "faults strike by the clock of the case, not in the warm-up, and no other case's",
  async () => {
    const faults: Fault[] = [{ kind: "overloaded", from: 300, to: 600 }];
    const load = { rate: [500], duration: 900, poolSizes: [100] };
    const { cases } = await run(rows, { ...load, faults, warmup: 200 });
    for (const { faults, errors, series } of cases) {
      const [{ requests, injected } = assert.fail()] = faults ?? [];
      assert.equal(injected, requests);
      assert.deepEqual(errors.byClass, { overloaded: injected });
      // A third of 450 operations are due meanwhile; a busy machine shifts some.
      assert.ok(injected > 50 && injected < 350, String(injected));
      assert.equal(series.reduce((sum, second) => sum + second.errors, 0), injected);
    }
  },
);

testPermitted("a fault strikes only what it is about: reads, writes, a table, a text", async () => {
  const about: Fault[] = [
    { kind: "overloaded", requests: "write", table: "row", times: 5 },
    { kind: "invalid", requests: "read", statement: "SELECT", times: 5 },
    { kind: "serverError", table: "other" },
    { kind: "syntaxError", statement: "no such text" },
    { kind: "unauthorized", table: "system.local" },
  ];
  for (const { mix = [], faults = [] } of await inject(about)) {
    assert.deepEqual(faults.map(({ injected }) => injected), [5, 5, 0, 0, 0]);
    const byName = new Map(mix.map(({ name, errors }) => [name, errors.byClass]));
    assert.deepEqual(byName.get("write"), { overloaded: 5 });
    assert.deepEqual(byName.get("read"), { invalid: 5 });
  }
});

testPermitted(
  "what is answered with a write timeout has been written, what is refused has not",
  async () => {
    for (const [kind, written] of [["writeTimeout", 10], ["overloaded", 0]] as const) {
      let rowsThen = -1;
      const writes = scenario({
        ...{ name: "writes", models: [Row], client: ["wire"], operations: 10, warmup: 0 },
        ...{ poolSizes: [1], faults: [{ kind }] },
        input: ({ index }) => ({ id: index, v: "v" }),
        operation: (session, row) => session.create(Row, row),
        async teardown(session) {
          rowsThen = (await session.execute("SELECT id FROM row")).rows.length;
        },
      });
      const { cases: [measured] } = await run(writes);
      assert.deepEqual(measured?.errors.byClass, { [kind]: 10 });
      assert.equal(rowsThen, written);
    }
  },
);
