import type { Connection } from "./connection.ts";
import type { WireStatement } from "./statement.ts";

/** What a request is sent to: a node, or one of its shards. */
export interface Destination {
  /** The node's place in {@linkcode WireStatement.prepared}. */
  readonly index: number;
  /** How many requests have no answer yet. */
  readonly inFlight: number;
  /** The connection with the fewest requests in flight; `undefined` where none is open. */
  connection(): Connection | undefined;
  /** As `connection`; throws where none is open. */
  connectionOrThrow(): Connection;
  /** Prepares a statement; callers at the same time share one request. */
  prepare(statement: WireStatement): Promise<void>;
}

/** One shard of a node. What finds no connection to it open goes to another one, which passes it on. */
export class Shard implements Destination {
  /** The connections that it serves. */
  readonly open: Connection[] = [];
  readonly #host: Destination;
  #next = 0;

  /** Makes one of a node, to which nothing is open yet. */
  constructor(host: Destination) {
    this.#host = host;
  }

  get index(): number {
    return this.#host.index;
  }

  get inFlight(): number {
    return this.open.length === 0 ? this.#host.inFlight : inFlightOn(this.open);
  }

  connection(): Connection | undefined {
    return leastBusy(this.open, this.#next++) ?? this.#host.connection();
  }

  connectionOrThrow(): Connection {
    return this.connection() ?? this.#host.connectionOrThrow();
  }

  prepare(statement: WireStatement): Promise<void> {
    return this.#host.prepare(statement);
  }
}

/** The connection with the fewest requests in flight; of several, the one whose turn it is. */
export function leastBusy(open: readonly Connection[], turn: number): Connection | undefined {
  if (open.length <= 1) return open[0];
  let best = open[turn % open.length]!;
  for (const other of open) if (other.inFlight < best.inFlight) best = other;
  return best;
}

/** How many requests have no answer yet on these. */
export function inFlightOn(open: readonly Connection[]): number {
  let sum = 0;
  for (const { inFlight } of open) sum += inFlight;
  return sum;
}
