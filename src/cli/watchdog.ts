/**
 * A thread of its own that gets the signals and bounds the end of the process. The main thread cannot: a scenario that
 * loops does not give it back, and Deno waits in it for what OpenTelemetry exports.
 */
import { onSignals } from "./signals.ts";

/** What the watchdog is told: that a signal was heard, or that the process ends with this code. */
export type Told = { readonly heard: true } | { readonly exitCode: number };

/** Milliseconds that the main thread has to hear a signal, and the process to end. */
const PATIENCE = 2_000;

const scope = self as unknown as {
  postMessage(signal: Deno.Signal): void;
  onmessage: (event: MessageEvent<Told>) => void;
};

let waiting: ReturnType<typeof setTimeout> | undefined;
let isFirst = true;

const forget = onSignals((signal) => {
  if (!isFirst) return die(signal);
  isFirst = false;
  scope.postMessage(signal);
  waiting = setTimeout(() => {
    const late = "Interrupted; the scenario does not give its thread back, so its case is lost\n";
    Deno.stderr.writeSync(new TextEncoder().encode(late));
    die(signal);
  }, PATIENCE);
});

scope.onmessage = ({ data }) => {
  clearTimeout(waiting);
  if ("exitCode" in data) setTimeout(() => leave(data.exitCode), PATIENCE);
};

/** Ends the process as the signal does where nothing listens to it. */
function die(signal: Deno.Signal): void {
  forget();
  Deno.kill(Deno.pid, signal);
}

/** Ends the process without what Deno does at its end. Where the system's library cannot be had, Deno takes its time. */
function leave(exitCode: number): void {
  const library = { linux: "libc.so.6", darwin: "libSystem.B.dylib" }[Deno.build.os as string];
  try {
    const exit = { parameters: ["i32"], result: "void" } as const;
    Deno.dlopen(library ?? "", { _exit: exit }).symbols._exit(exitCode);
  } catch {
    // Nothing is lost but time.
  }
}
