import assert from "node:assert/strict";
import { axisNames, speedupTable } from "../../src/report/speedup_table.ts";
import { caseOf, errorsOf, PUBLISHED, resultOf } from "../result/fixture.ts";
import { assertText } from "./snapshot.ts";

Deno.test("speedupTable() shows the first experiment as it was published", async (t) => {
  await assertText(t, speedupTable(resultOf(PUBLISHED)));
});

Deno.test("speedupTable() compares every pool with the first, which need not be serial", async (t) => {
  const cases = [10, 1, 1_000].map((poolSize) => caseOf({ poolSize, elapsed: 900 / poolSize }));
  await assertText(t, speedupTable(resultOf(cases, [10, 1, 1_000])));
});

Deno.test("speedupTable() sets the scenario's own axes before the latency", async (t) => {
  const cases = ["small", "large"].flatMap((kind) =>
    [0, 0.5].flatMap((latency) =>
      [1, 100].map((poolSize) =>
        caseOf({ own: { kind, isWide: true }, latency, poolSize, elapsed: 2_000 / poolSize })
      )
    )
  );
  await assertText(t, speedupTable(resultOf(cases)));
});

Deno.test("speedupTable() of one pool size has no speedup", async (t) => {
  await assertText(t, speedupTable(resultOf([caseOf({ poolSize: 100 })], [100])));
});

Deno.test("speedupTable() shows a line when all its pools are measured, and so grows by whole lines", () => {
  const grown = PUBLISHED.map((_, at) =>
    speedupTable(resultOf(PUBLISHED.slice(0, at + 1))).split("\n")
  );
  assert.deepEqual(grown.map(({ length }) => length), [2, 3, 3, 4, 4, 5, 5, 6]);
  const whole = grown.at(-1) ?? [];
  for (const lines of grown) assert.deepEqual(lines, whole.slice(0, lines.length));
});

Deno.test("speedupTable() counts successes: failing ten times as fast is no speedup", async (t) => {
  const errors = errorsOf({ overloaded: [990, "full"] });
  const cases = [caseOf({}), caseOf({ poolSize: 100, elapsed: 100, errors })];
  await assertText(t, speedupTable(resultOf(cases)));
});

Deno.test("speedupTable() leaves the speedup out where the first pool had no success", async (t) => {
  const errors = errorsOf({ noHostAvailable: [1_000, "down"] });
  await assertText(t, speedupTable(resultOf([caseOf({ errors }), caseOf({ poolSize: 100 })])));
});

Deno.test("speedupTable() marks an aborted case", async (t) => {
  const cases = [
    caseOf({}),
    caseOf({ poolSize: 100, elapsed: 80, operations: 500, status: "aborted" }),
  ];
  await assertText(t, speedupTable(resultOf(cases)));
});

Deno.test("axisNames() names latency last, also without a case", () => {
  assert.deepEqual(axisNames([]), ["latency"]);
  assert.deepEqual(axisNames([caseOf({ own: { size: 1, kind: "a" } })]), [
    "size",
    "kind",
    "latency",
  ]);
});
