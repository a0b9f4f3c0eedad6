import assert from "node:assert/strict";
import type { LineFigure } from "../../../src/report/figures/figure.ts";
import { countCells, figureTable } from "../../../src/report/html/figure_table.ts";

const FIGURE: LineFigure = {
  kind: "lines",
  id: "throughput-by-pool",
  title: "Throughput over pool sizes",
  summary: "",
  x: { label: "pool size", scale: "log", unit: "count" },
  y: { label: "throughput", scale: "log", unit: "perSecond" },
  lines: [{
    label: "latency 1 ms",
    measure: "throughput",
    points: [{ x: 1, y: 602.4449, label: "serial" }, { x: 80, y: 22_686.4, label: "pool 80" }],
  }],
  marks: [{ x: 80, y: 22_686.4, label: "knee: pool 80", of: "latency 1 ms" }],
};

Deno.test("figureTable() gives lines that share their x a column each, and tells the marks", () => {
  assert.deepEqual(figureTable(FIGURE), {
    columns: ["of", "pool size", "latency 1 ms, throughput per second"],
    rows: [["serial", "1", "602.4"], ["pool 80", "80", "22,686"]],
    note: "Marked: latency 1 ms, knee: pool 80 (pool size 80, throughput 22,686).",
  });
});

Deno.test("figureTable() gives other lines a row for each point, with gaps told", () => {
  const lines = [...FIGURE.lines, { label: "b", points: [{ x: 3, y: null }] }];
  assert.deepEqual(figureTable({ ...FIGURE, lines, marks: [] }), {
    columns: ["line", "of", "pool size", "throughput per second"],
    rows: [
      ["latency 1 ms, throughput", "serial", "1", "602.4"],
      ["latency 1 ms, throughput", "pool 80", "80", "22,686"],
      ["b", "", "3", "–"],
    ],
    note: "",
  });
});

Deno.test("figureTable() has a row for each field of a map that holds something", () => {
  const map = {
    ...{ kind: "heat", id: "map", title: "", summary: "", label: "" } as const,
    x: { label: "time", scale: "linear", unit: "seconds" } as const,
    y: { label: "response time", scale: "log", unit: "ms" } as const,
    xEdges: [0, 1, 2],
    yEdges: [1, 10, 100],
    counts: [[0, 3], [1_500, 0]],
  };
  assert.deepEqual(figureTable(map).rows, [
    ["0 to 1", "10 to 100", "3"],
    ["1 to 2", "1 to 10", "1500"],
  ]);
  assert.equal(countCells(map), 6);
});
