import { outOfTime } from "../page/failure.ts";
import type { Slots } from "./slots.ts";
import type { Watched } from "./watchdog.ts";

/** A slot, until an operation hangs in it: that is counted and given up, and the slot has another life. */
export interface Life extends Watched {
  /** The operation that runs: its place in the mix, and when it was sent. */
  place: number;
  sent: number;
  isOver: boolean;
}

/**
 * Lets a slot live, again and again, until it comes to its end. So a timeout costs nothing where nothing hangs: a
 * promise for each operation would cost half as much as all the rest that cassbench adds to one.
 *
 * @param live says with {@linkcode begin} what it runs, and ends at once when its life is over
 * @param onGiveUp is told when an operation is given up
 */
export async function runLives(
  slots: Slots,
  live: (life: Life) => Promise<void>,
  onGiveUp: (now: number) => void = () => {},
): Promise<void> {
  const { recorder, watchdog, timeout, explain } = slots;
  let isEnd = false;
  while (!isEnd) {
    const over = Promise.withResolvers<boolean>();
    const life: Life = {
      ...{ place: 0, sent: 0, due: Infinity, isOver: false },
      expire() {
        life.isOver = true;
        const now = performance.now();
        onGiveUp(now);
        recorder.fail(life.place, life.sent, now, explain(outOfTime("the operation", timeout)));
        over.resolve(false);
      },
    };
    watchdog.watch(life);
    isEnd = await Promise.race([live(life).then(() => true), over.promise]);
    watchdog.unwatch(life);
  }
}

/** Says which operation a life has sent. */
export function begin(life: Life, place: number, sent: number, timeout: number): void {
  life.place = place;
  life.sent = sent;
  life.due = sent + timeout;
}
