import assert from "node:assert/strict";
import { compose, type ResultParts } from "../../src/result/compose.ts";
import type { SearchResult } from "../../src/result/document.ts";
import { caseOf, environmentOf, errorsOf } from "./fixture.ts";
import { pageOf } from "./page_fixture.ts";

const { settings, target } = environmentOf({
  thresholds: ["throughput > 900", "errors.rate <= 0"],
  seed: 7,
});

const CASES = [
  caseOf({ elapsed: 1_000, repetition: 1 }),
  caseOf({ elapsed: 2_000, repetition: 2, errors: errorsOf({ unavailable: [10, "no replica"] }) }),
];

function partsOf(parts: Partial<ResultParts> = {}): ResultParts {
  return {
    ...{ name: "latency", file: undefined, settings, target, driver: "4.10.0" },
    ...{ calibration: undefined, startedAt: new Date("2026-11-22T06:25:00.123Z") },
    ...{ status: "completed", cases: CASES, search: undefined },
    ...parts,
  };
}

Deno.test("compose() tells what ran, where, with what and how it ended", () => {
  const { schemaVersion, scenario, environment, status } = compose(partsOf({ status: "failed" }));
  assert.deepEqual({ schemaVersion, scenario, status }, {
    ...{ schemaVersion: 1, scenario: { name: "latency", seed: 7 }, status: "failed" },
  });
  const { startedAt, driver, deno } = environment;
  assert.deepEqual({ startedAt, driver, deno }, {
    ...{ startedAt: "2026-11-22T06:25:00.123Z", driver: "4.10.0", deno: Deno.version.deno },
  });
  assert.deepEqual([environment.target, environment.settings], [target, settings]);
});

Deno.test("compose() finds what follows from the cases: estimates, thresholds and warnings", () => {
  const { cases, estimates, thresholds, warnings } = compose(partsOf());
  assert.deepEqual(cases, CASES);
  assert.deepEqual(estimates.map(({ repetitions }) => repetitions), [2]);
  assert.deepEqual(thresholds.map(({ case: at, value, passed }) => [at, value, passed]), [
    [0, 1_000, true],
    [0, 0, true],
    [1, 495, false],
    [1, 0.01, false],
  ]);
  assert.deepEqual(warnings.map(({ code }) => code), ["errors"]);
});

Deno.test("compose() names a file, a calibration and a search where there are any", () => {
  const found: SearchResult = {
    ...{ parameters: { latency: 0 }, thresholds: ["responseTime.p99 < 20"] },
    ...{ rate: 500, limit: "rate", steps: [] },
  };
  const calibration = { at: "2026-11-22T05:00:00.000Z", error: 0.1, passed: true };
  const full = compose(partsOf({ file: "latency.ts", calibration, search: [found] }));
  assert.equal(full.scenario.file, "latency.ts");
  assert.deepEqual(full.environment.calibration, calibration);
  assert.deepEqual(full.search, [found]);

  const bare = compose(partsOf());
  assert.ok(!("file" in bare.scenario));
  assert.ok(!("calibration" in bare.environment));
  assert.ok(!("search" in bare));
});

Deno.test("compose() finds the speedups of pages, and has none where there are no modes", () => {
  const cases = [pageOf({ mode: "serial" }), pageOf({ mode: "concurrent" })];
  assert.deepEqual(compose(partsOf({ cases })).speedups?.map((one) => "mode" in one && one.mode), [
    "concurrent",
  ]);
  assert.deepEqual(compose(partsOf({ cases: cases.slice(0, 1) })).speedups, []);
  assert.ok(!("speedups" in compose(partsOf())));
});

Deno.test("compose() finds the speedups of pools, the findings, and what the run came to", () => {
  const pools = compose(partsOf({ cases: [1, 100].map((poolSize) => caseOf({ poolSize })) }));
  assert.deepEqual(pools.speedups?.map((one) => "over" in one && one.over), [1]);
  assert.deepEqual(pools.findings, []);
  const { outcome } = compose(partsOf());
  assert.deepEqual({ ...outcome, failed: outcome?.failed.length }, {
    ...{ succeeded: true, valid: true, invalid: 0, failed: 2 },
  });
  const pages = { ...settings, mode: ["serial", "concurrent"] as const };
  const cases = pages.mode.map((mode) => pageOf({ mode }));
  const { findings = [] } = compose(partsOf({ cases, settings: pages }));
  assert.match(findings[0]?.message ?? "", /^Against serial, concurrent is 1\.3 × faster; the/);
});

Deno.test("compose() gives a document that JSON keeps, and that later cases do not change", () => {
  const cases = CASES.slice(0, 1);
  const result = compose(partsOf({ cases }));
  cases.push(...CASES);
  assert.equal(result.cases.length, 1);
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
});
