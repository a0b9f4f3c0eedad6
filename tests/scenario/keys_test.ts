import assert from "node:assert/strict";
import { seededInputs } from "../../src/engine/operations/inputs.ts";
import {
  type ChooseKey,
  type ExponentialOptions,
  type HotspotOptions,
  keys,
  type NormalOptions,
  type WeibullOptions,
} from "../../src/scenario/keys.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import { seededRandom } from "../support/random.ts";
import { fits } from "./chi_square.ts";

const SAMPLE = 100_000;

/** The keys of a case's inputs, made as a run makes them. */
function keysOf(choose: ChooseKey, seed: number, count = SAMPLE): number[] {
  const operation = () => Promise.resolve();
  const makeInput = seededInputs(scenario({ name: "keys", input: choose, operation }), seed, {});
  return Array.from({ length: count }, (_, index) => makeInput(index) as number);
}

/** Weights of keys as probabilities. */
function normalized(count: number, weightOf: (key: number) => number): number[] {
  const weights = Array.from({ length: count }, (_, key) => weightOf(key));
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / sum);
}

function zipfMasses(count: number, exponent: number): number[] {
  return normalized(count, (key) => (key + 1) ** -exponent);
}

/** By Simpson's rule over the width of each key, which for so smooth a curve is as good as exact. */
function normalMasses(count: number, mean: number, deviation: number): number[] {
  const density = (x: number) => Math.exp(-(((x - mean) / deviation) ** 2) / 2);
  return normalized(count, (key) => density(key - 0.5) + 4 * density(key) + density(key + 0.5));
}

/** The sum of k^-exponent up to `count`, by Euler's and Maclaurin's formula after the first thousand. */
function harmonic(count: number, exponent: number): number {
  const from = 1_000;
  const head = Array.from({ length: from - 1 }, (_, at) => (at + 1) ** -exponent)
    .reduce((sum, term) => sum + term, 0);
  const area = exponent === 1
    ? Math.log(count / from)
    : (count ** (1 - exponent) - from ** (1 - exponent)) / (1 - exponent);
  return head + area + (from ** -exponent + count ** -exponent) / 2;
}

Deno.test("fits() takes the law that keys were drawn from, and none that lies close to it", () => {
  const drawn = keysOf(keys.zipf({ count: 1_000, exponent: 1 }), 1);
  assert.equal(fits(drawn, zipfMasses(1_000, 1)), true);
  assert.equal(fits(drawn, zipfMasses(1_000, 1.03)), false);
  assert.equal(fits(drawn, zipfMasses(1_100, 1)), false);
  assert.equal(fits(drawn, normalized(1_000, () => 1)), false);
});

Deno.test("keys.sequential() counts on from its start, and begins anew after its count", () => {
  assert.deepEqual(keysOf(keys.sequential(), 1, 4), [0, 1, 2, 3]);
  assert.deepEqual(keysOf(keys.sequential({ from: 10 }), 1, 4), [10, 11, 12, 13]);
  assert.deepEqual(keysOf(keys.sequential({ from: 10, count: 3 }), 1, 5), [10, 11, 12, 10, 11]);
});

Deno.test("keys.uniform() chooses every key alike", () => {
  for (const count of [2, 3, 1_000]) {
    assert.ok(fits(keysOf(keys.uniform({ count }), 2), normalized(count, () => 1)), `${count}`);
  }
});

Deno.test("keys.zipf() follows Zipf's law below, at and above an exponent of 1", () => {
  for (const exponent of [0.01, 0.5, 0.99, 1, 1 + 1e-12, 1.2, 2, 10]) {
    for (const count of [2, 3, 1_000]) {
      const drawn = keysOf(keys.zipf({ count, exponent }), 3);
      assert.ok(fits(drawn, zipfMasses(count, exponent)), `${count} keys at ${exponent}`);
    }
  }
  assert.ok(fits(keysOf(keys.zipf({ count: 50 }), 4), zipfMasses(50, 0.99)), "by default");
});

