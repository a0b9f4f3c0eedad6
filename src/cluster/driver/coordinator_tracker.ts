import cassandra from "cassandra-driver";
import type { Counts } from "../nodes.ts";

/**
 * Counts the requests that each node coordinated, attempt by attempt. The driver only takes a tracker of its own class,
 * and this is the one of which it has types.
 */
export class CoordinatorTracker extends cassandra.tracker.RequestLogger {
  // By host object: this is called for every request, and an address would have to be hashed.
  readonly #requests = new Map<cassandra.Host, { count: number }>();

  /** Logs nothing. */
  constructor() {
    super({});
  }

  override onSuccess(host: cassandra.Host): void {
    this.#count(host);
  }

  override onError(host: cassandra.Host): void {
    this.#count(host);
  }

  /** Address → requests so far. */
  counts(): Counts {
    return Object.fromEntries([...this.#requests].map(([{ address }, { count }]) => [
      address,
      count,
    ]));
  }

  #count(host: cassandra.Host): void {
    const requests = this.#requests.get(host);
    if (requests === undefined) this.#requests.set(host, { count: 1 });
    else requests.count++;
  }
}
