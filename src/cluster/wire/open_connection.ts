import { deadline } from "@std/async";
import { Opcode } from "../../protocol/opcodes.ts";
import { isGranted } from "../../runtime/permissions.ts";
import { formatAddress, parseHostPort } from "../addresses.ts";
import { countRequest, type NodeTimes } from "../node_times.ts";
import { describeLateNode, type Redirect } from "../proxied_nodes.ts";
import type { Socket, Tls } from "../tls/options.ts";
import { openSocket } from "../tls/socket.ts";
import { Connection, type WireRequest } from "./connection.ts";
import { WireError } from "./errors.ts";
import { type HandshakeOptions, shakeHands } from "./handshake.ts";
import { portsOf, readShard, readSharding, type Sharding } from "./shards.ts";

/** Milliseconds that opening a connection may take. */
const CONNECT_TIMEOUT = 5_000;
/** Milliseconds that one to a shard's own port may take, as there is another way. */
const PORT_TIMEOUT = 2_000;
/** From how many ports it is tried, as each may be in use. */
const MOST_PORTS = 16;

/** The requests that count as the load's. */
const LOAD = new Set<number>([Opcode.execute, Opcode.batch, Opcode.query]);

/** How a node is connected to. */
export interface HostOptions extends HandshakeOptions {
  readonly connections: number;
  /** Where the connections are really opened; without it, at the nodes. */
  readonly redirect?: Redirect | undefined;
  /** How TLS is spoken; `undefined` where it is not. */
  readonly tls?: Tls | undefined;
  /** Counts and times the requests of the node at an address. */
  readonly nodeTimes: (address: string) => NodeTimes;
  /** Called with what the answer to a request says of a tablet. */
  readonly onTablet?: (request: WireRequest, tablet: Uint8Array) => void;
}

/** A connection over which requests can be sent. */
export interface Opened {
  readonly connection: Connection;
  /** How the node is divided; `undefined` where it is not. */
  readonly sharding: Sharding | undefined;
  /** The shard that serves this connection. */
  readonly shard: number | undefined;
}

/** Where and from where a connection is opened. */
interface Way {
  readonly at: string;
  readonly timeout: number;
  readonly localPort?: number;
}

/**
 * Opens a connection to a node, on its ordinary port.
 *
 * @param onClose is called when it is closed, also where it was never opened
 */
export function openConnection(
  address: string,
  options: HostOptions,
  onClose: (connection: Connection) => void,
): Promise<Opened> {
  const way = { at: reachedAt(address, options), timeout: CONNECT_TIMEOUT };
  return openBy(way, address, options, onClose);
}

/** Opens a connection to a shard, on the port for that. Gives none where that port cannot be used from here. */
export async function openToShard(
  address: string,
  options: HostOptions,
  shard: number,
  { shards, port }: Sharding,
  onClose: (connection: Connection) => void,
): Promise<Opened | undefined> {
  const host = parseHostPort(address)!.host;
  // A proxy connects from a port of its own.
  if (port === undefined || options.redirect !== undefined || options.tls?.sni) return undefined;
  const at = formatAddress(host, port);
  if (!isGranted({ name: "net", host: at })) return undefined;
  for (const localPort of portsOf(shard, shards, MOST_PORTS)) {
    try {
      const way = { at, timeout: PORT_TIMEOUT, localPort };
      const opened = await openBy(way, address, options, onClose);
      if (opened.shard === shard) return opened;
      // Something on the way connects from a port of its own.
      opened.connection.close(new Error("the connection is served by another shard"));
      return undefined;
    } catch (error) {
      if (!isInUse(error)) return undefined;
    }
  }
  return undefined;
}

/** Whether an error says that there is already a connection from that port. */
function isInUse(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && ["EADDRINUSE", "EINVAL", "EADDRNOTAVAIL"].includes(code);
}

async function openBy(
  way: Way,
  address: string,
  options: HostOptions,
  onClose: (connection: Connection) => void,
): Promise<Opened> {
  const times = options.nodeTimes(address);
  const socket = await connectTo(address, options.tls, way);
  let isReady = false;
  const connection = new Connection(socket, {
    onAnswer({ opcode }, sent, done, isError) {
      if (isReady && LOAD.has(opcode)) countRequest(times, done - sent, isError);
    },
    onTablet: (request, tablet) => options.onTablet?.(request, tablet),
    onClose: () => onClose(connection),
  });
  try {
    const supported = await deadline(shakeHands(connection, options), way.timeout);
    isReady = true;
    const sharding = readSharding(supported, options.tls !== undefined);
    return { connection, sharding, shard: sharding && readShard(supported) };
  } catch (error) {
    connection.close(error as Error);
    throw error;
  }
}

/** The address of the node, or of the proxy in front of it. */
function reachedAt(address: string, { redirect }: HostOptions): string {
  if (redirect === undefined) return address;
  const proxy = redirect(address);
  if (proxy === undefined) {
    throw new WireError("noHostAvailable", "lost", describeLateNode(address));
  }
  return `${proxy.host}:${proxy.port}`;
}

/** Opens a connection, and gives up in time. */
async function connectTo(
  address: string,
  tls: Tls | undefined,
  { at, timeout, localPort }: Way,
): Promise<Socket> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => {
    giveUp.abort(new Error(`${address} let nobody connect within ${timeout} ms`));
  }, timeout);
  try {
    return await openSocket(address, tls, giveUp.signal, { at, localPort });
  } finally {
    clearTimeout(timer);
  }
}
