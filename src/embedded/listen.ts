import type { Fault, FaultCount } from "../scenario/faults.ts";
import { refuseConnection } from "./connection/farewell.ts";
import { countHeld, type HeldBytes } from "./connection/held.ts";
import { close } from "./connection/output.ts";
import { watchProgress } from "./connection/progress.ts";
import { serve, type ServerState } from "./connection/serve.ts";
import { createDatabase } from "./database.ts";
import { createInjector } from "./faults/injector.ts";
import { MOST_STORED } from "./store/room.ts";
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

/** What the server bounds, so that its clients take no more of the machine than that. */
export interface Bounds {
  /** What it holds for its clients beside rows. */
  readonly held: HeldBytes;
  /** How many connections it takes. */
  readonly connections: number;
  /** How many bytes rows take in memory. */
  readonly stored: number;
  /** Milliseconds between two looks at connections that are in the middle of a request. */
  readonly lookEvery: number;
}

/** More than 16 threads with 128 connections each have to one node. */
const MOST_CONNECTIONS = 4_096;

/** Serves an empty database on this port of 127.0.0.1, and on no other address; 0 takes a free one. */
export function listen(
  port: number,
  {
    held = countHeld(),
    connections = MOST_CONNECTIONS,
    stored = MOST_STORED,
    lookEvery = 30_000,
  }: Partial<Bounds> = {},
): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const database = createDatabase(listener.addr.port, stored);
  const stopping = new AbortController();
  const progress = watchProgress(lookEvery);
  const state: ServerState = {
    ...{ database, held, schemaListeners: new Set(), serviceTime: undefined },
    ...{ injector: undefined, progress, stopped: stopping.signal },
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
        const served = sockets.size < connections
          ? serve(socket, state)
          : refuseConnection(socket, connections);
        sockets.set(socket, served.finally(() => sockets.delete(socket)));
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
      progress.stop();
      listener.close();
      await accepting;
      const served = [...sockets.values()];
      for (const socket of sockets.keys()) close(socket);
      await Promise.all(served);
      queue.clear();
    },
  };
}
