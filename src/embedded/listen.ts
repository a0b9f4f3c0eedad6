import { createDatabase } from "./database.ts";
import { createDueQueue } from "./hold/due_queue.ts";
import { createHold, type Truth, truthOf } from "./hold/hold.ts";
import type { Law } from "./hold/law.ts";
import { serve, type Shared } from "./wire/connection.ts";

/** A CQL server that runs on this thread. */
export interface Listening {
  readonly port: number;
  /** From now on holds the answers of prepared statements on user tables back by a law, and starts the truth anew. */
  hold(law: Law): void;
  /** How long the answers really were held under the present law. */
  truth(): Truth;
  /** Closes the port and all connections, and waits until they are. */
  stop(): Promise<void>;
}

/** Serves an empty database on 127.0.0.1; port 0 takes a free one. */
export function listen(port: number): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const database = createDatabase(listener.addr.port);
  const shared: Shared = { database, listeners: new Set(), hold: undefined };
  const queue = createDueQueue();
  const sockets = new Map<Deno.TcpConn, Promise<void>>();
  const accepting = accept();

  async function accept(): Promise<void> {
    for await (const socket of listener) {
      socket.setNoDelay(true);
      sockets.set(socket, serve(socket, shared).finally(() => sockets.delete(socket)));
    }
  }

  return {
    port: listener.addr.port,
    hold(law) {
      shared.hold = createHold(law, queue);
    },
    truth: () => shared.hold?.truth() ?? truthOf([]),
    async stop() {
      listener.close();
      await accepting;
      const served = [...sockets.values()];
      for (const socket of sockets.keys()) socket.close();
      await Promise.all(served);
      queue.clear();
    },
  };
}
