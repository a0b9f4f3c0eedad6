import assert from "node:assert/strict";
import { createRecorder } from "../../../src/measure/recorder.ts";
import type { Second } from "../../../src/result/case.ts";
import { gatherSeconds } from "../../../src/threads/load/gather_seconds.ts";
import { seededRandom } from "../../support/random.ts";

/** The seconds of a thread that ran one operation of 1 ms each so often, for so long. */
function secondsOf(every: number, length: number): Second[] {
  const seconds: Second[] = [];
  const recorder = createRecorder({
    ...{ isOpen: false, names: [] },
    onSecond: (second) => seconds.push(second),
  });
  recorder.start(0);
  for (let at = 0; at + 1 < length; at += every) recorder.succeed(0, at, at, at + 1);
  recorder.stop(length);
  recorder.measurement();
  return seconds;
}

Deno.test("gatherSeconds() passes a second on when all threads have told it, as one", () => {
  const passed: Second[] = [];
  const { add } = gatherSeconds(2, (second) => passed.push(second));
  const [slow, fast] = [secondsOf(10, 2_000), secondsOf(5, 2_000)];
  add(0, slow[0] as Second);
  add(0, slow[1] as Second);
  assert.equal(passed.length, 0);
  add(1, fast[0] as Second);
  assert.deepEqual(passed.map(({ at, operations }) => [at, operations]), [[1_000, 300]]);
  assert.equal(passed[0]?.serviceTime?.count, 300);
  add(1, fast[1] as Second);
  assert.deepEqual(passed.map(({ at, operations }) => [at, operations]), [
    [1_000, 300],
    [2_000, 300],
  ]);
});

Deno.test("gatherSeconds() loses nothing when threads end in different seconds", () => {
  const passed: Second[] = [];
  const { add, end } = gatherSeconds(2, (second) => passed.push(second));
  for (const second of secondsOf(10, 900)) add(0, second);
  for (const second of secondsOf(10, 2_500)) add(1, second);
  assert.equal(passed.length, 1);
  end();
  end();
  assert.deepEqual(passed.map(({ at, operations }) => [at, operations]), [
    ...[[1_000, 190], [2_000, 100]],
    [2_500, 50],
  ]);
});

Deno.test("gatherSeconds() waits three seconds for one of an agent, then goes on without it, and not at all for one that is lost", () => {
  const passed: Second[] = [];
  const { add, lose, end } = gatherSeconds(2, (second) => passed.push(second), 3);
  const [first, ...others] = secondsOf(10, 8_000);
  const late = secondsOf(10, 8_000);
  for (const second of [first as Second, ...others.slice(0, 2)]) add(0, second);
  assert.equal(passed.length, 0);
  // The first two that the other told did not arrive.
  add(1, late[2] as Second);
  add(0, others[2] as Second);
  assert.deepEqual(passed.map(({ at, operations }) => [at, operations]), [[1_000, 100]]);
  add(1, late[0] as Second);
  add(0, others[3] as Second);
  const seconds = () => passed.map(({ at, operations }) => [at, operations]);
  assert.deepEqual(seconds(), [[1_000, 100], [2_000, 100], [3_000, 200]]);
  lose(1);
  assert.deepEqual(seconds().slice(3), [[4_000, 100], [5_000, 100]]);
  end();
  assert.equal(passed.length, 5);
});

Deno.test("gatherSeconds() gives every second once, in order, in whatever order the threads tell theirs", () => {
  const random = seededRandom(31);
  for (let round = 0; round < 50; round++) {
    const threads = Array.from(
      { length: 1 + random.below(5) },
      () => secondsOf(1 + random.below(50), 1 + random.below(6_000)),
    );
    const expected = threads.flat().reduce((sum, { operations }) => sum + operations, 0);
    const longest = Math.max(...threads.map(({ length }) => length));
    const passed: Second[] = [];
    const { add, end } = gatherSeconds(threads.length, (second) => passed.push(second));
    const queues = threads.map((seconds, thread) => ({ thread, seconds: [...seconds] }));
    while (queues.some(({ seconds }) => seconds.length > 0)) {
      const { thread, seconds } = random.pick(queues);
      const next = seconds.shift();
      if (next !== undefined) add(thread, next);
    }
    end();
    assert.equal(passed.length, longest);
    assert.equal(passed.reduce((sum, { operations }) => sum + operations, 0), expected);
    const ends = passed.map(({ at }) => at);
    assert.deepEqual(ends, ends.toSorted((a, b) => a - b));
  }
});
