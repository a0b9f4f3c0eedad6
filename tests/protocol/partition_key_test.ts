import assert from "node:assert/strict";
import { joinKey, splitKey } from "../../src/protocol/partition_key.ts";

Deno.test("joinKey() leaves the value of a single column as it is", () => {
  assert.equal(joinKey(["\x00\x01"]), "\x00\x01");
  assert.equal(joinKey([""]), "");
});

Deno.test("joinKey() puts the length before and a zero after each of several values, and splitKey() finds them again", () => {
  assert.equal(joinKey(["ab", ""]), "\x00\x02ab\x00\x00\x00\x00");
  for (const parts of [["a", "b"], ["", "", ""], ["\0\0", "x".repeat(300), "\xff"]]) {
    assert.deepEqual(splitKey(joinKey(parts)), parts);
  }
});
