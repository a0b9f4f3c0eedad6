import assert from "node:assert/strict";
import { studentCritical } from "../../../src/result/conclude/student.ts";

/** How far Student's t is from 0 with 95 % confidence. */
const criticalOf = (degrees: number) => studentCritical(0.05, degrees);

Deno.test("studentCritical() is what the tables say", () => {
  const table = {
    ...{
      1: 12.706,
      2: 4.303,
      3: 3.182,
      4: 2.776,
      5: 2.571,
      6: 2.447,
      7: 2.365,
      8: 2.306,
      9: 2.262,
    },
    ...{ 10: 2.228, 11: 2.201, 12: 2.179, 13: 2.160, 14: 2.145, 15: 2.131, 20: 2.086, 25: 2.060 },
    ...{ 29: 2.045, 30: 2.042, 40: 2.021, 60: 2.000, 100: 1.984, 120: 1.980, 1_000: 1.962 },
  };
  for (const [degrees, quantile] of Object.entries(table)) {
    assert.equal(criticalOf(Number(degrees)).toFixed(3), quantile.toFixed(3), degrees);
  }
});

Deno.test("studentCritical() is exact where there is a formula, and comes down to that of the normal law", () => {
  assert.ok(Math.abs(criticalOf(1) - Math.tan(Math.PI * 0.475)) < 1e-12);
  assert.ok(Math.abs(criticalOf(2) - 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2))) < 1e-12);
  for (let degrees = 1; degrees < 200; degrees++) {
    assert.ok(criticalOf(degrees + 1) < criticalOf(degrees), String(degrees));
  }
  assert.ok(Math.abs(criticalOf(100_000) - 1.959964) < 1e-4);
});
