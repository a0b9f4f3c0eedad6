import { createConnection, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { ConnectionOptions, NatsConnection } from "@nats-io/nats-core";
import { NatsConnectionImpl, setTransportFactory } from "@nats-io/nats-core/internal";
import { nodeResolveHost, NodeTransport } from "@nats-io/transport-node/lib/node_transport.js";

/**
 * The transport of NATS for Node, whose sockets always have a listener for errors. By itself it takes away all listeners in
 * between and at its end. An error of the connection just then would end the process: of a server that was killed, or
 * that does not like the certificate of this client.
 */
class GuardedTransport extends NodeTransport {
  override async dial({ hostname, port }: { hostname: string; port: number }): Promise<Socket> {
    const socket = guard(createConnection(port, hostname));
    await opens(socket, "connect");
    return socket.setNoDelay(true);
  }

  override async startTLS(): Promise<TLSSocket> {
    const { tls } = this.options;
    const socket = guard(
      connectTls({
        servername: this.tlsName,
        rejectUnauthorized: true,
        ...tls,
        socket: this.socket,
      }),
    );
    await opens(socket, "secureConnect");
    return socket;
  }
}

/** Resolves once a socket is open; what listens to it meanwhile is gone then. */
function opens(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  const opened = Promise.withResolvers<void>();
  socket.once(event, opened.resolve);
  socket.once("error", opened.reject);
  socket.once("close", () => opened.reject(new Error("the server ended the connection")));
  return opened.promise.finally(() => socket.removeAllListeners());
}

function guard<S extends Socket>(socket: S): S {
  const removeAll = socket.removeAllListeners.bind(socket);
  socket.removeAllListeners = (...event) => {
    removeAll(...event);
    return socket.on("error", () => {});
  };
  return socket.on("error", () => {});
}

/** Opens a connection as `connect` of `@nats-io/transport-node` does. */
export async function connectGuarded(options: ConnectionOptions): Promise<NatsConnection> {
  setTransportFactory({
    factory: () => new GuardedTransport(),
    dnsResolveFn: nodeResolveHost,
  });
  return await NatsConnectionImpl.connect(options);
}
