/** The embedded server's own thread, so that its work does not stall what is measured. */
import type { Truth } from "./hold/hold.ts";
import type { Law } from "./hold/law.ts";
import { listen } from "./listen.ts";
import { VERSION } from "./store/system_tables.ts";

/** What the thread is asked, one after the other. */
export type Command =
  | { readonly kind: "hold"; readonly law: Law }
  | { readonly kind: "truth" }
  | { readonly kind: "stop" };

/** What it answers, in the same order; to its start, where it listens. */
export interface Replies {
  start: { readonly port: number; readonly version: string };
  hold: void;
  truth: Truth;
  stop: void;
}

const scope = self as unknown as {
  postMessage(message: Replies[keyof Replies]): void;
  onmessage: ((event: MessageEvent<Command>) => void) | null;
};

const server = listen(0);
scope.postMessage({ port: server.port, version: VERSION });

scope.onmessage = async ({ data }) => scope.postMessage(await obey(data));

function obey(command: Command): Replies[Command["kind"]] | Promise<void> {
  switch (command.kind) {
    case "hold":
      return server.hold(command.law);
    case "truth":
      return server.truth();
    case "stop":
      return server.stop();
  }
}
