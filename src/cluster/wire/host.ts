import { deadline } from "@std/async";
import { Opcode } from "../../protocol/opcodes.ts";
import { countRequest, type NodeTimes } from "../node_times.ts";
import { describeLateNode, type Redirect } from "../proxied_nodes.ts";
import type { Socket, Tls } from "../tls/options.ts";
import { openSocket } from "../tls/socket.ts";
import { Connection } from "./connection.ts";
import { WireError } from "./errors.ts";
import { describeLostLogin, LoginRefusal } from "../login.ts";
import { type HandshakeOptions, shakeHands } from "./handshake.ts";
import { prepareRequest } from "./prepared.ts";
import type { WireStatement } from "./statement.ts";

/** Milliseconds that opening a connection may take. */
const CONNECT_TIMEOUT = 5_000;
/** Milliseconds between two attempts to open a connection again, as the driver waits. The first is made at once. */
const RECONNECT_DELAY = 500;

/** The requests that count as the load's. */
const LOAD = new Set<number>([Opcode.execute, Opcode.batch, Opcode.query]);

/** How a host is used. */
export interface HostOptions extends HandshakeOptions {
  readonly connections: number;
  /** Where the connections are really opened; without it, at the nodes. */
  readonly redirect?: Redirect | undefined;
  /** How TLS is spoken; `undefined` where it is not. */
  readonly tls?: Tls | undefined;
  /** Counts and times the requests of the node at an address. */
  readonly nodeTimes: (address: string) => NodeTimes;
}

/** A node with its connections, each of which is opened again when it is lost. */
export class Host {
  /** `host:port` */
  readonly address: string;
  /** Its place in {@linkcode WireStatement.prepared}. */
  readonly index: number;
  readonly #options: HostOptions;
  readonly #open: Connection[] = [];
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #preparing = new Map<WireStatement, Promise<void>>();
  /** Why a connection could not be opened; `undefined` since one was. */
  #failure: Error | undefined;
  #isClosed = false;
  #next = 0;

  constructor(address: string, index: number, options: HostOptions) {
    this.address = address;
    this.index = index;
    this.#options = options;
  }

  /** Whether a connection is open. */
  get isUp(): boolean {
    return this.#open.length > 0;
  }

  /** Why a connection could not be opened; `undefined` since one was. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** How many requests have no answer yet. */
  get inFlight(): number {
    let sum = 0;
    for (const { inFlight } of this.#open) sum += inFlight;
    return sum;
  }

  /** The most requests without an answer on one connection. */
  get mostInFlight(): number {
    return Math.max(0, ...this.#open.map(({ inFlight }) => inFlight));
  }

  /** Opens all connections; rejects where one cannot be opened, which is attempted again all the same. */
  async open(): Promise<void> {
    const { connections } = this.#options;
    const opening = Array.from({ length: connections }, () => this.#connect());
    const failed = (await Promise.allSettled(opening)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  }

  /** The connection with the fewest requests in flight; `undefined` where none is open. */
  connection(): Connection | undefined {
    const open = this.#open;
    if (open.length <= 1) return open[0];
    let best = open[this.#next++ % open.length]!;
    for (const other of open) if (other.inFlight < best.inFlight) best = other;
    return best;
  }

  /** As {@linkcode connection}; throws where none is open. */
  connectionOrThrow(): Connection {
    const connection = this.connection();
    if (connection === undefined) throw this.notUp();
    return connection;
  }

  /** The error of a request that finds no open connection here. */
  notUp(): WireError {
    if (!isRefusal(this.#failure)) return notUp(this.address, this.#failure);
    const message = describeLostLogin(this.address, this.#failure as Error);
    return new WireError("badCredentials", "lost", message);
  }

  /** Prepares a statement here; callers at the same time share one request. */
  prepare(statement: WireStatement): Promise<void> {
    let preparing = this.#preparing.get(statement);
    if (preparing === undefined) {
      preparing = this.#prepare(statement).finally(() => this.#preparing.delete(statement));
      this.#preparing.set(statement, preparing);
    }
    return preparing;
  }

  async #prepare(statement: WireStatement): Promise<void> {
    const request = prepareRequest(statement.cql);
    statement.prepared[this.index] = await this.connectionOrThrow().send(request);
  }

  /** Closes connections on which no more answers come. */
  look(now: number, timeout: number): void {
    for (const connection of [...this.#open]) connection.look(now, timeout);
  }

  /** Closes all connections. */
  close(): void {
    this.#isClosed = true;
    this.#timers.forEach(clearTimeout);
    for (const connection of [...this.#open]) connection.close(notUp(this.address));
  }

  async #connect(): Promise<void> {
    let opened: Connection | undefined;
    const times = this.#options.nodeTimes(this.address);
    try {
      const socket = await connectTo(this.address, this.#options.tls, this.#reachedAt());
      let isReady = false;
      const connection = opened = new Connection(socket, {
        onAnswer({ opcode }, sent, done, isError) {
          if (isReady && LOAD.has(opcode)) countRequest(times, done - sent, isError);
        },
        onClose: () => this.#lose(connection),
      });
      await deadline(shakeHands(connection, this.#options), CONNECT_TIMEOUT);
      if (this.#isClosed) return connection.close(notUp(this.address));
      isReady = true;
      this.#failure = undefined;
      this.#open.push(connection);
    } catch (error) {
      this.#failure = error as Error;
      opened?.close(error as Error);
      this.#connectLater(RECONNECT_DELAY);
      throw error;
    }
  }

  /** The address of the node, or of the proxy in front of it. */
  #reachedAt(): string {
    const { redirect } = this.#options;
    if (redirect === undefined) return this.address;
    const proxy = redirect(this.address);
    if (proxy === undefined) {
      throw new WireError("noHostAvailable", "lost", describeLateNode(this.address));
    }
    return `${proxy.host}:${proxy.port}`;
  }

  #lose(connection: Connection): void {
    const at = this.#open.indexOf(connection);
    if (at === -1) return;
    this.#open.splice(at, 1);
    this.#connectLater(0);
  }

  #connectLater(delay: number): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#connect().catch(() => {});
    }, delay);
    this.#timers.add(timer);
  }
}

/** Whether an error says that a login was refused. */
export function isRefusal(error: unknown): boolean {
  return error instanceof LoginRefusal ||
    error instanceof WireError && error.errorClass === "badCredentials";
}

/** The error of a request that finds no open connection, with why the last one could not be opened. */
export function notUp(where: string, why?: Error): WireError {
  const reason = why === undefined ? "" : `: ${why.message}`;
  return new WireError("noHostAvailable", "lost", `No connection to ${where} is open${reason}`);
}

/** Opens a connection, and gives up in time. */
async function connectTo(address: string, tls: Tls | undefined, at: string): Promise<Socket> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => {
    giveUp.abort(new Error(`${address} let nobody connect within ${CONNECT_TIMEOUT} ms`));
  }, CONNECT_TIMEOUT);
  try {
    return await openSocket(address, tls, giveUp.signal, at);
  } finally {
    clearTimeout(timer);
  }
}
