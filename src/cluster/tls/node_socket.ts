import { connect as connectTcp, type Socket as NodeSocket } from "node:net";
import { connect as connectTls } from "node:tls";
import { DEFAULT_PORT, parseHostPort } from "../addresses.ts";
import { nodeOptions } from "./node_options.ts";
import { type Socket, type Tls, TlsFailure } from "./options.ts";

/** Where and from where a connection is opened. */
export interface SocketRoute {
  /** As `host:port`, where there is a proxy; without it, at the node itself. */
  readonly at?: string | undefined;
  /** The port to connect from; without it, the system chooses one. */
  readonly localPort?: number | undefined;
}

/**
 * Opens a connection by node:net and node:tls, which can choose the port to connect from, show a client certificate to a
 * server of any name, and leave out checks, where Deno's own functions cannot. It costs more time for each read and write.
 *
 * @param address whose certificate is checked
 * @param tls `undefined` where TLS is not spoken
 */
export function openNodeSocket(
  address: string,
  tls: Tls | undefined,
  signal: AbortSignal,
  { at = address, localPort }: SocketRoute = {},
): Promise<Socket> {
  const { host, port = DEFAULT_PORT } = parseHostPort(tls?.sni?.proxy ?? at)!;
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const where = { host, port, ...localPort !== undefined && { localPort } };
    const socket = tls === undefined
      ? connectTcp(where)
      : connectTls({ ...where, ...nodeOptions(address, tls) });
    const giveUp = () => {
      socket.destroy();
      reject(isConnected ? new TlsFailure(signal.reason) : signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    const end = () => signal.removeEventListener("abort", giveUp);
    socket.setNoDelay(true);
    socket.once("connect", () => isConnected = tls !== undefined);
    socket.once("error", (error) => {
      end();
      reject(isConnected ? new TlsFailure(error) : error);
    });
    socket.once(tls === undefined ? "connect" : "secureConnect", () => {
      end();
      resolve(adapt(socket));
    });
  });
}

/** The part of a Deno.Conn that is used, on a socket of Node's kind. */
function adapt(socket: NodeSocket): Socket {
  const chunks: Uint8Array[] = [];
  let failure: Error | undefined;
  let isEnded = false;
  let wake = (): void => {};
  socket.on("data", (chunk: Uint8Array) => {
    chunks.push(chunk);
    wake();
  });
  socket.on("error", (error) => failure = error);
  socket.on("close", () => {
    isEnded = true;
    wake();
  });

  function take(buffer: Uint8Array): number {
    let filled = 0;
    while (chunks.length > 0 && filled < buffer.length) {
      const [chunk] = chunks as [Uint8Array];
      const size = Math.min(chunk.length, buffer.length - filled);
      buffer.set(size === chunk.length ? chunk : chunk.subarray(0, size), filled);
      filled += size;
      if (size === chunk.length) chunks.shift();
      else chunks[0] = chunk.subarray(size);
    }
    return filled;
  }

  return {
    async read(buffer) {
      while (chunks.length === 0) {
        if (failure !== undefined) throw failure;
        if (isEnded) return null;
        await new Promise<void>((resolve) => wake = resolve);
      }
      return take(buffer);
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => error ? reject(error) : resolve(bytes.length));
      }),
    close: () => socket.destroy(),
  };
}
