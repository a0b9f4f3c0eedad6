import type { Extent } from "../scenario/planned.ts";
import { makeAhead, type PreparedOperation } from "./operations/supply.ts";
import { withWaits } from "./pool/in_step.ts";
import { runPool } from "./pool/pool.ts";
import { abandonInFlight, begin, type InFlight, runSlot, type Slots } from "./pool/slots.ts";

/**
 * Inputs are made a block at a time, while the clock stands still. A block lasts for this many rounds of the pool, so
 * that it matters little that the pool runs empty at its end. It is not larger, as the garbage collector copies inputs
 * that live long.
 */
const BLOCK = { rounds: 50, least: 5_000, most: 50_000 };
const FIRST_BLOCK = 1_000;

/** Keeps the pool full: sends the next operation when one ends. */
export async function runClosed(slots: Slots, extent: Extent): Promise<void> {
  try {
    await runBlocks(slots, extent);
  } finally {
    slots.inStep?.end();
  }
}

async function runBlocks(slots: Slots, { operations, duration }: Extent): Promise<void> {
  const { supply, recorder, clock, signal } = slots;
  let made = 0;
  while (made < operations && !signal.aborted) {
    const left = duration - recorder.elapsed(0);
    if (left <= 0) return;
    const asked = Math.min(operations - made, blockFor(left, slots));
    const size = await makeAhead(supply, asked, signal);
    if (signal.aborted) return;
    made += size;
    const startedAt = await clock.start();
    await runBlock(slots, size, startedAt + left);
    clock.stop();
  }
}

/**
 * Keeps the pool full while the clock runs through. Each input is made when it is needed: a block of them would keep a
 * measured load, which runs beside it, from its event loop, and would let the clock of the case stand still, by which
 * events on nodes go.
 *
 * @throws {ScenarioError} when `input` throws
 */
export async function runThrough(slots: Slots, { operations, duration }: Extent): Promise<void> {
  const { supply, clock, signal, inStep } = slots;
  const failed: unknown[] = [];
  let made = 0;
  function refill(): boolean {
    if (failed.length > 0 || made >= operations) return false;
    try {
      const count = supply.make(1);
      made += count;
      return count > 0;
    } catch (error) {
      failed.push(error);
      return false;
    }
  }

  const startedAt = await clock.start();
  if (!signal.aborted) await runBlock(slots, operations, startedAt + duration, refill);
  inStep?.end();
  clock.stop();
  if (failed.length > 0) throw failed[0];
}

/** How many operations the time that is left probably allows, by how fast operations have run, within the bounds. */
function blockFor(left: number, { recorder, poolSize }: Slots): number {
  const block = Math.min(BLOCK.most, Math.max(BLOCK.least, BLOCK.rounds * poolSize));
  if (left === Infinity) return block;
  const perMs = recorder.ended() / recorder.elapsed(0) || 0;
  return Math.min(block, Math.max(FIRST_BLOCK, Math.ceil(perMs * left)));
}

/** Runs operations to the end of the block; `refill` makes one more where none is ready, and tells whether it did. */
async function runBlock(
  slots: Slots,
  size: number,
  deadline: number,
  refill: () => boolean = () => false,
): Promise<void> {
  const { supply, recorder, timeout, signal, verify } = slots;
  const pauses = withWaits(slots.pauses, slots.inStep);
  const poolSize = Math.min(slots.poolSize, size);
  const started = Promise.withResolvers<void>();
  let starting = poolSize;

  async function sendAll(user: number, inFlight: InFlight): Promise<void> {
    // The slots begin together, as they are started one by one, and what is sent together is answered together.
    if (--starting === 0) started.resolve();
    if (starting >= 0) await started.promise;
    // The next operation is due when one ends, so one look at the clock serves both.
    let sent = performance.now();
    let pause = pauses.beforeStart(sent);
    while (sent < deadline && !signal.aborted) {
      if (pause !== undefined) {
        inFlight.expiresAt = Infinity;
        await pause;
        // Other slots that waited may have run meanwhile.
        sent = performance.now();
        pause = pauses.beforeStart(sent);
        continue;
      }
      let prepared = supply.take();
      if (prepared === undefined) {
        if (!refill()) return;
        prepared = supply.take() as PreparedOperation;
        sent = performance.now();
      }
      const { run, index, input, mixIndex } = prepared;
      begin(inFlight, mixIndex, sent, sent, timeout);
      let done: number;
      try {
        const answer = await run({ index, input, user, due: sent, sent });
        if (inFlight.isGivenUp) return;
        done = performance.now();
        const wrong = verify?.(mixIndex, input, answer);
        if (wrong === undefined) {
          recorder.succeed(mixIndex, sent, sent, done);
          pause = pauses.afterAnswer(done);
        } else {
          pause = pauses.afterFailure(done, slots.fail(mixIndex, sent, done, wrong), deadline);
        }
        // The time that the comparison took belongs to no operation.
        if (verify !== undefined) done = performance.now();
      } catch (error) {
        if (inFlight.isGivenUp) return;
        done = performance.now();
        pause = pauses.afterFailure(done, slots.fail(mixIndex, sent, done, error), deadline);
      }
      sent = done;
    }
  }

  await runPool(
    poolSize,
    (slot) => runSlot(slots, deadline, (inFlight) => sendAll(slots.userOf(slot), inFlight)),
    signal,
  );
  abandonInFlight(slots);
}
