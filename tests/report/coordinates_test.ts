import assert from "node:assert/strict";
import { axisColumn, axisNames, coordinatesOf } from "../../src/report/coordinates.ts";
import { caseOf, environmentOf } from "../result/fixture.ts";

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
    { title: "size", spare: 1 },
    { title: "latency", spare: 1 },
    { title: "rate" },
    { title: "pool", spare: 1 },
  ]);
  assert.deepEqual(cases.map(cells), [["10", "5 ms", "1,000", "1"], ["10", "5 ms", "20,000", "1"]]);
  assert.deepEqual(cases.map(label), ["rate 1,000", "rate 20,000"]);
});

Deno.test("coordinatesOf() tells repetitions apart", () => {
  const cases = [1, 2].map((repetition) => caseOf({ repetition }));
  const { columns, cells, label } = coordinatesOf(cases);
  assert.deepEqual(columns.map(({ title }) => title), ["latency", "pool", "rep"]);
  assert.deepEqual(cases.map(cells), [["0 ms", "1", "1"], ["0 ms", "1", "2"]]);
  assert.deepEqual(cases.map(label), ["repetition 1", "repetition 2"]);
});

Deno.test("coordinatesOf() has no words for the only case", () => {
  assert.equal(coordinatesOf([caseOf({})]).label(caseOf({})), "");
});

Deno.test("axisColumn() is as wide as its widest value, as the table will show it", () => {
  const { settings } = environmentOf({ latency: [0, 12.25], matrix: { kind: ["a", "b|c"] } });
  assert.deepEqual(axisColumn("latency", settings), { title: "latency", minWidth: 8 });
  assert.deepEqual(axisColumn("kind", settings), { title: "kind", minWidth: 4 });
});
