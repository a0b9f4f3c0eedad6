import { isGranted } from "../runtime/permissions.ts";

/** The signals that stop a run, and the exit code that each leaves. */
export const EXIT_CODES: Partial<Record<Deno.Signal, number>> = {
  ...{ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 },
};

/**
 * Calls a function for each signal that stops a run.
 *
 * @returns a function that listens no longer, so that the next signal ends the process
 */
export function onSignals(stop: (signal: Deno.Signal) => void): () => void {
  const listeners = listenedTo().map((signal) => [signal, () => stop(signal)] as const);
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
  };
}

function listenedTo(): Deno.Signal[] {
  if (Deno.build.os === "windows") return ["SIGINT"];
  return isHangUpIgnored() ? ["SIGINT", "SIGTERM"] : ["SIGINT", "SIGTERM", "SIGHUP"];
}

/** Whether `nohup` has started the process, which is to go on when its terminal closes. Only Linux says so. */
function isHangUpIgnored(): boolean {
  if (!isGranted({ name: "read", path: "/proc/self/status" })) return false;
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    const [, ignored = "0"] = /^SigIgn:\s*([\da-f]+)$/m.exec(status) ?? [];
    return (BigInt(`0x${ignored}`) & 1n) === 1n;
  } catch {
    return false;
  }
}
