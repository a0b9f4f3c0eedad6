import assert from "node:assert/strict";
import { fromInt, fromText, toBigInt } from "../../src/protocol/bytes.ts";
import { tokenBytes, tokenOf } from "../../src/protocol/murmur3.ts";
import { joinKey } from "../../src/protocol/partition_key.ts";

// Tokens that Cassandra 5.0.6 gave for SELECT token(key).
const TOKENS: [string, bigint][] = [
  [fromInt(1), -4069959284402364209n],
  [fromInt(2), -3248873570005575792n],
  [fromInt(3), 9010454139840013625n],
  [fromInt(5), -7509452495886106294n],
  [joinKey([fromInt(1), "a"]), 6516349416904725244n],
  [joinKey([fromInt(2), "b"]), 3006619078600951763n],
];

Deno.test("murmur3: gives the tokens that Cassandra gives", () => {
  for (const [key, token] of TOKENS) assert.equal(toBigInt(tokenBytes(tokenOf(key))), token);
});

// For these the original MurmurHash3 has other results. The tokens are those of the driver.
const HIGH_BYTES: [string, bigint][] = [
  [fromText("é"), 5461403030378599040n],
  [
    String.fromCharCode(...Array.from({ length: 37 }, (_, i) => 255 - i)),
    -4918014340152522102n,
  ],
];

Deno.test("murmur3: extends the sign of the last bytes, as Cassandra does", () => {
  for (const [key, token] of HIGH_BYTES) assert.equal(toBigInt(tokenBytes(tokenOf(key))), token);
});

Deno.test("murmur3: hashes nothing to 0, and a whole block without a tail", () => {
  assert.equal(toBigInt(tokenBytes(tokenOf(""))), 0n);
  assert.equal(toBigInt(tokenBytes(tokenOf("0123456789abcdef"))), 5467490433528156583n);
});
