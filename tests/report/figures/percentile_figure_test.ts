import assert from "node:assert/strict";
import { percentileFigure } from "../../../src/report/figures/percentile_figure.ts";
import { caseOf, resultOf } from "../../result/fixture.ts";
import { realTimes } from "./fixture.ts";

Deno.test("a percentile curve goes from the shortest to the longest of 1,000 times", () => {
  const times = realTimes(Array.from({ length: 1_000 }, (_, at) => (at + 1) / 10));
  const [figure] = percentileFigure(resultOf([caseOf({ responseTime: times })]));
  const points = figure!.lines[0]!.points;
  const at = (share: number) => points.find(({ x }) => x === share)?.y ?? NaN;
  for (const [share, ms] of [[0, 0.1], [0.499, 49.9], [0.9, 90], [0.99, 99], [0.999, 99.9]]) {
    assert.ok(Math.abs(at(share!) - ms!) <= ms! / 1_000, `${share}: ${at(share!)}`);
  }
  assert.equal(points.at(-1)!.y, 100);
  assert.equal(points.length, 62);
  assert.deepEqual(points, points.toSorted((a, b) => a.x - b.x));
});

Deno.test("no time in a curve is above the longest that was measured", () => {
  const [figure] = percentileFigure(resultOf([caseOf({ responseTime: realTimes([100.01]) })]));
  assert.deepEqual(figure!.lines[0]!.points, [
    { x: 0, y: 100.01 },
    { x: 0.109, y: 100.01 },
  ]);
});

Deno.test("a case without times, or whose histogram is none, has no curve", () => {
  assert.deepEqual(percentileFigure(resultOf([caseOf({}), caseOf({ responseTime: null })])), []);
});

Deno.test("of twenty cases an even choice of six is shown at first", () => {
  const responseTime = realTimes([1, 2]);
  const cases = Array.from({ length: 20 }, (_, at) => caseOf({ poolSize: at + 1, responseTime }));
  const [figure] = percentileFigure(resultOf(cases));
  const shown = figure!.lines.flatMap(({ label, isShown }) => isShown ? [label] : []);
  assert.deepEqual(shown, ["pool 1", "pool 5", "pool 9", "pool 12", "pool 16", "pool 20"]);
});
