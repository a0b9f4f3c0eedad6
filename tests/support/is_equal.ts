import assert from "node:assert/strict";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** Compiles only as `isEqual<A, B>(true)` when A is B, and as `isEqual<A, B>(false)` when not. */
export function isEqual<A, B>(expected: Equal<A, B>): void {
  assert.equal(typeof expected, "boolean");
}
