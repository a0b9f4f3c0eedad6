/** What a recorder says second by second. */
import assert from "node:assert/strict";
import { seededRandom } from "../support/random.ts";
import { measure, randomStream, recorderOf, recordStream, sum } from "./fixture.ts";

Deno.test("a recorder's seconds, mix and classes add up to its totals: for 60 random streams", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const length = 500 + seed * 97;
    const count = seed * 7;
    const stream = randomStream(seed, count, length);
    const { series, mix = [], errors, ...total } = measure(stream, length);
    const dropped = stream.filter(({ outcome }) => outcome === "dropped").length;
    assert.equal(total.dropped, dropped);
    assert.equal(total.operations, count - dropped);
    assert.equal(total.succeeded + errors.total, total.operations);
    assert.equal(sum(Object.values(errors.byClass), (one) => one), errors.total);
    assert.equal(errors.serviceTime?.count ?? 0, errors.total);
    assert.equal(total.serviceTime?.count ?? 0, total.succeeded);

    assert.equal(sum(series, ({ operations }) => operations), total.operations);
    assert.equal(sum(series, (second) => second.errors), errors.total);
    assert.equal(sum(series, (second) => second.dropped), dropped);
    assert.equal(sum(series, ({ serviceTime }) => serviceTime?.count ?? 0), total.succeeded);
    assert.equal(sum(series, ({ responseTime }) => responseTime?.count ?? 0), total.succeeded);

    assert.equal(sum(mix, ({ operations }) => operations), total.operations);
    assert.equal(sum(mix, (own) => own.errors.total), errors.total);
    assert.equal(sum(mix, ({ waitTime }) => waitTime?.count ?? 0), total.succeeded);
  }
});

Deno.test("a recorder puts each operation in the second in which it ended, of which the last is as long as what is left", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const length = 500 + seed * 131;
    const stream = randomStream(seed, 200, length);
    const { series } = measure(stream, length);
    assert.deepEqual(
      series.map(({ at }) => at),
      series.map((_, index) => Math.min(length, (index + 1) * 1_000)),
    );
    for (const [index, { at, operations, errors, dropped }] of series.entries()) {
      const ended = stream.filter(({ done }) => done > index * 1_000 && done <= at);
      const sent = ended.filter(({ outcome }) => outcome !== "dropped");
      assert.equal(operations, sent.length);
      assert.equal(dropped, ended.length - sent.length);
      assert.equal(errors, sent.filter(({ outcome }) => outcome !== "succeeded").length);
    }
  }
});

Deno.test("a recorder tells of each second once, as it ends", () => {
  const { recorder, told } = recorderOf();
  recorder.start(100);
  recorder.succeed(0, 200, 200, 300);
  recorder.tick(1_100);
  assert.equal(told.length, 0);
  recorder.tick(1_101);
  recorder.tick(1_200);
  assert.deepEqual(told.map(({ at, operations }) => [at, operations]), [[1_000, 1]]);
  recorder.stop(1_300);
  const { series } = recorder.measurement();
  assert.deepEqual(told, series);
  assert.deepEqual(series.map(({ at }) => at), [1_000, 1_200]);
});

Deno.test("a recorder has an empty second for each that nothing ended in, as in a stall", () => {
  const { recorder } = recorderOf();
  recorder.start(0);
  recorder.succeed(0, 0, 0, 500);
  recorder.fail(1, 600, 4_700, { errorClass: "clientTimeout", message: "late", kind: "answered" });
  recorder.stop(4_800);
  const { series } = recorder.measurement();
  assert.deepEqual(series.map(({ operations }) => operations), [1, 0, 0, 0, 1]);
  assert.deepEqual(series.map(({ errors }) => errors), [0, 0, 0, 0, 1]);
  assert.deepEqual(series.slice(1).map(({ serviceTime }) => serviceTime), [null, null, null, null]);
  assert.deepEqual(series[2], {
    ...{ at: 3_000, operations: 0, errors: 0, dropped: 0, unsent: 0, inFlight: 0 },
    ...{ serviceTime: null, responseTime: null },
  });
});

Deno.test("a recorder of whole seconds has as many, wherever its clock starts, and an end belongs to its second", () => {
  const random = seededRandom(9);
  for (let run = 0; run < 300; run++) {
    const startedAt = random.number() * 1e7;
    const seconds = 1 + random.below(6);
    const { recorder } = recorderOf();
    recorder.start(startedAt);
    const end = startedAt + seconds * 1_000;
    recorder.succeed(0, end - 1, end - 1, end);
    recorder.stop(end);
    const { series, operations } = recorder.measurement();
    assert.equal(operations, 1);
    assert.deepEqual(series.map((second) => second.operations), [
      ...Array.from({ length: seconds - 1 }, () => 0),
      1,
    ]);
  }
});

Deno.test("a recorder whose clock stands now and then measures what one without pauses does: for 40 random streams", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededRandom(seed);
    const length = 1_000 + random.below(4_000);
    const stream = randomStream(seed, 200, length);
    const { recorder } = recorderOf();
    const blocks = [...new Set([0, random.below(length), random.below(length), length])].sort(
      (a, b) => a - b,
    );
    let paused = 0;
    for (const [at, to] of blocks.slice(1).entries()) {
      const from = blocks[at] ?? NaN;
      const ended = stream.filter(({ done }) => done > from && done <= to);
      const shift = (shown: number) => shown + paused;
      recorder.start(shift(from));
      recordStream(recorder, ended, shift);
      assert.equal(recorder.elapsed(shift(to)), to);
      recorder.stop(shift(to));
      paused += random.below(3_000);
      assert.equal(recorder.elapsed(shift(to)), to);
    }
    assert.deepEqual(recorder.measurement(), measure(stream, length));
  }
});
