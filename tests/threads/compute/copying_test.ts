import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { checkCopy } from "../../../src/threads/compute/copying.ts";

/** Checks a value, and gives its copy. */
function copyOf(value: unknown): unknown {
  checkCopy("it", value);
  return structuredClone(value);
}

const CYCLE: { self?: unknown } = {};
CYCLE.self = CYCLE;

for (
  const [what, value] of Object.entries({
    nothing: undefined,
    numbers: [0, -0, NaN, 7n],
    rows: [{ id: "a", at: new Date(5), tags: new Set(["x"]), counts: new Map([["y", 1n]]) }],
    "a row without a prototype": Object.assign(Object.create(null), { id: 1 }),
    bytes: { blob: new Uint8Array([1, 2]), view: new DataView(new ArrayBuffer(2)) },
    errors: [new Error("one"), new RangeError("two")],
    "an array with holes": [1, , 3],
    "what holds itself": CYCLE,
    "the same twice": [CYCLE, CYCLE],
  })
) {
  Deno.test(`checkCopy() accepts what a copy is like: ${what}`, () => {
    // deepEqual() takes a prototype of null for another one.
    const plain = what.includes("prototype") ? { ...value as object } : value;
    assert.deepEqual(copyOf(value), plain);
  });
}

Deno.test("checkCopy() accepts Node's bytes, which are copied as bytes", () => {
  assert.deepEqual(copyOf(Buffer.from([1, 2])), new Uint8Array([1, 2]));
});

class Own {
  readonly #secret = 1;
  tell(): number {
    return this.#secret;
  }
}

for (
  const [what, value] of [
    ["a function", () => {}],
    ["a symbol", { deep: [new Map([["key", Symbol("a")]])] }],
    ["a symbol", new Map([[Symbol("a"), 1]])],
    ["an object of class Own", new Set([new Own()])],
    ["an object of class WeakMap", new WeakMap()],
    ["an object of class Promise", { later: Promise.resolve() }],
    ["an object of a class without a name", new (class {})()],
  ] as const
) {
  Deno.test(`checkCopy() names what a copy would lack: ${what}`, () => {
    assert.throws(() => checkCopy("it", value), {
      name: "DataCloneError",
      message: `Cannot copy it: it holds ${what}`,
    });
  });
}
