import assert from "node:assert/strict";
import { createRecorder } from "../../src/measure/recorder.ts";
import { seededRandom } from "../support/random.ts";

Deno.test("createRecorder() starts with nothing", () => {
  const recorder = createRecorder();
  assert.equal(recorder.ended(), 0);
  assert.deepEqual(recorder.measurement(), {
    operations: 0,
    succeeded: 0,
    errors: { total: 0, byClass: {}, examples: {}, serviceTime: null },
    serviceTime: null,
  });
});

Deno.test("createRecorder() adds up: operations = succeeded + errors = what ended, classes = errors", () => {
  const random = seededRandom(5);
  const recorder = createRecorder();
  for (let i = 1; i <= 5_000; i++) {
    if (random.number() < 0.7) recorder.succeed(random.number());
    else recorder.fail(random.number(), random.pick(["unavailable", "clientTimeout"]), `at ${i}`);
    assert.equal(recorder.ended(), i);
  }
  const { operations, succeeded, errors, serviceTime } = recorder.measurement();
  const { unavailable = NaN, clientTimeout = NaN } = errors.byClass;
  assert.equal(operations, 5_000);
  assert.equal(succeeded + errors.total, operations);
  assert.equal(unavailable + clientTimeout, errors.total);
  assert.equal(serviceTime?.count, succeeded);
  assert.equal(errors.serviceTime?.count, errors.total);
});

Deno.test("createRecorder() keeps failures out of the times of successes, and the other way round", () => {
  const recorder = createRecorder();
  recorder.succeed(100);
  recorder.fail(0.5, "overloaded", "full");
  const { serviceTime, errors } = recorder.measurement();
  assert.deepEqual([serviceTime?.min, serviceTime?.max], [100, 100]);
  assert.deepEqual([errors.serviceTime?.min, errors.serviceTime?.max], [0.5, 0.5]);
});

Deno.test("createRecorder() keeps the first message of each class", () => {
  const recorder = createRecorder();
  for (const [name, message] of [["a", "first"], ["a", "second"], ["b", "third"], ["b", ""]]) {
    recorder.fail(1, String(name), String(message));
  }
  assert.deepEqual(recorder.measurement().errors.byClass, { a: 2, b: 2 });
  assert.deepEqual(recorder.measurement().errors.examples, { a: "first", b: "third" });
});

Deno.test("createRecorder() counts a class whatever its name", () => {
  const recorder = createRecorder();
  for (const name of ["constructor", "toString"]) recorder.fail(1, name, "odd");
  assert.deepEqual(Object.entries(recorder.measurement().errors.byClass), [
    ["constructor", 1],
    ["toString", 1],
  ]);
});

Deno.test("createRecorder() gives a measurement that what follows does not change", () => {
  const recorder = createRecorder();
  recorder.fail(1, "a", "first");
  const before = recorder.measurement();
  const copy = structuredClone(before);
  recorder.fail(2, "a", "second");
  recorder.fail(3, "b", "third");
  recorder.succeed(4);
  assert.deepEqual(before, copy);
});
