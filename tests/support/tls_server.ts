import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { listen } from "../../src/embedded/listen.ts";
import type { Certificate } from "./certificates.ts";

/** How a server speaks TLS. */
export interface TlsServerOptions extends Certificate {
  /** The certificate of the authority whose client certificates are demanded; without, none is. */
  readonly clientAuthority?: string;
  readonly host?: string;
  /** The server that stands behind it, as `host:port`, or that for the name that a client asks for; a new embedded one without. */
  readonly server?: string | ((name: string) => string | undefined);
}

/** An embedded server behind TLS. */
export interface TlsServer extends AsyncDisposable {
  /** As `host:port`. */
  readonly contactPoint: string;
  /** The names that clients asked for, one for each connection; `false` for none. */
  readonly asked: readonly (string | false)[];
  /** How many connections came so far. */
  readonly connections: number;
}

/** Starts the server on a free port. */
export async function startTlsServer(
  { cert, key, clientAuthority, host: ownHost = "127.0.0.1", server: behind }: TlsServerOptions,
): Promise<TlsServer> {
  const inner = behind === undefined ? listen(0) : undefined;
  const find = (name: string) => {
    const point = typeof behind === "function" ? behind(name) : behind ?? `:${inner!.port}`;
    return point?.split(":");
  };
  const sockets = new Set<Socket>();
  const asked: (string | false)[] = [];
  let connections = 0;
  const demands = clientAuthority !== undefined && {
    ...{ ca: clientAuthority, requestCert: true, rejectUnauthorized: true },
  };
  const server = createServer({ cert, key, ...demands }, (client: TLSSocket) => {
    const name = (client as TLSSocket & { servername?: string | false }).servername ?? false;
    asked.push(name);
    const [host, port] = find(name || "") ?? [];
    if (port === undefined) return client.destroy();
    const target = connect(Number(port), host || "127.0.0.1");
    for (const socket of [client, target]) keep(socket);
    pass(client, target);
    pass(target, client);
  });
  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  }
  function pass(from: Socket, to: Socket): void {
    from.on("data", (chunk) => to.write(chunk));
    from.on("close", () => to.destroy());
  }
  server.on("connection", (socket: Socket) => {
    connections++;
    keep(socket);
  });
  server.on("tlsClientError", () => {});
  server.listen(0, ownHost);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    contactPoint: ownHost.includes(":") ? `[${ownHost}]:${port}` : `${ownHost}:${port}`,
    asked,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await inner?.stop();
    },
  };
}
