import assert from "node:assert/strict";
import { speedupTable } from "../../../src/report/tables/speedup_table.ts";
import { caseOf, errorsOf, INVALID, PUBLISHED, resultOf } from "../../result/fixture.ts";
import { assertText, rendered, renderedTable } from "../snapshot.ts";

Deno.test("speedupTable() shows the first experiment as it was published", async (t) => {
  await assertText(t, renderedTable(speedupTable(resultOf(PUBLISHED))));
});

Deno.test("speedupTable() compares every pool with the first, which need not be serial", async (t) => {
  const cases = [10, 1, 1_000].map((poolSize) => caseOf({ poolSize, elapsed: 900 / poolSize }));
  await assertText(t, renderedTable(speedupTable(resultOf(cases, [10, 1, 1_000]))));
});

Deno.test("speedupTable() sets the scenario's own axes before the latency", async (t) => {
  const cases = ["small", "large"].flatMap((kind) =>
    [0, 0.5].flatMap((latency) =>
      [1, 100].map((poolSize) =>
        caseOf({ own: { kind, isWide: true }, latency, poolSize, elapsed: 2_000 / poolSize })
      )
    )
  );
  await assertText(t, renderedTable(speedupTable(resultOf(cases))));
});

Deno.test("speedupTable() of one pool size has no speedup", async (t) => {
  await assertText(t, renderedTable(speedupTable(resultOf([caseOf({ poolSize: 100 })], [100]))));
});

Deno.test("speedupTable() shows a line when all its pools are measured, and so grows by whole lines", () => {
  const grown = PUBLISHED.map((_, at) =>
    renderedTable(speedupTable(resultOf(PUBLISHED.slice(0, at + 1)))).split("\n")
  );
  assert.deepEqual(grown.map(({ length }) => length), [2, 3, 3, 4, 4, 5, 5, 6]);
  const whole = grown.at(-1) ?? [];
  for (const lines of grown) assert.deepEqual(lines, whole.slice(0, lines.length));
});

Deno.test("speedupTable() counts successes: failing ten times as fast is no speedup", async (t) => {
  const errors = errorsOf({ overloaded: [990, "full"] });
  const cases = [caseOf({}), caseOf({ poolSize: 100, elapsed: 100, errors })];
  await assertText(t, renderedTable(speedupTable(resultOf(cases))));
});

Deno.test("speedupTable() leaves the speedup out where the first pool had no success", async (t) => {
  const errors = errorsOf({ noHostAvailable: [1_000, "down"] });
  await assertText(
    t,
    renderedTable(speedupTable(resultOf([caseOf({ errors }), caseOf({ poolSize: 100 })]))),
  );
});

Deno.test("speedupTable() marks an aborted case", async (t) => {
  const cases = [
    caseOf({}),
    caseOf({ poolSize: 100, elapsed: 80, operations: 500, status: "aborted" }),
  ];
  await assertText(t, renderedTable(speedupTable(resultOf(cases))));
});

Deno.test("speedupTable() marks a case that is not valid", async (t) => {
  const cases = [caseOf({}), caseOf({ poolSize: 100, elapsed: 80, verdict: INVALID })];
  await assertText(t, renderedTable(speedupTable(resultOf(cases))));
});

Deno.test("speedupTable() shows throughput where the wall time was given", async (t) => {
  const cases = [
    caseOf({ operations: 251, elapsed: 30_000 }),
    caseOf({ poolSize: 100, operations: 250_000, elapsed: 30_000 }),
  ];
  const result = resultOf(cases, [1, 100], { settings: { duration: 30_000 } });
  await assertText(t, rendered([speedupTable(result)]));
});

/** Three repetitions, in turns, that drift by 1 % each. */
const REPEATED = [1, 2, 3].flatMap((repetition) =>
  [0, 100].flatMap((latency) =>
    [1, 100].map((poolSize) => {
      const elapsed = (3_000 + latency * 1_000) / (poolSize === 1 ? 1 : 9 + repetition);
      return caseOf({ repetition, latency, poolSize, elapsed: elapsed * (1 + repetition / 100) });
    })
  )
);

Deno.test("speedupTable() shows means over repetitions with their intervals", async (t) => {
  const result = resultOf(REPEATED, [1, 100], { settings: { repetitions: 3 } });
  await assertText(t, rendered([speedupTable(result)]));
});

Deno.test("speedupTable() of repetitions shows a line when the last of all its pools is there", () => {
  const grown = REPEATED.map((_, at) =>
    renderedTable(
      speedupTable(resultOf(REPEATED.slice(0, at + 1), [1, 100], { settings: { repetitions: 3 } })),
    )
      .split("\n")
  );
  assert.deepEqual(grown.map(({ length }) => length), [2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4]);
  const whole = grown.at(-1) ?? [];
  for (const lines of grown) assert.deepEqual(lines, whole.slice(0, lines.length));
});

Deno.test("speedupTable() leaves intervals out where there is no room for them", async (t) => {
  const cases = [1, 2].flatMap((repetition) =>
    [1, 10, 100].map((poolSize) =>
      caseOf({ repetition, poolSize, elapsed: 2_000 / poolSize + repetition })
    )
  );
  const result = resultOf(cases, [1, 10, 100], { settings: { repetitions: 2 } });
  await assertText(t, rendered([speedupTable(result)]));
});
