import assert from "node:assert/strict";
import { namedValues } from "../../src/cluster/named_values.ts";

Deno.test("namedValues() lists values by name, twice where a name comes twice, in any case of letters", () => {
  assert.deepEqual(namedValues(["b", "a", "b"], { a: 1, b: 2 }), [2, 1, 2]);
  assert.deepEqual(namedValues(["userid", "Exact"], { userId: 1, Exact: null }), [1, null]);
  assert.deepEqual(namedValues(["a"], { a: undefined }), [undefined]);
});

Deno.test("namedValues() refuses a name without a value, and a value without a name", () => {
  assert.throws(() => namedValues(["a"], { b: 1 }), {
    name: "TypeError",
    message: "Cannot bind :a as no value is named so: the values are b",
  });
  assert.throws(() => namedValues(["Quoted"], { quoted: 1 }), /Cannot bind :Quoted/);
  assert.throws(() => namedValues(["a", "a"], { a: 1, b: 2 }), {
    name: "TypeError",
    message: 'Cannot bind value "b" as the text has no such name: it has :a',
  });
});
