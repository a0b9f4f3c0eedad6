import cassandra from "cassandra-driver";
import { countRequest, type NodeTimes } from "../node_times.ts";
import { addressOf } from "./endpoints.ts";

/** What the driver hands over: seconds and nanoseconds. */
type HighResolutionTime = readonly [number, number];

/**
 * Counts and times the requests that each node coordinated; another attempt is another request. It extends `RequestLogger`
 * as the driver only takes trackers of its own classes, and has types for this one alone.
 */
export class CoordinatorTracker extends cassandra.tracker.RequestLogger {
  // The keys are host objects, as this is called for every request and a text would have to be hashed.
  readonly #nodes = new Map<cassandra.Host, NodeTimes>();
  readonly #nodeTimes: (address: string) => NodeTimes;

  /** Logs nothing. */
  constructor(nodeTimes: (address: string) => NodeTimes) {
    super({});
    this.#nodeTimes = nodeTimes;
  }

  override onSuccess(host: cassandra.Host, ...[, , , , , latency]: unknown[]): void {
    this.#count(host, latency as HighResolutionTime, false);
  }

  override onError(host: cassandra.Host, ...[, , , , , latency]: unknown[]): void {
    this.#count(host, latency as HighResolutionTime, true);
  }

  #count(host: cassandra.Host, [seconds, nanos]: HighResolutionTime, isError: boolean): void {
    let node = this.#nodes.get(host);
    if (node === undefined) this.#nodes.set(host, node = this.#nodeTimes(addressOf(host.address)));
    countRequest(node, seconds * 1_000 + nanos / 1e6, isError);
  }
}
