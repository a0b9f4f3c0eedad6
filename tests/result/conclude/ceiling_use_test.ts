import assert from "node:assert/strict";
import { ceilingUse } from "../../../src/result/conclude/ceiling_use.ts";
import type { Calibration } from "../../../src/result/document.ts";
import { caseOf } from "../fixture.ts";

const CALIBRATION: Calibration = {
  ...{ at: "2026-11-22T06:25:00.000Z", error: 0.1, passed: true },
  ceilings: { driver: { cpu: 40, throughput: 25_000 }, wire: { cpu: 2.5, throughput: 400_000 } },
};

function caseWith(client: string | undefined, coordinated: number, workers = 1) {
  const nodes = [{ address: "a", coordinated, share: 1, server: null }];
  const measured = caseOf({ elapsed: 2_000, nodes, own: client === undefined ? {} : { client } });
  return { ...measured, parameters: { ...measured.parameters, workers } };
}

Deno.test("ceilingUse() is the largest share of what each case's client can send", () => {
  assert.equal(ceilingUse([caseWith(undefined, 25_000)], CALIBRATION), 0.5);
  assert.equal(ceilingUse([caseWith("wire", 25_000)], CALIBRATION), 0.03125);
  const both = [caseWith("driver", 10_000), caseWith("wire", 600_000)];
  assert.equal(ceilingUse(both, CALIBRATION), 0.75);
});

Deno.test("ceilingUse() of two threads is of what both can send", () => {
  assert.equal(ceilingUse([caseWith("wire", 800_000, 2)], CALIBRATION), 0.5);
});

Deno.test("ceilingUse() is unknown without a calibration, or without what it found", () => {
  const cases = [caseWith("wire", 10)];
  const { ceilings: _, ...older } = CALIBRATION;
  assert.equal(ceilingUse(cases, undefined), undefined);
  assert.equal(ceilingUse(cases, older), undefined);
  assert.equal(ceilingUse([], CALIBRATION), undefined);
});
