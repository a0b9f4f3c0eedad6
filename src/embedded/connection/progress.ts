/** Bytes between two looks that show that a client goes on with a request: 2 KB a second are a slow network. */
const GOES_ON = 64 * 1024;

/** Looks without progress after which a connection is closed. */
const LOOKS = 2;

/** What a connection has received. */
export interface Received {
  bytes: number;
  frames: number;
  /** Whether the server waits for the rest of a request, or for the first one. */
  isAwaited: boolean;
}

/** Closes connections whose clients begin a request and do not end it. */
export interface ProgressWatch {
  /** Begins to watch a connection. */
  open(onStuck: () => void): Received;
  close(progress: Received): void;
  stop(): void;
}

/**
 * Starts to look at the connections. One is closed that has been awaited for two looks without a whole request, and without
 * bytes that are worth it. A client that is connected and asks nothing may stay.
 *
 * @param every milliseconds between two looks
 */
export function watchProgress(every: number): ProgressWatch {
  const watched = new Map<
    Received,
    { bytes: number; frames: number; looks: number; onStuck(): void }
  >();
  const timer = setInterval(() => {
    for (const [progress, last] of watched) {
      const { bytes, frames } = progress;
      const isStuck = progress.isAwaited && frames === last.frames && bytes - last.bytes < GOES_ON;
      last.looks = isStuck ? last.looks + 1 : 0;
      last.bytes = bytes;
      last.frames = frames;
      if (last.looks >= LOOKS) last.onStuck();
    }
  }, every);
  return {
    open(onStuck) {
      const progress: Received = { bytes: 0, frames: 0, isAwaited: false };
      watched.set(progress, { bytes: 0, frames: 0, looks: 0, onStuck });
      return progress;
    },
    close: (progress) => void watched.delete(progress),
    stop: () => clearInterval(timer),
  };
}
