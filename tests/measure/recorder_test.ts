import assert from "node:assert/strict";
import { createRecorder } from "../../src/measure/recorder.ts";
import { measure, randomStream, recorderOf } from "./fixture.ts";

Deno.test("a recorder starts with nothing", () => {
  const { recorder, told } = recorderOf();
  assert.equal(recorder.ended(), 0);
  assert.equal(recorder.elapsed(5_000), 0);
  const { mix, ...measurement } = recorder.measurement();
  const errors = { total: 0, byClass: {}, examples: {}, serviceTime: null };
  assert.deepEqual(measurement, {
    ...{
      operations: 0,
      succeeded: 0,
      dropped: 0,
      unsent: 0,
      refused: 0,
      errors,
      elapsed: 0,
      meanInFlight: 0,
    },
    ...{ serviceTime: null, waitTime: null, responseTime: null, series: [] },
  });
  assert.deepEqual(mix?.map(({ name, operations }) => [name, operations]), [
    ["read", 0],
    ["write", 0],
  ]);
  assert.deepEqual(told, []);
});

Deno.test("a recorder loses nothing when its clock never moved", () => {
  const { recorder } = recorderOf();
  recorder.start(50);
  recorder.succeed(0, 50, 50, 50);
  recorder.drop(0, 50);
  recorder.stop(50);
  const { operations, dropped, elapsed, meanInFlight, series } = recorder.measurement();
  assert.deepEqual({ operations, dropped, elapsed, meanInFlight, series }, {
    ...{ operations: 1, dropped: 1, elapsed: 0, meanInFlight: 0, series: [] },
  });
});

Deno.test("a recorder waits, serves and responds: wait + service = response, for every operation and on average", () => {
  for (let seed = 1; seed <= 20; seed++) {
    for (const operation of randomStream(seed, 20, 5_000)) {
      const { waitTime, serviceTime, responseTime } = measure([operation], 5_000);
      const [wait = 0, service = 0, response = 0] = [waitTime, serviceTime, responseTime]
        .map((time) => time?.max);
      assert.ok(Math.abs(wait + service - response) < 1e-9);
    }
    const { waitTime, serviceTime, responseTime } = measure(randomStream(seed, 500, 900), 900);
    const [wait = NaN, service = NaN, response = NaN] = [waitTime, serviceTime, responseTime]
      .map((time) => time?.mean);
    assert.ok(Math.abs(wait + service - response) < 1e-9 * response);
  }
});

Deno.test("a recorder of a closed load has no wait, and its response time is its service time", () => {
  const stream = randomStream(3, 300, 2_500);
  const { waitTime, serviceTime, responseTime, series, mix = [] } = measure(stream, 2_500, false);
  assert.equal(waitTime, null);
  assert.deepEqual(responseTime, serviceTime);
  assert.ok(series.length === 3 && series.every((second) => !("responseTime" in second)));
  assert.ok(mix.every((own) => own.waitTime === null && own.responseTime !== null));
});

Deno.test("a recorder without a mix has none", () => {
  const recorder = createRecorder({ isOpen: false, names: [], onSecond: () => {} });
  recorder.start(0);
  recorder.succeed(0, 0, 0, 5);
  recorder.stop(10);
  const measurement = recorder.measurement();
  assert.equal(measurement.operations, 1);
  assert.ok(!("mix" in measurement));
});

Deno.test("a recorder keeps failures out of the times of successes, and the other way round", () => {
  const { recorder } = recorderOf();
  recorder.start(0);
  recorder.succeed(0, 0, 0, 100);
  recorder.fail(0, 100, 100.5, { errorClass: "overloaded", message: "full", kind: "answered" });
  recorder.stop(200);
  const { serviceTime, responseTime, errors } = recorder.measurement();
  for (const time of [serviceTime, responseTime]) {
    assert.deepEqual([time?.count, time?.min, time?.max], [1, 100, 100]);
  }
  assert.deepEqual([errors.serviceTime?.min, errors.serviceTime?.max], [0.5, 0.5]);
});

Deno.test("a recorder knows how many operations were in flight: their times over the clock's", () => {
  const { recorder } = recorderOf();
  recorder.start(0);
  for (const place of [0, 1, 0]) recorder.succeed(place, 0, 0, 1_000);
  recorder.fail(0, 1_100, 1_350, { errorClass: "unavailable", message: "", kind: "answered" });
  recorder.stop(1_500);
  const { meanInFlight, series } = recorder.measurement();
  assert.equal(meanInFlight, 3_250 / 1_500);
  assert.deepEqual(series.map(({ inFlight }) => inFlight), [3, 0.5]);
});

