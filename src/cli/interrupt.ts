import { afterGrace, GRACE } from "../runtime/grace.ts";
import { isGranted } from "../runtime/permissions.ts";
import { EXIT_CODES, onSignals } from "./signals.ts";
import type { Heard, Told } from "./watchdog.ts";

/** Milliseconds between two signs for the watchdog that nothing loops in this thread. */
const SIGN_INTERVAL = 100;

/** Tells the watchdog something, once there is one. */
let tell = (_told: Told): void => {};

/** How long a stop may take, in milliseconds. */
let grace: number = GRACE.command;

/** Lets a stop take longer, for what has to be heard of other machines. */
export function waitLongerForStops(): void {
  grace = GRACE.command + GRACE.agents;
}

/** The reason of a run that was stopped from outside. */
export class Interrupted extends Error {
  override name = "Interrupted";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super("Interrupted");
    this.exitCode = exitCode;
  }
}

/** How the process ends before its time, and in time. */
export interface Interrupts {
  /** Aborts with {@linkcode Interrupted} on the first SIGINT, SIGTERM or SIGHUP. The second ends the process at once. */
  readonly signal: AbortSignal;
  /** Resolves with the exit code when what was stopped has not ended by itself in time. */
  readonly late: Promise<number>;
  /** Stops as a signal does, with this exit code. */
  stop(exitCode: number): void;
  /** Must be called right before the process ends, so that nothing holds it up. */
  ends(exitCode: number): void;
}

/** Listens to signals, in a thread of their own, as a scenario can loop in this one. */
export function listenToInterrupts(): Interrupts {
  const controller = new AbortController();
  const late = Promise.withResolvers<number>();

  function stop(exitCode: number): void {
    if (controller.signal.aborted) return;
    tell({ stopping: exitCode });
    setInterval(() => tell({ stopping: exitCode }), SIGN_INTERVAL);
    afterGrace(grace, () => late.resolve(exitCode));
    controller.abort(new Interrupted(exitCode));
  }

  // This thread listens until the watchdog does, which takes a moment to start.
  const forget = onSignals((signal) => {
    forget();
    stop(EXIT_CODES[signal] ?? 1);
  });

  const file = new URL("./watchdog.ts", import.meta.url);
  if (file.protocol !== "file:" || isGranted({ name: "read", path: file })) {
    const watchdog = new Worker(file, { type: "module" });
    tell = (told) => watchdog.postMessage(told);
    watchdog.onmessage = ({ data }: MessageEvent<Heard>) => {
      if (data === "listening") forget();
      else stop(EXIT_CODES[data] ?? 1);
    };
    // Where the watchdog cannot start, this thread goes on listening.
    watchdog.onerror = (event) => event.preventDefault();
  }
  return {
    signal: controller.signal,
    late: late.promise,
    stop,
    ends: (exitCode) => tell({ ending: exitCode }),
  };
}

/** Writes files. Meanwhile a stop does not end the process, as this thread can give no sign and a busy disk takes seconds. */
export function undisturbed<T>(write: () => T): T {
  tell({ writing: true });
  try {
    return write();
  } finally {
    tell({ writing: false });
  }
}