Deno.test("keys.zipf() follows Zipf's law over a trillion keys, without setting them up", () => {
  const count = 1_000_000_000_000;
  for (const exponent of [0.5, 0.99, 1, 1.5]) {
    const before = performance.now();
    const choose = keys.zipf({ count, exponent });
    assert.ok(performance.now() - before < 100);
    const total = harmonic(count, exponent);
    const decades = Array.from({ length: 8 }, (_, at) => 10 ** (at + 4));
    const upTo = [...Array.from({ length: 1_000 }, (_, key) => key + 1), ...decades];
    const masses = upTo.map((to, at) => {
      if (at < 1_000) return to ** -exponent / total;
      return (harmonic(to, exponent) - harmonic(upTo[at - 1] ?? 0, exponent)) / total;
    });
    const cellOf = (key: number) => {
      if (key < 1_000) return key;
      const decade = decades.findIndex((to) => key < to);
      return decade < 0 ? masses.length : 1_000 + decade;
    };
    const cells = keysOf(choose, 5).map(cellOf);
    assert.ok(fits(cells, masses), `${exponent}`);
  }
});

Deno.test("keys.zipf() scrambled gives each key one place, and neighbours of the order far ones", () => {
  for (const count of [1, 2, 3, 4, 5, 6, 7, 30, 1_000, 1_001]) {
    const plain = keysOf(keys.zipf({ count, exponent: 0.5 }), 6, 20_000);
    const scrambled = keysOf(keys.zipf({ count, exponent: 0.5, scrambled: true }), 6, 20_000);
    const places = new Map(plain.map((key, at) => [key, scrambled[at] ?? NaN]));
    plain.forEach((key, at) => assert.equal(places.get(key), scrambled[at]));
    assert.equal(new Set(places.values()).size, places.size);
    assert.ok(scrambled.every((key) => Number.isInteger(key) && key >= 0 && key < count));
    if (count < 1_000) continue;
    const favourites = [0, 1, 2, 3, 4].map((key) => places.get(key) ?? NaN).toSorted((a, b) =>
      a - b
    );
    favourites.slice(1).forEach((place, at) => assert.ok(place - favourites[at]! > count / 10));
  }
});

Deno.test("keys.zipf() scrambled stays exact where the product of two keys is no safe integer", () => {
  const count = 1_000_000_000_000;
  const drawn = keysOf(keys.zipf({ count, exponent: 0.1, scrambled: true }), 7, 20_000);
  assert.ok(drawn.every((key) => Number.isInteger(key) && key >= 0 && key < count));
  assert.ok(new Set(drawn).size > 19_990);
  const halves = drawn.map((key) => Math.floor(key / count * 2));
  assert.ok(fits(halves, [0.5, 0.5]));
});

Deno.test("keys.hotspot() gives the hot keys their share of the operations, each alike", () => {
  const massesOf = (count: number, hot: number, share: number) =>
    Array.from(
      { length: count },
      (_, key) => key < hot ? share / hot : (1 - share) / (count - hot),
    );
  const cases: [options: HotspotOptions, masses: number[]][] = [
    [{ count: 1_000 }, massesOf(1_000, 200, 0.8)],
    [{ count: 1_000, hotKeys: 0.01, hotOperations: 0.5 }, massesOf(1_000, 10, 0.5)],
    [{ count: 2, hotKeys: 0.5, hotOperations: 0.9 }, massesOf(2, 1, 0.9)],
    [{ count: 10, hotKeys: 0.26, hotOperations: 1 }, massesOf(10, 3, 1).slice(0, 3)],
    [{ count: 10, hotOperations: 0 }, massesOf(10, 2, 0)],
  ];
  for (const [options, masses] of cases) {
    assert.ok(fits(keysOf(keys.hotspot(options), 8), masses), JSON.stringify(options));
  }
});

