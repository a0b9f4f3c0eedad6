import assert from "node:assert/strict";
import { errorsSection } from "../../../src/report/sections/errors.ts";
import { loadsSection } from "../../../src/report/sections/loads.ts";
import type { LoadResult } from "../../../src/result/case.ts";
import { caseOf, errorsOf, resultOf, summaryOf } from "../../result/fixture.ts";
import { assertText, rendered } from "../snapshot.ts";

const WRITES: LoadResult = {
  ...{ name: "writes", poolSize: 50, operations: 950, unsent: 50, elapsed: 5_000, throughput: 190 },
  errors: errorsOf({ writeTimeout: [2, "too slow"] }),
  ...{ serviceTime: summaryOf(1), waitTime: summaryOf(0.1), responseTime: summaryOf(1.1) },
  schedule: { rate: 200, achieved: 190, due: 1_000, length: 5_000, overrun: 0 },
};

const SCANS: LoadResult = {
  ...{ name: "scans", poolSize: 1, operations: 5, unsent: 0, elapsed: 5_000, throughput: 1 },
  ...{ errors: errorsOf({}), serviceTime: summaryOf(900), waitTime: null },
  ...{ responseTime: summaryOf(900), schedule: null },
};

Deno.test("loadsSection() shows each load beside each case, what was asked and what was not sent", async (t) => {
  const cases = [1, 100].map((poolSize) => caseOf({ poolSize, loads: [WRITES, SCANS] }));
  await assertText(t, rendered(loadsSection(resultOf(cases, [1, 100]))));
});

Deno.test("loadsSection() is nothing without such loads", () => {
  assert.deepEqual(loadsSection(resultOf([caseOf({})], [1])), []);
});

Deno.test("errorsSection() tells the errors of a load from those of the measured one", async (t) => {
  const errors = errorsOf({ readTimeout: [1, "too slow, too"] });
  const result = resultOf([caseOf({ errors, loads: [WRITES, SCANS] })], [1]);
  await assertText(t, rendered(errorsSection(result)));
});
