import assert from "node:assert/strict";
import type { NodeEventResult } from "../../../src/result/node_event.ts";
import { downsample } from "../../../src/report/figures/downsample.ts";
import type { FigurePoint } from "../../../src/report/figures/figure.ts";
import { heatFigures, latencyEdges } from "../../../src/report/figures/heat_figures.ts";
import { secondFigures } from "../../../src/report/figures/second_figures.ts";
import { caseOf, errorsOf, resultOf } from "../../result/fixture.ts";
import { secondOf } from "./fixture.ts";

const SERIES = [
  secondOf(1_000, [1, 1, 1, 10]),
  secondOf(2_000, [], 3),
  secondOf(3_000, [2, 2, 2, 2, 100]),
  secondOf(3_500, [1]),
  secondOf(3_504, [1]),
];

Deno.test("seconds become rates at their middle, and a last one of 4 ms is left out", () => {
  const errors = errorsOf({ timeout: [3, "no answer"] });
  const figures = secondFigures(resultOf([caseOf({ series: SERIES, errors })]));
  assert.deepEqual(
    figures.map((
      { id, lines },
    ) => [id, ...lines.map(({ points }) => points.map(({ y }) => y && Math.round(y)))]),
    [
      ["throughput-over-time", [4, 0, 5, 2]],
      ["latency-over-time", [1, null, 2, 1], [10, null, 100, 1]],
      ["errors-over-time", [0, 3, 0, 0]],
      ["in-flight-over-time", [2, 2, 2, 2]],
    ],
  );
  assert.deepEqual(figures[0]!.lines[0]!.points.map(({ x }) => x), [0.5, 1.5, 2.5, 3.25]);
});

Deno.test("events on nodes and outages are marks of their case; what was not done is none", () => {
  const event: NodeEventResult = {
    ...{ planned: 1_000, at: 1_002, node: 2, address: "127.0.0.2:9042", do: "kill", took: 3 },
    ...{ throughputBefore: null, dip: null, recoveredAfter: null, responseTime: null },
    errors: { total: 0, byClass: {} },
  };
  const events = [event, { ...event, at: null }];
  const outages = [{ from: 1_100, to: 1_900, errors: 3 }, { from: 3_000, to: null, errors: 1 }];
  const [figure] = secondFigures(resultOf([
    caseOf({ series: SERIES, events, outages, elapsed: 3_500 }),
  ]));
  assert.deepEqual(figure!.marks, [
    { x: 1.002, label: "node 2 (127.0.0.2:9042) was killed", of: "latency" },
    { x: 1.1, to: 1.9, label: "outage", of: "latency" },
    { x: 3, to: 3.5, label: "outage", of: "latency" },
  ]);
});

Deno.test("a case of two seconds has no course, and an open load shows its response times", () => {
  assert.deepEqual(secondFigures(resultOf([caseOf({ series: SERIES.slice(0, 2) })])), []);
  const series = SERIES.map((second) => ({ ...second, responseTime: SERIES[2]!.serviceTime! }));
  const [, latency] = secondFigures(resultOf([caseOf({ rate: 5, series })]));
  assert.deepEqual(latency!.lines[0]!.points.map(({ y }) => Math.round(y!)), [2, 2, 2, 2]);
});

Deno.test("a map counts each operation once, in the row of its time", () => {
  const [figure] = heatFigures(resultOf([caseOf({ series: SERIES })]));
  const { xEdges, yEdges, counts } = figure!;
  assert.deepEqual(xEdges, [0, 1, 2, 3, 3.5]);
  const rowOf = (ms: number) => yEdges.findIndex((edge) => edge > ms * 1.000_5) - 1;
  assert.deepEqual(counts.map((column) => column.reduce((sum, count) => sum + count, 0)), [
    ...[4, 0, 5, 1],
  ]);
  assert.equal(counts[0]![rowOf(1)], 3);
  assert.equal(counts[0]![rowOf(10)], 1);
  assert.equal(counts[2]![rowOf(100)], 1);
});

Deno.test("a map of an hour has at most 240 columns and 48 rows, and loses no operation", () => {
  const [usual, stalled] = [secondOf(0, [0.05, 2]), secondOf(0, [0.05, 900])];
  const series = Array.from({ length: 3_600 }, (_, at) => ({
    ...at === 1_800 ? stalled : usual,
    at: (at + 1) * 1_000,
  }));
  const [figure] = heatFigures(resultOf([caseOf({ series })]));
  assert.equal(figure!.counts.length, 240);
  assert.ok(figure!.yEdges.length <= 49);
  assert.equal(figure!.counts.flat().reduce((sum, count) => sum + count, 0), 7_200);
});

Deno.test("rows hold the shortest and the longest time; without any there are none", () => {
  const edges = latencyEdges([{ low: 1, high: 1, count: 1 }, { low: 99, high: 100, count: 1 }])!;
  assert.ok(edges[0]! <= 1 && edges.at(-1)! > 100);
  assert.equal(latencyEdges([]), undefined);
});

Deno.test("fewer points keep each peak, and every point is one that was measured", () => {
  const points: FigurePoint[] = Array.from(
    { length: 3_600 },
    (_, x) => ({ x, y: x === 1_234 ? 500 : x % 7 }),
  );
  const fewer = downsample(points, 400);
  assert.ok(fewer.length <= 400);
  assert.ok(fewer.some(({ y }) => y === 500));
  assert.ok(fewer.every((point) => points.includes(point)));
  assert.deepEqual(fewer, fewer.toSorted((a, b) => a.x - b.x));
  assert.deepEqual(downsample([{ x: 1, y: null }, { x: 2, y: null }, { x: 3, y: 1 }], 2), [
    { x: 3, y: 1 },
  ]);
});
