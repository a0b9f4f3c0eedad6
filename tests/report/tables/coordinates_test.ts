import assert from "node:assert/strict";
import type { TableCell } from "../../../src/report/model.ts";
import { axisColumn, axisNames, coordinatesOf } from "../../../src/report/tables/coordinates.ts";
import { caseOf, environmentOf } from "../../result/fixture.ts";
import { pageOf } from "../../result/page_fixture.ts";

function textsOf(rows: readonly (readonly TableCell[])[]): string[][] {
  return rows.map((cells) => cells.map(({ text }) => text));
}

Deno.test("axisNames() names latency last, also without a case", () => {
  assert.deepEqual(axisNames([]), ["latency"]);
  assert.deepEqual(axisNames([caseOf({ own: { size: 1, kind: "a" }, rate: 5 })]), [
    "size",
    "kind",
    "latency",
  ]);
});

Deno.test("coordinatesOf() names a case by what varies, and spares what is the same in all", () => {
  const cases = [1_000, 20_000].map((rate) => caseOf({ own: { size: 10 }, latency: 5, rate }));
  const { columns, cells, label } = coordinatesOf(cases);
  assert.deepEqual(columns, [
    { title: "size", priority: 1 },
    { title: "latency", priority: 1 },
    { title: "rate" },
    { title: "pool", priority: 1 },
  ]);
  assert.deepEqual(textsOf(cases.map(cells)), [["10", "5 ms", "1,000", "1"], [
    "10",
    "5 ms",
    "20,000",
    "1",
  ]]);
  assert.deepEqual(cases.map(label), ["rate 1,000", "rate 20,000"]);
});

Deno.test("coordinatesOf() tells repetitions apart", () => {
  const cases = [1, 2].map((repetition) => caseOf({ repetition }));
  const { columns, cells, label } = coordinatesOf(cases);
  assert.deepEqual(columns.map(({ title }) => title), ["latency", "pool", "rep"]);
  assert.deepEqual(textsOf(cases.map(cells)), [["0 ms", "1", "1"], ["0 ms", "1", "2"]]);
  assert.deepEqual(cases.map(label), ["repetition 1", "repetition 2"]);
});

Deno.test("coordinatesOf() has no words for the only case", () => {
  assert.equal(coordinatesOf([caseOf({})]).label(caseOf({})), "");
});

Deno.test("coordinatesOf() of a page stands its mode left, and calls a pool of 1 by its size, as serial is a mode", () => {
  const cases = [1, 100].map((poolSize) => pageOf({ poolSize, mode: "serial" }));
  const { columns, cells, label } = coordinatesOf([...cases, pageOf({ mode: "concurrent" })]);
  assert.deepEqual(columns, [
    { title: "latency", priority: 1 },
    { title: "pool" },
    { title: "mode", align: "left" },
  ]);
  assert.deepEqual(textsOf(cases.map(cells)), [["0 ms", "1", "serial"], ["0 ms", "100", "serial"]]);
  assert.deepEqual(cases.map(label), ["pool 1, mode serial", "pool 100, mode serial"]);
});

Deno.test("axisNames() leaves the mode to the tables that compare modes", () => {
  assert.deepEqual(axisNames([pageOf({ own: { size: 1 }, mode: "serial" })]), ["size", "latency"]);
});

Deno.test("coordinatesOf() holds the parameters beside their texts", () => {
  const measured = caseOf({ own: { isWide: true }, latency: 5, poolSize: 1_000 });
  assert.deepEqual(coordinatesOf([measured]).cells(measured), [
    ...[{ value: true, text: "true" }, { value: 5, text: "5 ms" }],
    { value: 1_000, text: "1,000" },
  ]);
});

Deno.test("axisColumn() expects all values of its axis, as the table will show them", () => {
  const { settings } = environmentOf({ latency: [0, 12.25], matrix: { kind: ["a", "b|c"] } });
  const expected = ["0 ms", "12.25 ms"];
  assert.deepEqual(axisColumn("latency", settings), { title: "latency", expected });
  assert.deepEqual(axisColumn("kind", settings), { title: "kind", expected: ["a", "b|c"] });
  const open = environmentOf({ rate: [5, 10_000], poolSizes: [1_000], mode: ["serial"] }).settings;
  assert.deepEqual(axisColumn("rate", open), { title: "rate", expected: ["5", "10,000"] });
  assert.deepEqual(axisColumn("poolSize", open), { title: "pool", expected: ["1,000"] });
  assert.deepEqual(axisColumn("mode", open), {
    ...{ title: "mode", align: "left", expected: ["serial"] },
  });
});
