import { mergeSeconds } from "../../measure/measured.ts";
import type { Second } from "../../result/case.ts";

/** Merges the same second of all threads into one. The threads' seconds begin together. */
export interface Gathering {
  /** Takes a thread's next second, and passes the merged one on when every thread has given its own. */
  add(thread: number, second: Second): void;
  /** Passes on the seconds that some threads did not have, as threads do not all end in the same second. */
  end(): void;
}

/** Gathers the seconds of this many threads. */
export function gatherSeconds(threads: number, onSecond: (second: Second) => void): Gathering {
  const told = Array.from({ length: threads }, () => 0);
  const gathered = new Map<number, Second[]>();

  function pass(at: number, seconds: readonly Second[]): void {
    gathered.delete(at);
    onSecond(mergeSeconds(seconds));
  }

  return {
    add(thread, second) {
      const at = told[thread] ?? 0;
      told[thread] = at + 1;
      const seconds = [...gathered.get(at) ?? [], second];
      gathered.set(at, seconds);
      if (seconds.length === threads) pass(at, seconds);
    },
    end: () => gathered.forEach((seconds, at) => pass(at, seconds)),
  };
}
