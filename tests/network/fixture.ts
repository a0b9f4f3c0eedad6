/** A proxy in this thread, in front of a server of the test. */
import { connect, createServer, type Server, type Socket } from "node:net";
import { startProxies } from "../../src/network/proxies.ts";
import type { CaseNetwork } from "../../src/scenario/network.ts";

export const HOST = "127.0.0.1";

/** Opens a server and a proxy in front of it, with the network of a case, and closes both afterwards. */
export async function withProxy(
  onConnection: (socket: Socket) => void,
  network: CaseNetwork,
  use: (opened: Opened) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port: behind } = server.address() as { port: number };
  const proxies = await startProxies([{ host: HOST, port: behind }], 1);
  const port = proxies.ports[0]!;
  try {
    await proxies.begin(network);
    await use({ proxies, server, port, behind, sockets });
  } finally {
    await proxies.close();
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  }
}

export interface Opened {
  readonly proxies: Awaited<ReturnType<typeof startProxies>>;
  readonly server: Server;
  /** Of the proxy. */
  readonly port: number;
  /** Of the server. */
  readonly behind: number;
  /** Of the server. */
  readonly sockets: ReadonlySet<Socket>;
}

/** Connects; rejects with the code of the error. */
export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: HOST, port, allowHalfOpen: true, noDelay: true });
    socket.once("error", (error) => reject(new Error(Object(error).code)));
    socket.once("connect", () => resolve(socket.on("error", () => {})));
  });
}

/** Everything that a socket sends until its end; rejects with the code of an error. */
export function readAll(socket: Socket): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    socket.on("data", (bytes: Uint8Array) => pieces.push(bytes));
    socket.on("error", (error) => reject(new Error(Object(error).code)));
    socket.on("end", () => resolve(join(pieces)));
  });
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** How a socket ended: the code of its error, or `end`. */
export function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on("error", (error) => resolve(String(Object(error).code)));
    socket.on("end", () => resolve("end"));
    socket.resume();
  });
}

/** The next piece of bytes, as text. */
export function nextText(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once("data", (bytes: Uint8Array) => resolve(`${bytes}`)));
}

/** Waits a few turns of the event loop, in which sockets of this machine do what they do at once. */
export function soon(ms = 30): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
