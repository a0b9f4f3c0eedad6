import assert from "node:assert/strict";
import { estimateSize } from "../../../src/engine/operations/size.ts";

const MEGABYTE = 1_048_576;

function assertNear(value: unknown, bytes: number): void {
  const size = estimateSize(value);
  assert.ok(size >= bytes && size <= bytes * 1.1 + 200, `${size} instead of ${bytes}`);
}

Deno.test("estimateSize() knows the size of long texts and bytes, wherever they are", () => {
  for (const large of ["a".repeat(MEGABYTE), new Uint8Array(MEGABYTE), new ArrayBuffer(MEGABYTE)]) {
    assertNear(large, MEGABYTE);
    assertNear({ id: 1, row: [{ large }, { large }] }, 2 * MEGABYTE);
    assertNear(new Map([["key", large]]), MEGABYTE);
    assertNear(new Set([large]), MEGABYTE);
    assertNear(Array.from({ length: 1_000 }, () => large), 1_000 * MEGABYTE);
  }
  assertNear(new Float64Array(1_000), 8_000);
});

Deno.test("estimateSize() takes little for small values, and for none", () => {
  for (
    const small of [undefined, null, 1, 1n, true, Symbol("s"), () => {}, "", [], {}, new Date()]
  ) {
    assertNear(small, 8);
  }
});

Deno.test("estimateSize() ends for values that hold themselves", () => {
  const own: unknown[] = [];
  for (let i = 0; i < 1_000; i++) own.push(own);
  const began = performance.now();
  assert.ok(estimateSize(own) > 0);
  assert.ok(performance.now() - began < 1_000);
});
