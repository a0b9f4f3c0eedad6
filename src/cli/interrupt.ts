import { EXIT_CODES, onSignals } from "./signals.ts";
import type { Told } from "./watchdog.ts";

/** Milliseconds after a stop by which the command must have ended: operations and hooks get a second each. */
const MOST = 3_000;

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
    controller.abort(new Interrupted(exitCode));
    setTimeout(() => late.resolve(exitCode), MOST);
  }

  const watchdog = new Worker(new URL("./watchdog.ts", import.meta.url), { type: "module" });
  const tell = (told: Told) => watchdog.postMessage(told);
  watchdog.onmessage = ({ data: signal }: MessageEvent<Deno.Signal>) => {
    tell({ heard: true });
    stop(EXIT_CODES[signal] ?? 1);
  };
  watchdog.onerror = (event) => {
    event.preventDefault();
    const forget = onSignals((signal) => {
      forget();
      stop(EXIT_CODES[signal] ?? 1);
    });
  };
  return {
    signal: controller.signal,
    late: late.promise,
    stop,
    ends: (exitCode) => tell({ exitCode }),
  };
}
