import { begin, type Life, runLives } from "./pool/lives.ts";
import { runPool } from "./pool/pool.ts";
import type { Slots } from "./pool/slots.ts";

/**
 * Inputs are made a block at a time, the clock standing still: for some rounds of the pool, as it runs empty at a block's
 * end, but not more, as the garbage collector copies what lives long.
 */
const BLOCK = { rounds: 50, least: 5_000, most: 50_000 };
const FIRST_BLOCK = 1_000;

/** Where a closed load ends: at whichever comes first. */
export interface Length {
  readonly operations: number;
  /** Milliseconds on the clock. */
  readonly duration: number;
}

/** Keeps the pool full: the next operation is sent when one ends. */
export async function runClosed(slots: Slots, { operations, duration }: Length): Promise<void> {
  const { supply, recorder, clock, signal } = slots;
  let made = 0;
  while (made < operations && !signal.aborted) {
    const left = duration - recorder.elapsed(0);
    if (left <= 0) return;
    const size = Math.min(operations - made, blockFor(left, slots));
    supply.make(size);
    made += size;
    const startedAt = await clock.start();
    await runBlock(slots, size, startedAt + left);
    clock.stop();
  }
}

/** Not more operations than the time that is left allows, going by those that ran. */
function blockFor(left: number, { recorder, poolSize }: Slots): number {
  const block = Math.min(BLOCK.most, Math.max(BLOCK.least, BLOCK.rounds * poolSize));
  if (left === Infinity) return block;
  const perMs = recorder.ended() / recorder.elapsed(0) || 0;
  return Math.min(block, Math.max(FIRST_BLOCK, Math.ceil(perMs * left)));
}

async function runBlock(slots: Slots, size: number, deadline: number): Promise<void> {
  const { poolSize, supply, recorder, timeout, explain, signal } = slots;

  async function live(user: number, life: Life): Promise<void> {
    // The next is due when one ends, so one look at the clock serves both.
    let sent = performance.now();
    while (sent < deadline && !signal.aborted) {
      const item = supply.take();
      if (item === undefined) return;
      const { run, index, input, place } = item;
      begin(life, place, sent, timeout);
      try {
        await run({ index, input, user, due: sent, sent });
        if (life.isOver) return;
        const done = performance.now();
        recorder.succeed(place, sent, sent, done);
        sent = done;
      } catch (error) {
        if (life.isOver) return;
        const failed = performance.now();
        recorder.fail(place, sent, failed, explain(error));
        sent = failed;
      }
    }
  }

  const slot = (at: number) => runLives(slots, (life) => live(slots.userAt(at), life));
  await runPool(Math.min(poolSize, size), slot, signal);
}
