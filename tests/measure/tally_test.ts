import assert from "node:assert/strict";
import {
  addTally,
  clearTally,
  countFailure,
  countSuccess,
  createTally,
  figuresOf,
  sumTallies,
  type Tally,
  timeInFlight,
} from "../../src/measure/tally.ts";
import { seededRandom } from "../support/random.ts";
import { type Ended, randomStream } from "./fixture.ts";

const EMPTY = figuresOf(createTally(true));

function count(tally: Tally, stream: readonly Ended[]): void {
  for (const { outcome, due, sent, done } of stream) {
    if (outcome === "dropped") tally.dropped++;
    else if (outcome === "succeeded") countSuccess(tally, due, sent, done);
    else {countFailure(tally, [sent, done], {
        errorClass: outcome,
        message: `at ${done}`,
        kind: "answered",
        isUnknown: outcome === "clientTimeout",
      });}
  }
}

Deno.test("a tally starts with nothing", () => {
  assert.deepEqual(EMPTY, {
    ...{ operations: 0, dropped: 0, unsent: 0, refused: 0, serviceTime: null, waitTime: null },
    ...{ responseTime: null },
    errors: { total: 0, byClass: {}, examples: {}, serviceTime: null },
  });
  assert.equal(timeInFlight(createTally(false)), 0);
});

Deno.test("addTally() and sumTallies() lose nothing: it is as if one had counted all, for 40 random streams", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededRandom(seed);
    const stream = randomStream(seed, 150, 2_000);
    const [whole, total, part] = [true, true, true].map(createTally) as [Tally, Tally, Tally];
    count(whole, stream);
    for (let at = 0; at < stream.length;) {
      const next = at + random.below(50);
      count(part, stream.slice(at, next));
      addTally(part, total);
      clearTally(part);
      assert.deepEqual(figuresOf(part), EMPTY);
      at = next;
    }
    assert.deepEqual(figuresOf(total), figuresOf(whole));
    assert.equal(timeInFlight(total), timeInFlight(whole));
    assert.deepEqual(figuresOf(sumTallies([total, part])), figuresOf(whole));
    assert.equal(sumTallies([total]), total);
  }
});

Deno.test("a tally has all operations that ended, failed or not, in flight from sent to end", () => {
  const tally = createTally(true);
  countSuccess(tally, 0, 10, 30);
  countFailure(tally, [40, 45], { errorClass: "unavailable", message: "", kind: "answered" });
  assert.equal(timeInFlight(tally), 25);
});

Deno.test("a tally has a wait and a response of its own only where operations can be late", () => {
  const [open, closed] = [createTally(true), createTally(false)];
  for (const tally of [open, closed]) countSuccess(tally, 5, 10, 30);
  const times = (tally: Tally) => {
    const { waitTime, serviceTime, responseTime } = figuresOf(tally);
    return [waitTime?.max, serviceTime?.max, responseTime?.max];
  };
  assert.deepEqual(times(open), [5, 20, 25]);
  assert.deepEqual(times(closed), [undefined, 20, 20]);
});

Deno.test("a tally counts what it refused in each of its times, added or not", () => {
  const [tally, total] = [createTally(true), createTally(true)];
  countSuccess(tally, NaN, 0, 1);
  countSuccess(tally, 0, 0, -1);
  countFailure(tally, [0, Infinity], { errorClass: "unavailable", message: "", kind: "answered" });
  assert.equal(figuresOf(tally).refused, 5);
  addTally(tally, total);
  assert.equal(figuresOf(total).refused, 5);
  assert.equal(timeInFlight(total), 1);
});

Deno.test("a tally cuts messages and names that are long, and keeps those that are not", () => {
  const tally = createTally(false);
  const fail = (errorClass: string, message: string) =>
    countFailure(tally, [0, 1], { errorClass, message, kind: "answered" });
  fail("short", "m".repeat(500));
  fail("n".repeat(5_000_000), "m".repeat(5_000_000));
  fail("n".repeat(5_000_001), "another");
  const { byClass, examples } = figuresOf(tally).errors;
  const name = `${"n".repeat(99)}…`;
  assert.deepEqual(byClass, { short: 1, [name]: 2 });
  assert.deepEqual(examples, { short: "m".repeat(500), [name]: `${"m".repeat(499)}…` });
});

Deno.test("a tally has 50 classes at most and counts the errors of others together, added or not", () => {
  const tallies = [0, 1].map((thread) => {
    const tally = createTally(false);
    for (let i = 0; i < 1_000; i++) {
      const errorClass = i % 10 === 0 ? "frequent" : `thread ${thread}, ${i}`;
      countFailure(tally, [0, 1], { errorClass, message: `message ${i}`, kind: "answered" });
    }
    return tally;
  });
  for (const tally of [tallies[0] as Tally, sumTallies(tallies as [Tally, Tally])]) {
    const { total, byClass, examples } = figuresOf(tally).errors;
    assert.equal(Object.keys(byClass).length, 51);
    assert.deepEqual(Object.keys(examples), Object.keys(byClass));
    assert.equal(Object.values(byClass).reduce((sum, count) => sum + count), total);
    assert.equal(byClass.frequent, total / 10);
    assert.equal(byClass.others, total * 0.9 - 49);
  }
});
