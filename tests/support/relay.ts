/** A relay of TCP connections that can be cut. */
export interface Relay extends Disposable {
  readonly contactPoint: string;
  /** Closes every connection that is open. */
  cut(): void;
}

/** Starts a relay to a server, on a free port. */
export function startRelay(to: string): Relay {
  const [hostname, port] = to.split(":");
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sockets = new Set<Deno.Conn>();

  async function pass(from: Deno.Conn, into: Deno.Conn): Promise<void> {
    const bytes = new Uint8Array(65_536);
    for (let size; (size = await from.read(bytes)) !== null;) {
      for (let at = 0; at < size;) at += await into.write(bytes.subarray(at, size));
    }
  }

  async function relay(client: Deno.Conn): Promise<void> {
    const server = await Deno.connect({ hostname: hostname!, port: Number(port) });
    sockets.add(client).add(server);
    await Promise.race([pass(client, server), pass(server, client)]).catch(() => {});
    close(client);
    close(server);
  }

  function close(socket: Deno.Conn): void {
    if (!sockets.delete(socket)) return;
    try {
      socket.close();
    } catch {
      // The other end was first.
    }
  }

  (async () => {
    for await (const client of listener) void relay(client).catch(() => client.close());
  })();
  return {
    contactPoint: `127.0.0.1:${listener.addr.port}`,
    cut: () => [...sockets].forEach(close),
    [Symbol.dispose]() {
      listener.close();
      [...sockets].forEach(close);
    },
  };
}
