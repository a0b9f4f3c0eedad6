/** The embedded server's own thread, so that its work does not stall what is measured. */
import { listen } from "./listen.ts";
import { VERSION } from "./store/system_tables.ts";

const scope = self as unknown as {
  postMessage(message: WorkerMessage): void;
  onmessage: (() => void) | null;
};

/** What the thread says to the one that started it. */
export type WorkerMessage =
  | { kind: "listening"; port: number; version: string }
  | { kind: "stopped" };

const server = listen(0);
scope.postMessage({ kind: "listening", port: server.port, version: VERSION });

// The only message there is asks to stop.
scope.onmessage = async () => {
  await server.stop();
  scope.postMessage({ kind: "stopped" });
};
