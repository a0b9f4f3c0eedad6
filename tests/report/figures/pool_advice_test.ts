import assert from "node:assert/strict";
import { poolFigure } from "../../../src/report/figures/pool_advice.ts";
import { bounded, law, POOLS, sweepOf } from "../../result/conclude/advice/sweep.ts";
import { resultOf } from "../../result/fixture.ts";

const CURVE = resultOf(sweepOf({ of: law(950, 0.02, 0.0005), noise: 0.02, repetitions: 3 }), POOLS);
const KNEE = resultOf(sweepOf({ of: bounded(11, 4_000) }), POOLS);

Deno.test("poolFigure() draws the law's curve beside the measured points, where it describes them", () => {
  const { lines, marks, x } = poolFigure(CURVE);
  assert.equal(x.scale, "log");
  const [measured, curve] = lines;
  assert.equal(measured?.style, "points");
  assert.deepEqual(measured?.points.map((point) => point.x), POOLS);
  assert.equal(curve?.measure, "Universal Scalability Law");
  assert.deepEqual([curve?.points.at(0)?.x, curve?.points.at(-1)?.x], [1, 1_000]);
  for (const { x, y } of measured?.points ?? []) {
    const near = curve?.points.reduce((a, b) => Math.abs(b.x - x) < Math.abs(a.x - x) ? b : a);
    assert.ok(Math.abs((near?.y ?? NaN) - (y ?? NaN)) < 1_500, `${x}: ${near?.y} and ${y}`);
  }
  assert.deepEqual(marks.map((mark) => [mark.x, mark.label]), [[50, "pool 50"]]);
});

Deno.test("poolFigure() joins the measured points of a curve that the law does not describe", () => {
  const { lines } = poolFigure(KNEE);
  assert.deepEqual(lines.map(({ style, measure }) => [style, measure]), [["line", "measured"]]);
});
