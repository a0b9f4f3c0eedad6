import type { Token } from "../../protocol/murmur3.ts";
import { describeLostLogin } from "../login.ts";
import type { Connection } from "./connection.ts";
import { type Destination, inFlightOn, leastBusy, Shard } from "./destination.ts";
import { isRefusal, notUp, WireError } from "./errors.ts";
import { type HostOptions, openConnection, type Opened, openToShard } from "./open_connection.ts";
import { prepareRequest } from "./prepared.ts";
import { type Sharding, shardOf } from "./shards.ts";
import type { WireStatement } from "./statement.ts";

/** Milliseconds between two attempts to open a connection again, as the driver waits. The first is made at once. */
const RECONNECT_DELAY = 500;
/** Milliseconds after which the port of the shards is tried again that could not be used. */
const PORT_PAUSE = 30_000;
/** How many connections to the ordinary port are opened for a shard, until the one that comes is taken. */
const MOST_TRIES = 4;

/** Room for one connection, and what is in it. */
interface Place {
  /** The shard that it is for; `undefined` where the node is not divided. */
  readonly shard: number | undefined;
  opened: Opened | undefined;
}

/** A node with its connections, each of which is opened again when it is lost. */
export class Host implements Destination {
  /** `host:port` */
  readonly address: string;
  readonly index: number;
  readonly #options: HostOptions;
  /** The connections in `#places`, and those of each shard. */
  readonly #open: Connection[] = [];
  #shards: readonly Shard[] = [];
  #places: Place[];
  /** How the node is divided; `undefined` where it is not, and before a connection was open. */
  #sharding: Sharding | undefined;
  /** Whether all places are there, and not only the first, by which the node says how it is divided. */
  #isSpread = false;
  /** From when on the port on which one can choose the shard is worth a try. */
  #portFrom = 0;
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
    this.#places = placesFor(1, undefined);
  }

  /** Whether a connection is open. */
  get isUp(): boolean {
    return this.#open.length > 0;
  }

  /** How many shards it is divided into; `undefined` where it is not. */
  get shards(): number | undefined {
    return this.#sharding?.shards;
  }

  /** Why a connection could not be opened; `undefined` since one was. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  get inFlight(): number {
    return inFlightOn(this.#open);
  }

  /** The most requests without an answer on one connection. */
  get mostInFlight(): number {
    return Math.max(0, ...this.#open.map(({ inFlight }) => inFlight));
  }

  /** Opens all connections; rejects where one cannot be opened, which is attempted again all the same. */
  open(): Promise<void> {
    return this.#connect(undefined);
  }

  /** Where a request goes that is about the row of a token: its shard, where the node is divided. */
  at(token: Token | undefined): Destination {
    if (token === undefined || this.#sharding === undefined) return this;
    return this.#shards[shardOf(token, this.#sharding)]!;
  }

  /** One of its shards; the node itself where it has no such shard. */
  shard(shard: number): Destination {
    return this.#shards[shard] ?? this;
  }

  connection(): Connection | undefined {
    return leastBusy(this.#open, this.#next++);
  }

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

  /** Opens a connection, for this shard if it can; the first one also opens the others. */
  async #connect(shard: number | undefined): Promise<void> {
    try {
      await this.#openFor(shard);
    } catch (error) {
      this.#failure = error as Error;
      this.#connectLater(shard, RECONNECT_DELAY);
      throw error;
    }
    if (this.#isSpread || this.#isClosed) return;
    this.#isSpread = true;
    const empty = this.#places.filter(({ opened }) => opened === undefined);
    const opening = await Promise.allSettled(empty.map((place) => this.#connect(place.shard)));
    const failed = opening.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  }

  /** Opens a connection to a shard: on the port for that, or on the ordinary one, where the node chooses the shard. */
  async #openFor(shard: number | undefined): Promise<void> {
    const lose = (connection: Connection) => this.#lose(connection);
    const sharding = this.#sharding;
    const isChosen = shard !== undefined && sharding !== undefined;
    if (isChosen && performance.now() >= this.#portFrom) {
      const opened = await openToShard(this.address, this.#options, shard, sharding, lose);
      if (opened !== undefined) return this.#keep(opened);
      this.#portFrom = performance.now() + PORT_PAUSE;
    }
    // A node gives the shard with the fewest connections, so those that are not needed are closed only in the end.
    const spare: Opened[] = [];
    try {
      for (let tries = 1;; tries++) {
        const opened = await openConnection(this.address, this.#options, lose);
        if (!isChosen || tries === MOST_TRIES || this.#isWanted(opened)) return this.#keep(opened);
        spare.push(opened);
      }
    } finally {
      for (const { connection } of spare) connection.close(notUp(this.address));
    }
  }

  #isWanted({ shard }: Opened): boolean {
    return this.#places.some((place) => place.opened === undefined && place.shard === shard);
  }

  /** Puts a connection where its shard has none, or else where any is missing. */
  #keep(opened: Opened): void {
    if (this.#isClosed) return opened.connection.close(notUp(this.address));
    this.#failure = undefined;
    this.#divide(opened.sharding);
    const { connection, shard } = opened;
    const empty = this.#places.filter((place) => place.opened === undefined);
    const place = empty.find((place) => place.shard === shard) ?? empty[0];
    if (place === undefined) return connection.close(notUp(this.address));
    place.opened = opened;
    this.#open.push(connection);
    if (shard !== undefined) this.#shards[shard]?.open.push(connection);
  }

  /** Makes room for as many connections as the shards and the settings want. */
  #divide(sharding: Sharding | undefined): void {
    const shards = sharding?.shards;
    const isSame = shards === this.shards && sharding?.ignoredBits === this.#sharding?.ignoredBits;
    this.#sharding = sharding;
    if (isSame && this.#isSpread) return;
    // A node that is divided otherwise than before was started anew, so what is still open to it will not stay.
    this.#isSpread = false;
    for (const { opened } of this.#places) opened?.connection.close(notUp(this.address));
    this.#places = placesFor(Math.max(this.#options.connections, shards ?? 1), shards);
    this.#shards = Array.from({ length: shards ?? 0 }, () => new Shard(this));
  }

  #lose(connection: Connection): void {
    const at = this.#open.indexOf(connection);
    if (at === -1) return;
    this.#open.splice(at, 1);
    // The whole node may have been started anew.
    if (!this.isUp) this.#portFrom = 0;
    for (const { open } of this.#shards) {
      const own = open.indexOf(connection);
      if (own !== -1) open.splice(own, 1);
    }
    const place = this.#places.find(({ opened }) => opened?.connection === connection);
    if (place === undefined) return;
    place.opened = undefined;
    this.#connectLater(place.shard, 0);
  }

  #connectLater(shard: number | undefined, delay: number): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#connect(shard).catch(() => {});
    }, delay);
    this.#timers.add(timer);
  }
}

function placesFor(count: number, shards: number | undefined): Place[] {
  return Array.from({ length: count }, (_, at) => ({
    shard: shards === undefined ? undefined : at % shards,
    opened: undefined,
  }));
}
