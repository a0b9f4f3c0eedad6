/**
 * A thread of its own that gets the signals and bounds the end of the process. The main thread cannot: a scenario that
 * loops does not give it back, and Deno waits in it for what OpenTelemetry exports.
 */
import { afterGrace, GRACE } from "../runtime/grace.ts";
import { isGranted } from "../runtime/permissions.ts";
import { EXIT_CODES, onSignals } from "./signals.ts";

/** What the main thread tells. */
export type Told =
  /** It stops, to end with this exit code. It says so again and again, as a sign that nothing loops in it. */
  | { readonly stopping: number }
  /** It begins or ends to write files. Meanwhile it gives no sign, as a busy disk can take seconds. */
  | { readonly writing: boolean }
  /** It ends the process with this exit code. */
  | { readonly ending: number };

/** What it tells the main thread: that it listens to signals from now on, and the first of them. */
export type Heard = "listening" | Deno.Signal;

/** Milliseconds that Deno has to export telemetry at the end of the process: without a stop, and at least after one. */
const EXPORT = { usual: 2_000, stopped: 100 };

const scope = self as unknown as {
  postMessage(heard: Heard): void;
  onmessage: (event: MessageEvent<Told>) => void;
};

let cancel = (): void => {};
let stopped: { readonly exitCode: number; readonly at: number } | undefined;
let received: Deno.Signal | undefined;
let isWriting = false;

const forget = onSignals((signal) => {
  // The main thread got the first one where this thread did not listen yet.
  if (received !== undefined || stopped !== undefined) return die();
  received = signal;
  waitFor(EXIT_CODES[signal] ?? 1);
  scope.postMessage(signal);
});
scope.postMessage("listening");

scope.onmessage = ({ data }) => {
  if ("ending" in data) {
    cancel();
    const left = GRACE.command - (performance.now() - (stopped?.at ?? 0));
    const most = stopped === undefined ? EXPORT.usual : Math.max(EXPORT.stopped, left);
    setTimeout(() => end(data.ending), most);
  } else if ("stopping" in data) waitFor(data.stopping);
  else {
    isWriting = data.writing;
    if (stopped !== undefined) waitFor(stopped.exitCode);
  }
};

/** Waits for the next sign of the main thread, for which something stops. */
function waitFor(exitCode: number): void {
  stopped ??= { exitCode, at: performance.now() };
  cancel();
  if (!isWriting) cancel = afterGrace(GRACE.silentMain, giveUp);
}

function giveUp(): void {
  const late =
    "Interrupted; the scenario does not give its thread back, so what had not ended is lost\n";
  Deno.stderr.writeSync(new TextEncoder().encode(late));
  die();
}

/** Ends the process at once, if need be as a signal does where nothing listens to it. */
function die(): void {
  end(stopped?.exitCode ?? 1);
  forget();
  Deno.kill(Deno.pid, received ?? "SIGKILL");
  // A main thread that loops since before this thread listened still listens to the signal itself.
  setTimeout(() => Deno.kill(Deno.pid, "SIGKILL"), 100);
}

/**
 * Ends the process without what Deno does at its end, which takes seconds when a collector of telemetry hangs. Deno has
 * no such function. Where the system's cannot be had, this does nothing.
 */
function end(exitCode: number): void {
  if (!isGranted({ name: "ffi" })) return;
  const library = { linux: "libc.so.6", darwin: "libSystem.B.dylib" }[Deno.build.os as string];
  try {
    const exit = { parameters: ["i32"], result: "void" } as const;
    Deno.dlopen(library ?? "", { _exit: exit }).symbols._exit(exitCode);
  } catch {
    // Without FFI nothing is lost but time.
  }
}
