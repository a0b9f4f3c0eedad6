/** The thread that waits for the proxies' thread, which it wakes. */

/** What two threads share: the count of what was asked for, and of what was answered; and for how long to wait. */
export interface SharedWait {
  readonly counts: Int32Array<SharedArrayBuffer>;
  readonly length: Float64Array<SharedArrayBuffer>;
}

const scope = self as unknown as {
  postMessage(message: string): void;
  onmessage: ((event: MessageEvent<SharedWait>) => void) | null;
};

scope.onmessage = ({ data: { counts, length } }) => {
  scope.postMessage("waits");
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
