import assert from "node:assert/strict";
import { differenceOf } from "../../src/scenario/difference.ts";

const bytes = (...values: number[]) => new Uint8Array(values);

Deno.test("differenceOf() finds none between equal values, whatever the session makes of them", () => {
  const equal: [expected: unknown, found: unknown][] = [
    [1, 1],
    [1n, 1n],
    [NaN, NaN],
    [0.1, Math.fround(0.1)],
    ["a", "a"],
    [new Date(5), new Date(5)],
    [new Date(NaN), new Date(NaN)],
    [bytes(1, 2), bytes(1, 2)],
    [bytes(1, 2), Buffer.from([1, 2])],
    [new Float32Array([0.5, 1]), [0.5, 1]],
    [[1, [2, "b"]], [1, [2, "b"]]],
    [new Set([1, 2]), new Set([2, 1])],
    [new Set([bytes(1), bytes(2)]), new Set([bytes(2), bytes(1)])],
    [new Set([["a", 1n], ["a", 2n]]), new Set([["a", 2n], ["a", 1n]])],
    [new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]])],
    [new Map([[new Date(1), { zip: 1 }]]), new Map([[new Date(1), { zip: 1 }]])],
    [{ home: { street: "x", zip: 7 } }, { home: { street: "x", zip: 7 } }],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }],
    [{ a: 1 }, Object.assign(Object.create(null), { a: 1 })],
    [undefined, undefined],
  ];
  for (const [expected, found] of equal) {
    assert.equal(differenceOf(expected, found), undefined, Deno.inspect([expected, found]));
    assert.equal(differenceOf([{ v: expected }], [{ v: found }]), undefined);
  }
});

Deno.test("differenceOf() takes null, a missing value and an empty collection for one, as Cassandra does", () => {
  const nothing = [null, undefined, [], new Set(), new Map()];
  for (const expected of nothing) {
    for (const found of nothing) {
      assert.equal(differenceOf(expected, found), undefined);
      assert.equal(differenceOf({ v: expected }, { v: found }), undefined);
    }
    assert.equal(differenceOf({ id: 1, v: expected }, { id: 1 }), undefined);
    assert.equal(differenceOf({ id: 1 }, { id: 1, v: expected }), undefined);
    assert.notEqual(differenceOf(expected, {}), undefined);
    assert.notEqual(differenceOf(expected, ""), undefined);
    assert.notEqual(differenceOf(0, expected), undefined);
  }
});

Deno.test("differenceOf() tells apart what only looks alike", () => {
  const different: [expected: unknown, found: unknown][] = [
    [1, 2],
    [1, 1n],
    [1, "1"],
    [true, 1],
    [Math.fround(0.1), 0.1],
    [new Date(5), 5],
    [new Date(5), new Date(6)],
    [new Date(5), new Date(NaN)],
    [bytes(1, 2), bytes(1, 3)],
    [bytes(1, 2), bytes(1)],
    [[1, 2], [2, 1]],
    [[1], new Set([1])],
    [new Set([1, 2]), new Set([1])],
    [new Set([1, 2]), new Set([1, 3])],
    [new Set([[1], [1]]), new Set([[1], [2]])],
    [new Map([["a", 1]]), new Map([["a", 2]])],
    [new Map([["a", 1]]), new Map([["b", 1]])],
    [new Map([["a", 1]]), { a: 1 }],
    [{ a: 1 }, undefined],
    [undefined, { a: 1 }],
    [{ a: 1 }, { a: 1, b: 0 }],
    [{ a: 1, b: 0 }, { a: 1 }],
    [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }],
  ];
  for (const [expected, found] of different) {
    assert.notEqual(differenceOf(expected, found), undefined, Deno.inspect([expected, found]));
  }
});

Deno.test("differenceOf() says where values first differ, and both of them there", () => {
  assert.deepEqual(
    differenceOf({ rows: [{ id: 1 }, { id: 2 }] }, { rows: [{ id: 1 }, { id: 3 }] }),
    {
      path: ["rows", 1, "id"],
      expected: 2,
      found: 3,
    },
  );
  assert.deepEqual(differenceOf({ a: 1 }, { a: 1, b: 2 }), {
    path: ["b"],
    expected: undefined,
    found: 2,
  });
  assert.deepEqual(differenceOf([1], [1, 2]), { path: [], expected: [1], found: [1, 2] });
});
