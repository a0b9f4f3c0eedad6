import type { Fault, FaultCount } from "../scenario/faults.ts";
import { countHeld, type HeldBytes } from "./connection/held.ts";
import { serve, type ServerState } from "./connection/serve.ts";
import { createDatabase } from "./database.ts";
import { createInjector } from "./faults/injector.ts";
import type { ServiceTimeDistribution } from "./service_time/distribution.ts";
import { createDueQueue } from "./service_time/due_queue.ts";
import {
  createKnownServiceTime,
  type ServedTimes,
  summarizeServedTimes,
} from "./service_time/known_service_time.ts";

/** Milliseconds to wait after a connection could not be accepted. */
const ACCEPT_PAUSE = 50;

/** A CQL server on this thread. */
export interface Listening {
  readonly port: number;
  /** From now on gives prepared statements on user tables a service time of this distribution; forgets the served times. */
  setServiceTime(distribution: ServiceTimeDistribution): void;
  /** How long these statements really took since `setServiceTime`. */
  servedTimes(): ServedTimes;
  /** From now on misbehaves so; forgets how often earlier faults struck. */
  setFaults(faults: readonly Fault[], seed: number): void;
  /** How often each fault struck since `setFaults`. */
  readFaults(): FaultCount[];
  /** Closes the port and all connections, and waits until they are closed. */
  stop(): Promise<void>;
}

/** Serves an empty database on 127.0.0.1, on this port; 0 takes a free one. `held` counts what it holds for its clients. */
export function listen(port: number, held: HeldBytes = countHeld()): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const database = createDatabase(listener.addr.port);
  const stopping = new AbortController();
  const state: ServerState = {
    ...{ database, held, schemaListeners: new Set(), serviceTime: undefined },
    ...{ injector: undefined, stopped: stopping.signal },
  };
  const queue = createDueQueue();
  const sockets = new Map<Deno.TcpConn, Promise<void>>();
  let isStopped = false;
  const accepting = accept();

  async function accept(): Promise<void> {
    while (!isStopped) {
      try {
        const socket = await listener.accept();
        socket.setNoDelay(true);
        sockets.set(socket, serve(socket, state).finally(() => sockets.delete(socket)));
      } catch {
        // The system has no file descriptor left, or the client has left already: neither ends the server.
        if (!isStopped) await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE));
      }
    }
  }

  return {
    port: listener.addr.port,
    setServiceTime(distribution) {
      state.serviceTime = createKnownServiceTime(distribution, queue);
    },
    servedTimes: () => state.serviceTime?.served() ?? summarizeServedTimes([]),
    setFaults(faults, seed) {
      state.injector = faults.length === 0 ? undefined : createInjector(faults, seed, database);
    },
    readFaults: () => state.injector?.counts() ?? [],
    async stop() {
      isStopped = true;
      stopping.abort();
      listener.close();
      await accepting;
      const served = [...sockets.values()];
      for (const socket of sockets.keys()) socket.close();
      await Promise.all(served);
      queue.clear();
    },
  };
}
