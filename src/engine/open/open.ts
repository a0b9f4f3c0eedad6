import { begin, type Life, runLives } from "../pool/lives.ts";
import { runPool } from "../pool/pool.ts";
import type { Slots } from "../pool/slots.ts";
import { createDispatcher, type Dispatcher, type OpenFigures } from "./dispatcher.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Sends operations when they are due, however long the others take; the pool only bounds how many are in flight.
 *
 * @throws {ScenarioError} when `input` throws
 */
export async function runOpen(
  slots: Slots,
  schedule: Schedule,
  overflow: "queue" | "drop",
): Promise<OpenFigures> {
  const { poolSize, clock, signal } = slots;
  const dispatcher = createDispatcher(slots, schedule, overflow);
  const startedAt = await clock.start();
  if (!signal.aborted) dispatcher.start(startedAt);
  signal.addEventListener("abort", dispatcher.stop);
  const slot = (at: number) =>
    runLives(slots, (life) => live(slots, dispatcher, slots.userAt(at), life), dispatcher.end);
  await runPool(poolSize, slot, signal);
  signal.removeEventListener("abort", dispatcher.stop);
  // The schedule's last gap belongs to it, although nothing is due at its end.
  clock.stop(signal.aborted ? 0 : startedAt + schedule.length);
  return dispatcher.figures();
}

async function live(
  { recorder, timeout, explain }: Slots,
  { next, end }: Dispatcher,
  user: number,
  life: Life,
): Promise<void> {
  for (let turn = await next(); turn !== undefined; turn = await next()) {
    const { item: { run, index, input, place }, due } = turn;
    const sent = performance.now();
    begin(life, place, sent, timeout);
    try {
      await run({ index, input, user, due, sent });
      if (life.isOver) return;
      const done = performance.now();
      end(done);
      recorder.succeed(place, due, sent, done);
    } catch (error) {
      if (life.isOver) return;
      const failed = performance.now();
      end(failed);
      recorder.fail(place, sent, failed, explain(error));
    }
    life.due = Infinity;
  }
}
