import assert from "node:assert/strict";
import { studentQuantile } from "../../../src/result/conclude/student.ts";

Deno.test("studentQuantile() is what the tables say", () => {
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
    assert.equal(studentQuantile(Number(degrees)).toFixed(3), quantile.toFixed(3), degrees);
  }
});

Deno.test("studentQuantile() is exact where there is a formula, and comes down to that of the normal law", () => {
  assert.ok(Math.abs(studentQuantile(1) - Math.tan(Math.PI * 0.475)) < 1e-12);
  assert.ok(Math.abs(studentQuantile(2) - 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2))) < 1e-12);
  for (let degrees = 1; degrees < 200; degrees++) {
    assert.ok(studentQuantile(degrees + 1) < studentQuantile(degrees), String(degrees));
  }
  assert.ok(Math.abs(studentQuantile(100_000) - 1.959964) < 1e-4);
});
