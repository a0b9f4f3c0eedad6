import assert from "node:assert/strict";
import { seededInputs } from "../../src/engine/operations/inputs.ts";
import { ScenarioError } from "../../src/errors.ts";
import { generate, type MakeValue } from "../../src/scenario/generate.ts";
import { keys } from "../../src/scenario/keys.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import { upTo } from "../engine/fixture.ts";
import { fits } from "./chi_square.ts";

/** The values of a case's inputs, made as a run makes them. */
function valuesOf<T>(make: MakeValue<T>, count: number, seed = 1): T[] {
  const operation = () => Promise.resolve();
  const makeInput = seededInputs(scenario({ name: "values", input: make, operation }), seed, {});
  return upTo(count).map((index) => makeInput(index) as T);
}

/** Milliseconds since 1970 in a timeuuid, with hundreds of nanoseconds. */
function timeOf(uuid: string): bigint {
  const [low, middle, high = ""] = uuid.split("-");
  return BigInt(`0x${high.slice(1)}${middle}${low}`);
}

Deno.test("generate.text() has the size that is asked for, of letters and spaces", () => {
  for (const size of [0, 1, 3, 4, 7, 8, 9, 100, 10_001]) {
    for (const text of valuesOf(generate.text(size), 20)) {
      assert.equal(text.length, size);
      assert.match(text, /^[a-z ]*$/);
    }
  }
});

Deno.test("generate.text() gives other texts for other indexes and seeds, and the same for the same", () => {
  const texts = valuesOf(generate.text(32), 50_000);
  assert.equal(new Set(texts).size, texts.length);
  assert.deepEqual(valuesOf(generate.text(32), 100), texts.slice(0, 100));
  assert.notDeepEqual(valuesOf(generate.text(32), 100, 2), texts.slice(0, 100));
  assert.equal(texts[0], "rerojiv nodajij bop cah got soba");
});

Deno.test("generate.text() draws each consonant alike, at the start and at the end of a text", () => {
  const consonants = "bcdfghjklmnprstv";
  const texts = valuesOf(generate.text(1_000), 20_000);
  for (const at of [0, 2, 4, 994, 996]) {
    const drawn = texts.map((text) => consonants.indexOf(text.charAt(at)));
    assert.ok(fits(drawn, Array(16).fill(1 / 16)), `at ${at}`);
  }
});

Deno.test("generate.blob() has the size that is asked for, and bytes that are even and do not repeat", () => {
  for (const size of [0, 1, 3, 4, 5, 100]) {
    for (const blob of valuesOf(generate.blob(size), 20)) {
      assert.ok(blob instanceof Uint8Array);
      assert.equal(blob.byteLength, size);
    }
  }
  const [large = new Uint8Array(), other] = valuesOf(generate.blob(200_000), 2);
  assert.ok(fits([...large], Array(256).fill(1 / 256)));
  assert.notDeepEqual(other, large);
  const words = new Set(new Uint32Array(large.buffer, 0, 50_000));
  assert.ok(words.size > 49_990, `${words.size}`);
  const firsts = valuesOf(generate.blob(8), 50_000).map((blob) => blob.join());
  assert.equal(new Set(firsts).size, firsts.length);
  assert.deepEqual([...valuesOf(generate.blob(6), 1)[0] ?? []], [60, 230, 207, 113, 29, 166]);
});

Deno.test("sizes can follow a distribution, and are drawn from the same context", () => {
  const sizes = valuesOf(generate.text(keys.uniform({ count: 10 })), 20_000)
    .map((text) => text.length);
  assert.ok(fits(sizes, Array(10).fill(0.1)));
  const [blob] = valuesOf(generate.blob(({ index }) => 5 + index), 1);
  assert.equal(blob?.byteLength, 5);
});

Deno.test("a size that is none is refused, at once where it is a number", () => {
  const untyped = generate as unknown as Record<string, (size: unknown) => MakeValue<unknown>>;
  for (const kind of ["text", "blob"]) {
    for (
      const [size, shown] of [[-1, "-1"], [2.5, "2.5"], [NaN, "NaN"], ["5", "'5'"], [
        2 ** 30,
        2 ** 30,
      ]]
    ) {
      const expected = {
        name: "ScenarioError",
        message:
          `Cannot make generate.${kind} as its size must be an integer from 0 to 268435456: found ${shown}`,
      };
      assert.throws(() => untyped[kind]?.(size), expected);
      const make = untyped[kind]?.(() => size);
      assert.throws(() => make?.({ index: 0, random: () => 0.5 }), expected);
    }
    assert.throws(() => untyped[kind]?.(undefined), ScenarioError);
  }
});

Deno.test("generate.timeuuid() gives uuids of version 1, one for each millisecond, in the order of the indexes", () => {
  const uuids = valuesOf(generate.timeuuid(), 20_000);
  assert.equal(new Set(uuids).size, uuids.length);
  const start = (BigInt(Date.UTC(2026, 0, 1)) + 12_219_292_800_000n) * 10_000n;
  for (const [index, uuid] of uuids.entries()) {
    assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(Number.parseInt(uuid.charAt(25), 16) & 1, 1, "a node that is no machine's");
    assert.equal(timeOf(uuid), start + BigInt(index) * 10_000n);
  }
  assert.deepEqual(valuesOf(generate.timeuuid(), 100), uuids.slice(0, 100));
  const others = valuesOf(generate.timeuuid(), 100, 2);
  assert.equal(new Set([...others, ...uuids]).size, uuids.length + 100);
  assert.equal(uuids[0], "d0c3c000-e6a4-11f0-a02f-4fc648b1cfcb");
});

Deno.test("generate.timeuuid() has exact times at any index", () => {
  const make = generate.timeuuid();
  const start = (BigInt(Date.UTC(2026, 0, 1)) + 12_219_292_800_000n) * 10_000n;
  for (let index = 1; index < 1e12; index = index * 3 + 1) {
    for (const random of [() => 0, () => 1 - 2 ** -53]) {
      assert.equal(timeOf(make({ index, random })), start + BigInt(index) * 10_000n);
    }
  }
});
