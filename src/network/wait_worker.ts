/** The thread that waits for the proxies' thread, which it wakes. */
import type { SharedWait } from "./wake_up.ts";

const scope = self as unknown as { onmessage: ((event: MessageEvent<SharedWait>) => void) | null };

scope.onmessage = ({ data: { counts, length } }) => {
  let seen = 0;
  while (true) {
    Atomics.wait(counts, 0, seen);
    // What is asked for meanwhile takes the place of what is waited for.
    do seen = Atomics.load(counts, 0); while (
      Atomics.wait(counts, 0, seen, length[0]) !== "timed-out"
    );
    Atomics.add(counts, 1, 1);
    Atomics.notify(counts, 1);
  }
};
