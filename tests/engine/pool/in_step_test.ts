import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { createMixOrder, leadOf } from "../../../src/engine/operations/mix_order.ts";
import { createInStep, placesOf } from "../../../src/engine/pool/in_step.ts";
import type { InputContext } from "../../../src/scenario/scenario.ts";
import { withClock } from "../../support/clock.ts";
import { loadOf, turn } from "../fixture.ts";

const operation = () => Promise.resolve();
const MIX = { read: { weight: 1, operation } };
const POOL = 10;

/** A thread of two that is about to send its operation of this index. */
function threadAt(index: number, isCounting = true, signal = new AbortController().signal) {
  const order = createMixOrder(MIX, { seed: 1, from: 0, poolSize: POOL });
  if (isCounting) assert.equal(order.counts.read, 0);
  const reached = placesOf(2);
  const at = { index };
  const options = { order, reached, worker: 0, poolSize: POOL, signal, next: () => at.index };
  return { reached, at, inStep: createInStep(options) };
}

Deno.test("a thread waits while it is further ahead of another than its lead, and tells how far it is", async () => {
  const { reached, at, inStep } = threadAt(leadOf(POOL));
  assert.equal(inStep.wait(), undefined);
  at.index++;
  const waiting = inStep.wait();
  assert.equal(inStep.wait(), waiting, "all slots wait for the same");
  assert.equal(reached[0], leadOf(POOL) + 1);
  reached[1] = 1;
  await waiting;
  assert.equal(inStep.wait(), undefined);
});

Deno.test("a thread does not wait for one that is done, nor where no input asks for counts", () => {
  const { reached, at, inStep } = threadAt(1_000_000, false);
  assert.equal(inStep.wait(), undefined);
  const other = threadAt(at.index);
  const options = { order: createMixOrder(MIX, { seed: 1, from: 0, poolSize: POOL }), worker: 1 };
  const signal = new AbortController().signal;
  const ended = { ...options, reached: other.reached, poolSize: POOL, signal, next: () => 5 };
  createInStep(ended).end();
  assert.equal(other.inStep.wait(), undefined);
  assert.equal(reached[0], 1_000_000);
});

Deno.test("a thread waits neither long for one that stands still, nor after the signal", async () => {
  const { inStep } = threadAt(1_000);
  await inStep.wait();
  assert.ok(inStep.wait() !== undefined, "it looks again before the next operation");
  const stopping = new AbortController();
  const stopped = threadAt(1_000, true, stopping.signal).inStep.wait();
  stopping.abort();
  await stopped;
});

Deno.test("two threads whose inputs go by counts stay in step, however much faster one of them is", async () => {
  for (const asksForCounts of [true, false]) {
    const reached = placesOf(2);
    let furthest = 0, done = 0;
    const run = (worker: number, pauses: number) => {
      const input = ({ counts }: InputContext) => asksForCounts ? counts.read : 0;
      const load = loadOf({
        ...{ operations: 2_000, poolSize: 2, workers: 2 },
        mix: {
          read: {
            weight: 1,
            input,
            async operation() {
              for (let at = 0; at < pauses; at++) await turn();
              if (done < 500) furthest = Math.max(furthest, Math.abs(reached[0]! - reached[1]!));
              if (worker === 1) done++;
            },
          },
        },
      });
      return runLoad({ ...load, share: { worker, workers: 2, reached } });
    };
    // The clock stands still, so that no wait is given up, however long a busy machine stalls.
    await withClock(async () => {
      const measured = await Promise.all([run(0, 1), run(1, 4)]);
      for (const { operations } of measured) assert.equal(operations, 1_000);
    });
    assert.equal(furthest <= leadOf(2) + 2, asksForCounts, `${furthest}`);
  }
});
