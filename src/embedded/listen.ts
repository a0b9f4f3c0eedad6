import { createDatabase } from "./database.ts";
import { type Listeners, serve } from "./wire/connection.ts";

/** A CQL server that runs on this thread. */
export interface Listening {
  readonly port: number;
  /** Closes the port and all connections, and waits until they are. */
  stop(): Promise<void>;
}

/** Serves an empty database on 127.0.0.1; port 0 takes a free one. */
export function listen(port: number): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const database = createDatabase(listener.addr.port);
  const listeners: Listeners = new Set();
  const sockets = new Map<Deno.TcpConn, Promise<void>>();
  const accepting = accept();

  async function accept(): Promise<void> {
    for await (const socket of listener) {
      socket.setNoDelay(true);
      sockets.set(socket, serve(socket, database, listeners).finally(() => sockets.delete(socket)));
    }
  }

  return {
    port: listener.addr.port,
    async stop() {
      listener.close();
      await accepting;
      const served = [...sockets.values()];
      for (const socket of sockets.keys()) socket.close();
      await Promise.all(served);
    },
  };
}
