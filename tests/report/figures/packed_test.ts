import assert from "node:assert/strict";
import type { HeatFigure, LineFigure } from "../../../src/report/figures/figure.ts";
import {
  figuresJson,
  pack,
  type PackedHeat,
  unpackCounts,
} from "../../../src/report/figures/packed.ts";

const X = { label: "time", scale: "linear", unit: "seconds" } as const;
const Y = { label: "response time", scale: "log", unit: "ms" } as const;

const LINES: LineFigure = {
  ...{ kind: "lines", id: "seconds", title: "Seconds", summary: "By second.", x: X, y: Y },
  lines: [
    { label: "pool 1", points: [{ x: 1, y: 1.23456 }, { x: 2, y: null }] },
    { label: "pool 2", points: [{ x: 1, y: Infinity, label: "one" }, { x: 2, y: 58_139.4 }] },
    { label: "pool 3", points: [{ x: 1, y: 0 }] },
  ],
  marks: [{ x: 1, label: "kill" }],
};

const HEAT: HeatFigure = {
  ...{ kind: "heat", id: "heat", title: "Heat", summary: "Heat.", x: X, y: Y, label: "pool 1" },
  xEdges: [0, 1, 2, 3],
  yEdges: [1, 2, 4, 8],
  counts: [[0, 5, 0], [0, 0, 0], [1, 0, 2]],
};

Deno.test("lines with the same x share them, and numbers have the digits that can be seen", () => {
  assert.deepEqual(pack(LINES), {
    ...LINES,
    xs: [[1, 2], [1]],
    lines: [
      { label: "pool 1", x: 0, y: [1.235, null] },
      { label: "pool 2", x: 0, y: [null, 58140], labels: ["one", ""] },
      { label: "pool 3", x: 1, y: [0] },
    ],
  });
});

Deno.test("a heat map keeps its counts without the zeros around them", () => {
  const packed = pack(HEAT) as PackedHeat;
  assert.deepEqual(packed.counts, [[1, 5], [], [0, 1, 0, 2]]);
  assert.deepEqual(unpackCounts(packed), HEAT.counts);
});

Deno.test("no text in a figure ends the script that holds it", () => {
  const hostile = "</script><!-- \u2028\u2029 \"'";
  const text = figuresJson([{ ...LINES, title: hostile }]);
  assert.doesNotMatch(text, /[<\u2028\u2029]/);
  assert.equal(JSON.parse(text)[0].title, hostile);
});
