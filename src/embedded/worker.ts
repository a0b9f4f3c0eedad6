/** The embedded server's own thread, so that its work does not stall what is measured. */
import { listen } from "./listen.ts";
import type { ServiceTimeDistribution } from "./service_time/distribution.ts";
import type { ServedTimes } from "./service_time/known_service_time.ts";
import { SERVER_VERSION } from "./store/system_tables.ts";

/** What the thread is asked, one after the other. */
export type Command =
  | { readonly kind: "setServiceTime"; readonly distribution: ServiceTimeDistribution }
  | { readonly kind: "servedTimes" }
  | { readonly kind: "stop" };

/** What it answers, in the same order; to its start, where it listens. */
export interface Replies {
  start: { readonly port: number; readonly version: string };
  setServiceTime: void;
  servedTimes: ServedTimes;
  stop: void;
}

const scope = self as unknown as {
  postMessage(message: Replies[keyof Replies]): void;
  onmessage: ((event: MessageEvent<Command>) => void) | null;
};

const server = listen(0);
scope.postMessage({ port: server.port, version: SERVER_VERSION });

scope.onmessage = async ({ data }) => scope.postMessage(await obey(data));

function obey(command: Command): Replies[Command["kind"]] | Promise<void> {
  switch (command.kind) {
    case "setServiceTime":
      return server.setServiceTime(command.distribution);
    case "servedTimes":
      return server.servedTimes();
    case "stop":
      return server.stop();
  }
}
