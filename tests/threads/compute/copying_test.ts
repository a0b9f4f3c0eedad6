import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { sendCopy } from "../../../src/threads/compute/copying.ts";

/** Sends a value, and gives its copy. */
function copyOf(value: unknown): unknown {
  const copies: unknown[] = [];
  sendCopy("it", value, () => void copies.push(structuredClone(value)));
  return copies[0];
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
  Deno.test(`sendCopy() sends what a copy is like: ${what}`, () => {
    // deepEqual() takes a prototype of null for another one.
    const plain = what.includes("prototype") ? { ...value as object } : value;
    assert.deepEqual(copyOf(value), plain);
  });
}

Deno.test("sendCopy() sends Node's bytes as bytes", () => {
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
  Deno.test(`sendCopy() sends nothing of what a copy would lack, and names it: ${what}`, () => {
    assert.throws(() => sendCopy("it", value, () => assert.fail("sent")), {
      name: "DataCloneError",
      message: `Cannot copy it: it holds ${what}`,
    });
  });
}

Deno.test("sendCopy() says so when only the sending finds out", () => {
  assert.throws(() => copyOf(new Proxy({}, {})), {
    name: "DataCloneError",
    message: /^Cannot copy it: .*could not be cloned/,
  });
});
