/** The embedded server's own thread, so that its work does not stall what is measured. */
import { answerCalls } from "../runtime/channel.ts";
import type { Fault, FaultCount } from "../scenario/faults.ts";
import { lookAtSockets } from "../runtime/look.ts";
import { listen } from "./listen.ts";
import type { ServiceTimeDistribution } from "./service_time/distribution.ts";
import type { ServedTimes } from "./service_time/known_service_time.ts";
import { SERVER_VERSION } from "./store/system_tables.ts";

const server = listen(0);
let looking: Promise<unknown> | undefined;

const calls = {
  start: (): { readonly port: number; readonly version: string } => ({
    ...{ port: server.port, version: SERVER_VERSION },
  }),
  async setServiceTime(distribution: ServiceTimeDistribution): Promise<void> {
    // Known service times are waited for by spinning.
    await (looking ??= lookAtSockets());
    server.setServiceTime(distribution);
  },
  servedTimes: (): ServedTimes => server.servedTimes(),
  setFaults({ faults, seed }: { readonly faults: readonly Fault[]; readonly seed: number }): void {
    server.setFaults(faults, seed);
  },
  readFaults: (): FaultCount[] => server.readFaults(),
  stop: (): Promise<void> => server.stop(),
};

/** What this thread can be asked. */
export type EmbeddedCalls = typeof calls;

answerCalls(calls);
