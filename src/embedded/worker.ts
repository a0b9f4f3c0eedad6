/** The embedded server's own thread, so that its work does not stall what is measured. */
import { answerCalls } from "../runtime/channel.ts";
import type { Truth } from "./hold/hold.ts";
import type { Law } from "./hold/law.ts";
import { listen } from "./listen.ts";
import { VERSION } from "./store/system_tables.ts";

const server = listen(0);

const calls = {
  start: (): { readonly port: number; readonly version: string } => ({
    ...{ port: server.port, version: VERSION },
  }),
  hold: (law: Law): void => server.hold(law),
  truth: (): Truth => server.truth(),
  stop: (): Promise<void> => server.stop(),
};

/** What this thread can be asked. */
export type EmbeddedCalls = typeof calls;

answerCalls(calls);