Deno.test("a recorder keeps the first message of each class, over the seconds too", () => {
  const { recorder } = recorderOf();
  recorder.start(0);
  const failures = [["a", "first"], ["a", "second"], ["b", "third"], ["a", "later"], ["b", ""]];
  for (const [at, [errorClass = "", message = ""]] of failures.entries()) {
    recorder.fail(at % 2, at * 400, at * 400 + 1, { errorClass, message, kind: "answered" });
  }
  recorder.stop(2_000);
  const { errors, mix } = recorder.measurement();
  assert.deepEqual(errors.byClass, { a: 3, b: 2 });
  assert.deepEqual(errors.examples, { a: "first", b: "third" });
  assert.deepEqual(mix?.map((own) => own.errors.examples), [{ a: "first", b: "third" }, {
    a: "second",
  }]);
});

Deno.test("a recorder counts a class whatever its name", () => {
  const { recorder } = recorderOf();
  for (const errorClass of ["constructor", "toString"]) {
    recorder.fail(0, 0, 1, { errorClass, message: "odd", kind: "answered" });
  }
  assert.deepEqual(Object.entries(recorder.measurement().errors.byClass), [
    ["constructor", 1],
    ["toString", 1],
  ]);
});

Deno.test("a recorder refuses what is no time, counts it, and keeps it out of every figure", () => {
  const { recorder } = recorderOf(false);
  recorder.start(0);
  recorder.succeed(0, 0, 0, 10);
  for (const sent of [NaN, 25, -3_600_001, -Infinity]) recorder.succeed(0, sent, sent, 20);
  for (const sent of [NaN, 25]) {
    recorder.fail(1, sent, 20, { errorClass: "unavailable", message: "", kind: "answered" });
  }
  recorder.stop(100);
  const { operations, refused, serviceTime, errors, meanInFlight } = recorder.measurement();
  assert.equal(refused, 6);
  assert.equal(operations, 7);
  assert.deepEqual([serviceTime?.count, serviceTime?.max], [1, 10]);
  assert.deepEqual([errors.total, errors.serviceTime], [2, null]);
  assert.equal(meanInFlight, 10 / 100);
});

Deno.test("a recorder of an open load refuses each time that is none by itself", () => {
  const { recorder } = recorderOf();
  recorder.start(0);
  recorder.succeed(0, 12, 10, 20);
  recorder.stop(100);
  const { refused, waitTime, serviceTime, responseTime } = recorder.measurement();
  assert.deepEqual([refused, waitTime, serviceTime?.max, responseTime?.max], [1, null, 10, 8]);
});

Deno.test("a recorder gives a measurement that what follows does not change", () => {
  const { recorder } = recorderOf();
  recorder.start(0);
  recorder.fail(0, 0, 2, { errorClass: "a", message: "first", kind: "answered" });
  recorder.stop(10);
  const before = recorder.measurement();
  const copy = structuredClone(before);
  recorder.fail(0, 2, 4, { errorClass: "a", message: "late", kind: "answered" });
  recorder.fail(1, 2, 5, { errorClass: "b", message: "late", kind: "answered" });
  recorder.succeed(0, 0, 4, 5);
  assert.deepEqual(before, copy);
});

Deno.test("a recorder has what was never sent in wait and response at its age, in the last second, and in no other figure", () => {
  const { recorder } = recorderOf();
  recorder.start(0);
  recorder.succeed(0, 0, 0, 500);
  recorder.succeed(1, 0, 300, 1_500);
  recorder.stop(2_000);
  recorder.unsent(1, { count: 3, sum: 2_700, min: 900, max: 900 });
  const { operations, unsent, mix, serviceTime, waitTime, responseTime, ...measured } = recorder
    .measurement();
  assert.deepEqual({ operations, unsent }, { operations: 2, unsent: 3 });
  assert.deepEqual(mix?.map((own) => [own.operations, own.unsent]), [[1, 0], [1, 3]]);
  assert.deepEqual([serviceTime?.count, waitTime?.count, responseTime?.count], [2, 5, 5]);
  assert.deepEqual([waitTime?.max, responseTime?.max], [900, 1_500]);
  assert.equal(measured.meanInFlight, (500 + 1_200) / 2_000);
  assert.deepEqual(measured.series.map((second) => [second.operations, second.unsent]), [
    [1, 0],
    [1, 3],
  ]);
});
