import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
// @ts-types="./tokenizer.d.ts"
import tokenizers from "cassandra-driver/lib/tokenizer.js";
import type { Prepared } from "../../../src/cluster/wire/prepared.ts";
import { placeOf, tokenIn } from "../../../src/cluster/wire/ring.ts";
import { textStatement } from "../../../src/cluster/wire/statement.ts";
import { valueWriter } from "../../../src/protocol/value_writers.ts";
import { seededRandom } from "../../support/random.ts";

const tokenizer = new tokenizers.Murmur3Tokenizer();
const statement = textStatement("", () => {});

function preparedFor(types: readonly string[], keyIndexes: readonly number[]): Prepared {
  const binds = types.map((name, at) => ({ name: `c${at}`, type: { name, of: [] } }));
  const writers = binds.map(({ type }) => valueWriter(type));
  return { id: "", table: "", binds, writers, keyIndexes, columns: [], readRow: () => ({}) };
}

Deno.test("ring: 500 random keys are where the driver's tokens put them", () => {
  const random = seededRandom(3);
  const prepared = preparedFor(["text"], [0]);
  for (let round = 0; round < 500; round++) {
    const key = Array.from({ length: random.below(40) + 1 }, () => random.pick([..."aé€z😀0"]))
      .join("");
    const token = BigInt(String(tokenizer.hash(Buffer.from(key))));
    const ring = { tokens: BigInt64Array.of(token - 1n, token, token + 1n), replicas: [] };
    const found = tokenIn(statement, prepared, [key])!;
    assert.equal(placeOf(ring, found), 1, key);
    const below = { tokens: BigInt64Array.of(token - 1n, token + 1n), replicas: [] };
    assert.equal(placeOf(below, found), 1, "the next token above it");
    const last = { tokens: BigInt64Array.of(token - 2n, token - 1n), replicas: [] };
    assert.equal(
      placeOf(last, found),
      0,
      "past the last the ring begins again",
    );
  }
});

Deno.test("ring: a key of several columns, in another order than the values, has the driver's token", () => {
  const prepared = preparedFor(["text", "int", "text"], [2, 1]);
  const bytes = Buffer.concat([
    Buffer.of(0, 3),
    Buffer.from("key"),
    Buffer.of(0, 0, 4, 0, 0, 0, 7, 0),
  ]);
  const token = BigInt(String(tokenizer.hash(bytes)));
  const ring = { tokens: BigInt64Array.of(token - 1n, token, token + 1n), replicas: [] };
  assert.equal(placeOf(ring, tokenIn(statement, prepared, ["other", 7, "key"])!), 1);
});

Deno.test("ring: a statement without a whole key has no place", () => {
  assert.equal(tokenIn(statement, preparedFor(["int"], []), [1]), undefined);
  assert.equal(tokenIn(statement, preparedFor(["int", "int"], [0, 1]), [1, null]), undefined);
});

Deno.test("ring: a key that is none is refused as a value of its column", () => {
  const message =
    'Cannot send a value of column "c1" (int): "7" is no int, which is an integer of 32 bits';
  const place = () => tokenIn(statement, preparedFor(["text", "int"], [0, 1]), ["a", "7"]);
  assert.throws(place, { name: "TypeError", message });
});
