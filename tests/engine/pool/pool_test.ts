import assert from "node:assert/strict";
import { runPool } from "../../../src/engine/pool/pool.ts";
import { turn } from "../fixture.ts";

const never = new AbortController().signal;

/** Says that there are no more inputs. */
const END = Symbol("end");

type Take = () => unknown;

/** A pool whose slots share inputs, as those of a load do. */
function runInputs(
  poolSize: number,
  take: Take,
  signal: AbortSignal,
  operate: (input: unknown) => Promise<void>,
): Promise<void> {
  return runPool(poolSize, async () => {
    while (!signal.aborted) {
      const input = take();
      if (input === END) return;
      await operate(input);
    }
  }, signal);
}

function counting(to: number): Take {
  let next = 0;
  return () => next < to ? next++ : END;
}

for (const [poolSize, inputs] of [[1, 20], [7, 20], [1_000, 3_000], [500, 3]] as const) {
  Deno.test(`runPool() of ${poolSize} is filled, never more, and takes each of ${inputs} inputs once`, async () => {
    const seen: unknown[] = [];
    let inFlight = 0, most = 0;
    await runInputs(poolSize, counting(inputs), never, async (input) => {
      seen.push(input);
      most = Math.max(most, ++inFlight);
      await turn();
      inFlight--;
    });
    assert.equal(most, Math.min(poolSize, inputs));
    assert.equal(inFlight, 0);
    assert.deepEqual(seen, Array.from({ length: inputs }, (_, input) => input));
  });
}

Deno.test("runPool() takes the next input as soon as an operation ends, whichever that is", async () => {
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const started: unknown[] = [];
  let isDone = false;
  const running = runInputs(2, counting(4), never, (input) => {
    started.push(input);
    return gates[Number(input)]?.promise ?? assert.fail();
  }).then(() => isDone = true);
  await turn();
  assert.deepEqual(started, [0, 1]);
  for (const [ended, expected] of [[1, [0, 1, 2]], [2, [0, 1, 2, 3]]] as const) {
    gates[ended]?.resolve();
    await turn();
    assert.deepEqual(started, expected);
  }
  gates[0]?.resolve();
  await turn();
  assert.equal(isDone, false, "one is in flight");
  gates[3]?.resolve();
  await running;
});

Deno.test("runPool() takes no input after the signal, and waits for what is in flight", async () => {
  const controller = new AbortController();
  const gate = Promise.withResolvers<void>();
  let started = 0, ended = 0;
  const running = runInputs(3, counting(10), controller.signal, async () => {
    started++;
    await gate.promise;
    ended++;
  });
  await turn();
  controller.abort();
  gate.resolve();
  await running;
  assert.deepEqual({ started, ended }, { started: 3, ended: 3 });
});

Deno.test("runPool() takes nothing when the signal came before", async () => {
  await runInputs(3, () => assert.fail("taken"), AbortSignal.abort(), () => Promise.resolve());
});

Deno.test("runPool() takes an input that is undefined for one", async () => {
  const inputs: unknown[] = [undefined, null, END];
  const seen: unknown[] = [];
  const take = () => inputs.shift();
  await runInputs(1, take, never, (input) => Promise.resolve(void seen.push(input)));
  assert.deepEqual(seen, [undefined, null]);
});
