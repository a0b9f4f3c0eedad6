import assert from "node:assert/strict";
import { loadFigures } from "../../../src/report/figures/load_figures.ts";
import { findSweeps, kneeOf } from "../../../src/report/figures/sweeps.ts";
import { caseOf, INVALID, resultOf } from "../../result/fixture.ts";
import { fullAtEight } from "./fixture.ts";

const SIZES = [1, 2, 4, 8, 16, 32];

Deno.test("throughput over pool sizes has Little's line and the knee of a server with 8 places", () => {
  const [pools, curve] = loadFigures(resultOf(SIZES.map((size) => fullAtEight(size))));
  assert.deepEqual(pools!.lines.map(({ measure }) => measure), ["throughput", "Little's law"]);
  assert.deepEqual(
    pools!.lines.map(({ points }) => points.map(({ x, y }) => [x, y])),
    [
      [[1, 100], [2, 200], [4, 400], [8, 800], [16, 800], [32, 800]],
      [[1, 100], [2, 200], [4, 400], [8, 800], [16, 1_600], [32, 3_200]],
    ],
  );
  assert.deepEqual(pools!.marks, [{ x: 8, y: 800, label: "knee: pool 8", of: "latency" }]);
  assert.deepEqual(curve!.marks, [{ x: 800, y: 10, label: "knee: pool 8", of: "latency" }]);
  assert.deepEqual(curve!.lines.map(({ measure, points }) => [measure, points[4]]), [
    ["p50", { x: 800, y: 20, label: "pool 16" }],
    ["p99", { x: 800, y: 40, label: "pool 16" }],
  ]);
});

Deno.test("a sweep that nothing bends yet, or of two loads, has no knee", () => {
  for (const sizes of [[1, 2, 4, 8], [1, 32]]) {
    const [sweep] = findSweeps(resultOf(sizes.map((size) => fullAtEight(size))));
    assert.equal(kneeOf(sweep!), undefined);
  }
});

Deno.test("a step that is not valid says so, and makes no knee", () => {
  const cases = SIZES.map((size) => fullAtEight(size, size > 8 ? { verdict: INVALID } : {}));
  const [sweep] = findSweeps(resultOf(cases));
  assert.equal(sweep!.steps.at(-1)!.label, "pool 32, not valid");
  assert.equal(kneeOf(sweep!), undefined);
});

Deno.test("each latency is a sweep, repetitions are one step, and what never succeeded is none", () => {
  const cases = [5, 10].flatMap((latency) =>
    SIZES.flatMap((size) =>
      [1, 2].map((repetition) =>
        fullAtEight(size, { latency, repetition, throughput: size * 100 * repetition })
      )
    )
  );
  const fruitless = fullAtEight(64, { latency: 5, responseTime: null });
  const sweeps = findSweeps(resultOf([...cases, fruitless]));
  assert.deepEqual(sweeps.map(({ label }) => label), ["latency 5 ms", "latency 10 ms"]);
  assert.deepEqual(sweeps[0]!.steps.map(({ load }) => load), SIZES);
  assert.equal(sweeps[0]!.steps[1]!.throughput, 300);
});

Deno.test("rates are a sweep of their own, and one load is none", () => {
  const rates = [100, 1_000, 5_000].map((rate) => caseOf({ rate, throughput: rate, poolSize: 64 }));
  const figures = loadFigures(resultOf(rates));
  assert.deepEqual(figures.map(({ id }) => id), ["latency-by-throughput"]);
  assert.match(figures[0]!.summary, /over rates/);
  assert.equal(figures[0]!.lines[0]!.points[2]!.label, "5,000/s");
  assert.deepEqual(loadFigures(resultOf([caseOf({})])), []);
});
