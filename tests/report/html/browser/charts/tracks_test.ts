import assert from "node:assert/strict";
import type { HeatFigure, LineFigure } from "../../../../../src/report/figures/figure.ts";
import {
  pack,
  type PackedHeat,
  type PackedLines,
} from "../../../../../src/report/figures/packed.ts";
import { createSwitches } from "../../../../../src/report/html/browser/charts/switches.ts";
import {
  heatTracks,
  lineTracks,
  move,
  nearest,
} from "../../../../../src/report/html/browser/charts/tracks.ts";

const TIME = { label: "time", scale: "linear", unit: "seconds" } as const;
const MS = { label: "response time", scale: "log", unit: "ms" } as const;
const LINES: LineFigure = {
  ...{ kind: "lines", id: "a", title: "A", summary: "A.", x: TIME, y: MS, marks: [] },
  lines: [
    { label: "pool 1", measure: "p50", points: [1, 2, 3].map((x) => ({ x, y: 2 * x })) },
    {
      label: "pool 2",
      points: [{ x: 1, y: 5 }, { x: 2, y: null }, { x: 3, y: 6, label: "the third" }],
    },
  ],
};

Deno.test("a point is told with its case, its place and its value", () => {
  const tracks = lineTracks(pack(LINES) as PackedLines, () => true);
  assert.equal(tracks[0]!.describe(1), "pool 1, p50, 2 s, 4.00 ms");
  assert.equal(tracks[1]!.describe(2), "pool 2, the third: 3 s, 6.00 ms");
  const some = lineTracks(pack(LINES) as PackedLines, (label) => label === "pool 2");
  assert.deepEqual(some.map(({ label }) => label), ["pool 2"]);
});

Deno.test("arrow keys go along a line over its gaps, to other lines at the same x, and no further", () => {
  const tracks = lineTracks(pack(LINES) as PackedLines, () => true);
  const go = (...keys: string[]) =>
    keys.reduce((stop, key) => move(tracks, stop, key), { track: 0, at: 0 });
  assert.deepEqual(go("ArrowRight"), { track: 0, at: 1 });
  assert.deepEqual(go("ArrowLeft"), { track: 0, at: 0 });
  assert.deepEqual(go("ArrowUp", "ArrowRight"), { track: 1, at: 2 });
  assert.deepEqual(go("ArrowUp", "ArrowRight", "ArrowRight"), { track: 1, at: 2 });
  assert.deepEqual(go("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"), { track: 1, at: 2 });
  assert.deepEqual(go("End", "ArrowUp", "ArrowDown", "Home"), { track: 0, at: 0 });
  assert.deepEqual(go("ArrowDown"), { track: 0, at: 0 });
});

Deno.test("a field of a map is told with its stretch, its times, its count and its share", () => {
  const heat: HeatFigure = {
    ...{ kind: "heat", id: "h", title: "H", summary: "H.", x: TIME, y: MS, label: "pool 1" },
    ...{ xEdges: [0, 1, 2], yEdges: [1, 10, 100, 1_000], counts: [[3, 0, 1], [0, 0, 2]] },
  };
  const tracks = heatTracks(pack(heat) as PackedHeat);
  assert.deepEqual(tracks.map(({ label }) => label), ["1.00 ms to 10.0 ms", "100 ms to 1,000 ms"]);
  assert.equal(
    tracks[0]!.describe(0),
    "0 s to 1 s, 1.00 ms to 10.0 ms: 3 operations, 75.0 % of 4",
  );
  assert.deepEqual(tracks[0]!.ys.map((y) => y === null), [false, true]);
});

Deno.test("bars of one place stand beside each other, and the nearest point is one with a value", () => {
  const bars = {
    ...LINES,
    lines: LINES.lines.map((line) => ({ ...line, style: "points" as const })),
  };
  const [one, two] = lineTracks(pack(bars) as PackedLines, () => true);
  assert.ok(one!.xs[0]! < 1 && two!.xs[0]! > 1);
  assert.equal(nearest(two!, (at) => Math.abs(at - 1)), 0);
});

Deno.test("a case keeps its colour while it is shown, and the next one gets a free colour", () => {
  const switches = createSwitches(["a", "b", "c"]);
  const told: string[] = [];
  switches.onChange((label) => told.push(label));
  switches.toggle("b");
  switches.toggle("d");
  assert.deepEqual(["a", "b", "c", "d"].map(switches.colourOf), [0, undefined, 2, 1]);
  assert.deepEqual(told, ["b", "d"]);
  const many = createSwitches(Array.from({ length: 9 }, (_, at) => String(at)));
  assert.equal(many.colourOf("8"), 0);
});
