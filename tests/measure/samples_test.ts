import assert from "node:assert/strict";
import { createRecorder } from "../../src/measure/recorder.ts";
import { createSamples, mergeSamples } from "../../src/measure/samples.ts";
import type { SampledOperations } from "../../src/result/samples.ts";
import { seededRandom } from "../support/random.ts";
import { randomStream, recordStream } from "./fixture.ts";

/** The n-th operation is sent at n, and fails where n can be divided by ten. */
function keep(count: number, most: number, from = 0, seed = 1): SampledOperations {
  const samples = createSamples(most, seededRandom(seed).number);
  for (let at = from; at < from + count; at++) {
    samples.keep(at % 2, at - 0.5, at, at + 1, at % 10 === 0 ? "unavailable" : undefined);
  }
  return samples.read();
}

Deno.test("up to the bound every operation is kept as it was", () => {
  const { every, due, sent, done, operation, outcome, classes } = keep(3_000, 3_000);
  assert.equal(every, 1);
  assert.deepEqual([...sent], Array.from({ length: 3_000 }, (_, at) => at));
  assert.ok(due.every((ms, at) => ms === at - 0.5) && done.every((ms, at) => ms === at + 1));
  assert.ok(operation.every((place, at) => place === at % 2));
  assert.ok(outcome.every((place, at) => place === (at % 10 === 0 ? 1 : 0)));
  assert.deepEqual(classes, ["unavailable"]);
});

Deno.test("past the bound each operation has the same chance, whenever it ended", () => {
  const deciles = Array<number>(10).fill(0);
  const kept: number[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    const { every, sent } = keep(40_000, 1_000, 0, seed);
    assert.ok(every === 64 || every === 128, `one in ${every}`);
    assert.ok(sent.length <= 1_000);
    kept.push(sent.length * every / 40_000);
    for (const ms of sent) deciles[Math.floor(ms / 4_000)]!++;
  }
  const mean = deciles.reduce((sum, count) => sum + count) / 10;
  // 1,100 are expected in each; three standard deviations are 100.
  for (const count of deciles) {
    assert.ok(Math.abs(count - mean) < 3.5 * Math.sqrt(mean), `${deciles}`);
  }
  assert.ok(Math.abs(kept.reduce((sum, share) => sum + share) / 20 - 1) < 0.05, `${kept}`);
});

Deno.test("threads are merged in the order of time, and each operation of all has the same chance", () => {
  const all = mergeSamples([keep(100, 1_000), keep(50, 1_000, 100)], 1_000);
  assert.deepEqual([...all.sent], Array.from({ length: 150 }, (_, at) => at));
  assert.equal(all.every, 1);

  const { number: random } = seededRandom(7);
  const [whole, thinned] = [keep(900, 1_000), keep(10_000, 1_000, 900)];
  const merged = mergeSamples([whole, thinned], 10_000, random);
  assert.equal(merged.every, thinned.every);
  const ofWhole = merged.sent.filter((ms) => ms < 900).length;
  assert.equal(merged.sent.length - ofWhole, thinned.sent.length);
  assert.ok(
    Math.abs(ofWhole - 900 / thinned.every) < 4 * Math.sqrt(900 / thinned.every),
    `${ofWhole}`,
  );

  const fewer = mergeSamples([whole, thinned], 50, random);
  assert.ok(fewer.sent.length <= 50 && fewer.every > thinned.every);
});

Deno.test("threads can have seen other classes", () => {
  const kept = ["a", "b"].map((name, at) => {
    const samples = createSamples(10);
    samples.keep(0, at, at, at, name);
    samples.keep(0, at + 2, at + 2, at + 2);
    return samples.read();
  });
  const { outcome, classes } = mergeSamples(kept, 10);
  assert.deepEqual([...outcome].map((place) => classes[place - 1] ?? "ok"), ["a", "b", "ok", "ok"]);
});

Deno.test("past 50 classes, errors are of other classes, as in a result", () => {
  const samples = createSamples(100);
  for (let at = 0; at < 60; at++) samples.keep(0, 0, 0, 1, `class ${at} ${"x".repeat(200)}`);
  const { classes, outcome } = samples.read();
  assert.equal(classes.length, 51);
  assert.equal(classes.at(-1), "others");
  assert.equal(outcome.filter((place) => place === 51).length, 10);
  assert.ok(classes.every((name) => name.length <= 100));
});

Deno.test("without room nothing is kept", () => {
  const { every, sent } = keep(10, 0);
  assert.deepEqual([every, sent.length], [Infinity, 0]);
  assert.equal(mergeSamples([keep(10, 0), keep(10, 10)], 0).sent.length, 0);
});

Deno.test("what a recorder keeps adds up to what it counts, over random operations and stops of the clock", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const stream = randomStream(seed, 500, 3_000);
    const samples = createSamples(1_000);
    const recorder = createRecorder({
      ...{ isOpen: true, names: ["read", "write"], samples, onSecond: () => {} },
    });
    const startedAt = 1e6 * seed;
    recorder.start(startedAt);
    recordStream(recorder, stream, (shown) => startedAt + shown);
    recorder.stop(startedAt + 3_000);
    const { operations, errors, mix = [], serviceTime } = recorder.measurement();
    const { outcome, classes, sent, done, operation } = samples.read();
    assert.equal(outcome.length, operations);
    for (const [name, count] of Object.entries(errors.byClass)) {
      const place = classes.indexOf(name) + 1;
      assert.equal(outcome.filter((one) => one === place).length, count, name);
    }
    assert.deepEqual(mix.map((_, at) => operation.filter((one) => one === at).length), [
      ...mix.map(({ operations }) => operations),
    ]);
    const times = [...done].flatMap((ms, at) => outcome[at] === 0 ? [ms - sent[at]!] : []);
    assert.ok(Math.abs(Math.max(...times) - serviceTime!.max) < 1e-6);
    const ended = stream.filter(({ outcome }) => outcome !== "dropped").map(({ done }) => done);
    assert.ok(done.every((ms, at) => Math.abs(ms - ended[at]!) < 1e-6));
  }
});
