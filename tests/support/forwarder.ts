import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Passes bytes on, until it does not. */
export interface Forwarder extends AsyncDisposable {
  /** As `host:port`. */
  readonly contactPoint: string;
}

/** When a forwarder stops, in bytes that came from the server. It still takes connections then. */
export interface ForwarderOptions {
  /** Those of one connection, before nothing more comes on it. */
  readonly stopAfter?: number;
  /** Those of all connections, before nothing more is passed on any. */
  readonly freezeAfter?: number;
}

/** Starts a forwarder before a server, as `host:port`. */
export async function startForwarder(
  server: string,
  { stopAfter = Infinity, freezeAfter = Infinity }: ForwarderOptions = {},
): Promise<Forwarder> {
  const [hostname = "", port] = server.split(":");
  const sockets = new Set<Socket>();
  let all = 0;
  const listener = createServer((client) => {
    const target = connect(Number(port), hostname);
    let passed = 0;
    target.on("data", (chunk) => {
      const part = chunk.subarray(0, stopAfter - passed);
      passed += part.length;
      if (all < freezeAfter && part.length > 0) client.write(part);
      all += part.length;
    });
    client.on("data", (chunk) => all < freezeAfter && target.write(chunk));
    for (const [one, other] of [[client, target], [target, client]] as const) {
      sockets.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    contactPoint: `127.0.0.1:${(listener.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(listener, "close");
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
