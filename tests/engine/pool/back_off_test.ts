import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { createBackOff } from "../../../src/engine/pool/back_off.ts";
import { createTurns } from "../../../src/engine/pool/turns.ts";
import { loadOf } from "../fixture.ts";

class Lost extends Error {
  override name = "Lost";
}

const lost = (error: unknown) => error instanceof Lost ? "lost" : "own";

function backOffOf({ timeout = 60_000, isOver = (): boolean => false } = {}) {
  return createBackOff({ workers: 1, timeout, elapsed: (now) => now, isOver });
}

Deno.test("operations that settle at once let the event loop turn, whether they succeed or throw", async () => {
  for (const operation of [() => Promise.resolve(), () => Promise.reject(new Error("a bug"))]) {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    const { operations } = await runLoad(loadOf({ poolSize: 10, duration: 200, operation }));
    clearInterval(timer);
    assert.ok(turns >= 3, `${turns} turns in 200 ms`);
    assert.ok(operations > 10, `${operations} operations`);
  }
});

Deno.test("a signal ends a load whose operations settle at once", async () => {
  const stopping = new AbortController();
  const load = loadOf({ poolSize: 10, duration: 60_000 }, { signal: stopping.signal });
  setTimeout(() => stopping.abort(), 50);
  assert.equal((await runLoad(load)).status, "aborted");
});

Deno.test("failures without an answer come at most a thousand times a second, and ever more slowly", async () => {
  const operation = () => Promise.reject(new Lost("nothing there"));
  const load = loadOf({ poolSize: 10, duration: 300, operation }, { failureKind: lost });
  const { operations, outages = [], errors } = await runLoad(load);
  // The pool fails at once, and then attempts are 1, 2, 4, … 100 ms apart.
  assert.ok(operations >= 10 && operations < 30, `${operations} operations`);
  assert.deepEqual(outages.map(({ end, errors }) => [end, errors]), [[null, errors.total]]);
});

Deno.test("an answer ends an outage, and all slots go on at once", async () => {
  let calls = 0;
  const operation = () => ++calls <= 14 ? Promise.reject(new Lost("gone")) : Promise.resolve();
  const load = loadOf({ poolSize: 10, operations: 500, operation }, { failureKind: lost });
  const { operations, errors, outages = [], status } = await runLoad(load);
  assert.deepEqual([operations, errors.total, status], [500, 14, "completed"]);
  const [{ start, end, errors: failed } = assert.fail("no outage"), ...others] = outages;
  assert.ok(end !== null && end > start && end - start < 1_000, `from ${start} to ${end}`);
  assert.deepEqual([failed, others], [14, []]);
});

Deno.test("a target that is lost for longer than an operation may take ends the case, and not its operations", async () => {
  const operation = () => Promise.reject(new Lost("gone"));
  const wishes = { poolSize: 4, operations: 10_000, timeout: 100, operation };
  const { operations, status } = await runLoad(loadOf(wishes, { failureKind: lost }));
  assert.equal(status, "aborted");
  assert.ok(operations < 100, `${operations} of 10,000 were spent`);
});

Deno.test("createBackOff() counts fewer than three failures as no outage", async () => {
  const backOff = backOffOf();
  await backOff.pause("lost");
  await backOff.pause("lost");
  assert.deepEqual(backOff.outages(), []);
  await backOff.pause("lost");
  assert.deepEqual(backOff.outages().map(({ errors }) => errors), [3]);
  backOff.answered();
  assert.equal(typeof backOff.outages()[0]?.end, "number");
});

Deno.test("createBackOff() sees no outage in errors of the scenario", async () => {
  const backOff = backOffOf();
  for (let i = 0; i < 5; i++) await backOff.pause("own");
  assert.deepEqual([backOff.outages(), backOff.isHopeless()], [[], false]);
});

Deno.test("createBackOff() lets all go on when nothing more is to be sent", async () => {
  let isOver = false;
  const backOff = backOffOf({ isOver: () => isOver });
  const pauses = Array.from({ length: 1_000 }, () => backOff.pause("lost"));
  isOver = true;
  await Promise.all(pauses);
});

Deno.test("createTurns() shares one turn among all who wait for it", async () => {
  const turns = createTurns();
  assert.equal(turns.next(), turns.next());
  await turns.next();
  const now = performance.now();
  assert.deepEqual([turns.areDue(now), turns.areDue(now + 1_000)], [false, true]);
});