Deno.test("keys.latest() follows Zipf's law from the newest key, also while each operation adds one", () => {
  for (const exponent of [0.5, 0.99, 1, 2]) {
    const standing = keysOf(keys.latest({ count: 1_000, exponent }), 9).map((key) => 999 - key);
    assert.ok(fits(standing, zipfMasses(1_000, exponent)), `${exponent}`);
    const growing = keysOf(keys.latest({ count: 1_000, exponent, growing: true }), 9)
      .map((key, index) => 999 + index - key);
    assert.deepEqual(growing, standing);
  }
});

Deno.test("keys.latest() grows with the operation of the mix that is named, and refuses one that there is not", () => {
  const random = () => 0.5;
  const standing = keys.latest({ count: 1_000 })({ index: 7, random });
  const growing = keys.latest({ count: 1_000, growing: "insert" });
  for (const insert of [0, 1, 500]) {
    assert.equal(growing({ index: 7, random, counts: { read: 9, insert } }), standing + insert);
  }
  const wrong = "Cannot choose a key with keys.latest as growing must be an operation of the mix";
  assert.throws(
    () => growing({ index: 7, random, counts: { read: 0, write: 0 } }),
    { name: "ScenarioError", message: `${wrong}: found "insert", the mix has read, write` },
  );
  for (const counts of [{}, { counts: {} }]) {
    assert.throws(
      () => growing({ index: 7, random, ...counts }),
      { name: "ScenarioError", message: `${wrong}: found "insert" where there is no mix` },
    );
  }
});

Deno.test("keys.normal() follows the normal law, and cuts it off at the ends without piling up there", () => {
  const cases: [options: NormalOptions, mean: number, deviation: number][] = [
    [{ count: 1_000 }, 499.5, 1_000 / 6],
    [{ count: 1_000, mean: 100.25, deviation: 30 }, 100.25, 30],
    [{ count: 300, mean: 0, deviation: 100 }, 0, 100],
    [{ count: 300, mean: 299, deviation: 300 }, 299, 300],
  ];
  for (const [options, mean, deviation] of cases) {
    const drawn = keysOf(keys.normal(options), 10);
    assert.ok(fits(drawn, normalMasses(options.count, mean, deviation)), JSON.stringify(options));
  }
  const narrow = keys.normal({ count: 10, mean: 9, deviation: 1e-9 });
  assert.deepEqual(new Set(keysOf(narrow, 10, 1_000)), new Set([9]));
});

/** By the cumulative function, cut off at the last key. */
function weibullMasses(count: number, shape: number, scale: number): number[] {
  const below = (key: number) => -Math.expm1(-((key / scale) ** shape));
  return normalized(count, (key) => below(key + 1) - below(key));
}

Deno.test("keys.weibull() follows Weibull's law, and cuts it off at the last key", () => {
  const cases: [options: WeibullOptions, scale: number][] = [
    [{ count: 1_000, shape: 1.5, scale: 300 }, 300],
    [{ count: 1_000, shape: 0.5, scale: 100 }, 100],
    [{ count: 1_000, shape: 3.6, scale: 500 }, 500],
    [{ count: 100, shape: 2, scale: 1e6 }, 1e6],
    [{ count: 10, shape: 1, scale: 0.5 }, 0.5],
    [{ count: 1_000, shape: 2 }, 1_000 / Math.log(100_000) ** 0.5],
  ];
  for (const [options, scale] of cases) {
    const drawn = keysOf(keys.weibull(options), 13);
    const { count, shape } = options;
    assert.ok(fits(drawn, weibullMasses(count, shape, scale)), JSON.stringify(options));
  }
  assert.deepEqual(keysOf(keys.weibull({ count: 1_000, shape: 2 }), 1, 6), GOLDEN.weibull);
});

Deno.test("keys.exponential() follows the exponential law, and cuts it off at the last key", () => {
  const cases: [options: ExponentialOptions, mean: number][] = [
    [{ count: 1_000, mean: 100 }, 100],
    [{ count: 1_000, mean: 2_000 }, 2_000],
    [{ count: 1_000, mean: 1e12 }, 1e12],
    [{ count: 10, mean: 0.3 }, 0.3],
    [{ count: 1_000 }, 1_000 / Math.log(100_000)],
  ];
  for (const [options, mean] of cases) {
    const drawn = keysOf(keys.exponential(options), 14);
    assert.ok(fits(drawn, weibullMasses(options.count, 1, mean)), JSON.stringify(options));
  }
  assert.deepEqual(keysOf(keys.exponential({ count: 1_000 }), 1, 6), GOLDEN.exponential);
});

