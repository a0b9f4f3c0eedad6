import cassandra from "cassandra-driver";
import type { Counts } from "../nodes.ts";

/**
 * Counts the requests that each node coordinated; another attempt is another request. It extends `RequestLogger` as the
 * driver only takes trackers of its own classes, and has types for this one alone.
 */
export class CoordinatorTracker extends cassandra.tracker.RequestLogger {
  // The keys are host objects, as this is called for every request and a text would have to be hashed.
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

  /** The requests so far, by address. */
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