Deno.test("keys.weighted() chooses each value as often as its weight says, of short and long lists", () => {
  const long = Array.from({ length: 1_000 }, (_, at) => [at, 1 + at % 7] as const);
  const lists = [[[0, 9], [1, 1]], [[0, 1], [1, 1e-9], [2, 3]], long] as const;
  for (const choices of lists) {
    const drawn = keysOf(keys.weighted<number>(choices), 15);
    assert.ok(fits(drawn, normalized(choices.length, (key) => choices[key]?.[1] ?? 0)));
  }
  assert.deepEqual(new Set(keysOf(keys.weighted([[7, 0.001]]), 15, 100)), new Set([7]));
  const named = keys.weighted([["GET", 9], ["PUT", 1]]);
  assert.equal(named({ index: 0, random: () => 0.899 }), "GET");
  assert.equal(named({ index: 0, random: () => 0.9 }), "PUT");
  assert.equal(named({ index: 0, random: () => 1 - 2 ** -53 }), "PUT");
});

/** What seed 1 gives: results must be the same in every version. */
const GOLDEN = {
  weibull: [246, 219, 228, 373, 219, 183],
  exponential: [60, 48, 52, 139, 47, 33],
};

const LAWS: Record<string, (count: number) => ChooseKey> = {
  sequential: (count) => keys.sequential({ count }),
  uniform: (count) => keys.uniform({ count }),
  zipf: (count) => keys.zipf({ count }),
  steep: (count) => keys.zipf({ count, exponent: 2 }),
  scrambled: (count) => keys.zipf({ count, scrambled: true }),
  hotspot: (count) => keys.hotspot({ count, hotKeys: 0.5 }),
  latest: (count) => keys.latest({ count }),
  normal: (count) => keys.normal({ count }),
  exponential: (count) => keys.exponential({ count }),
  weibull: (count) => keys.weibull({ count, shape: 1.5 }),
  thin: (count) => keys.weibull({ count, shape: 0.3 }),
  bell: (count) => keys.weibull({ count, shape: 100 }),
};

Deno.test("every law gives integers from 0 to below its count, also at the ends of the random numbers", () => {
  const others = seededRandom(1);
  for (const [name, law] of Object.entries(LAWS)) {
    for (const count of [2, 3, 100, 1_000_000_000_000]) {
      for (const end of [0, 1 - 2 ** -53, 0.5, 2 ** -53]) {
        // After the first one, so that what is drawn again comes to an end.
        const draws = [end];
        const random = () => draws.pop() ?? others.number();
        const key = law(count)({ index: count - 1, random });
        assert.ok(Number.isInteger(key) && key >= 0 && key < count, `${name}: ${key} of ${count}`);
        assert.ok(!Object.is(key, -0), name);
      }
    }
  }
});

Deno.test("every law has nothing to choose where there is one key", () => {
  for (const [name, law] of Object.entries(LAWS)) {
    if (name === "hotspot") continue;
    assert.deepEqual(new Set(keysOf(law(1), 11, 1_000)), new Set([0]), name);
  }
});

Deno.test("every law keeps nothing: the same seed and index give the same key, in any order, from any of its kind", () => {
  for (const [name, law] of Object.entries(LAWS)) {
    const input = Object.freeze(law(1_000));
    const inOrder = keysOf(input, 11, 200);
    const operation = () => Promise.resolve();
    const again = scenario({ name, input: law(1_000), operation });
    const makeInput = seededInputs(again, 11, {});
    for (let index = 199; index >= 0; index--) assert.equal(makeInput(index), inOrder[index], name);
    if (name !== "sequential") assert.notDeepEqual(keysOf(input, 12, 200), inOrder, name);
  }
});
