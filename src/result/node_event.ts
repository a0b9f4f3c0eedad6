import type { NodeEvent } from "../scenario/node_event.ts";

/** Something that was done to a node while a case ran, and what it did to the load. Times are in milliseconds. */
export interface NodeEventResult {
  /** When it was to be done, on the case's clock. */
  readonly planned: number;
  /** When it was begun, on the case's clock; `null` where the case had ended before. */
  readonly at: number | null;
  /** The number of the node, from 1. */
  readonly node: number;
  /** The node's address, as `127.0.0.2:9042`. */
  readonly address: string;
  /** What was done. */
  readonly do: NodeEvent["do"];
  /**
   * How long that took: a restart until the node answers, a kill until its process has ended; `null` where it was not
   * done.
   */
  readonly took: number | null;
  /** Why it could not be done; absent where it was. */
  readonly failed?: string;
  /**
   * Successful operations per second before: in the 5 s before it, or before the first event since which the cluster was
   * not whole or the load not back; `null` where there was not half a second of that.
   */
  readonly throughputBefore: number | null;
  /** The worst second up to the recovery, the next event or the end; `null` where there is nothing to compare. */
  readonly dip: Dip | null;
  /**
   * When the load was back, after the event: successes as before for a second, 90 % of them; 0 where they never were
   * fewer. `null` where it was not before the next event or the end.
   */
  readonly recoveredAfter: number | null;
  /** The mean response time of the successful operations; `null` where there is nothing to compare. */
  readonly responseTime: ResponseDip | null;
  /** The operations that failed after it, up to the recovery and for 5 s at least, or up to the next event or the end. */
  readonly errors: {
    readonly total: number;
    /** As in the errors of the case. */
    readonly byClass: Readonly<Record<string, number>>;
  };
}

/** A second in which the load did less than before. */
export interface Dip {
  /** Which share of the throughput before was lost in it, from 0 to 1. */
  readonly depth: number;
  /** Its successful operations per second. */
  readonly throughput: number;
  /** Its start on the case's clock. */
  readonly at: number;
}

/** What an event did to response times. */
export interface ResponseDip {
  /** The mean before. */
  readonly before: number;
  /** The mean of the second in which it was longest; `null` where nothing succeeded. */
  readonly worst: number | null;
  /** When it was as before again, as `recoveredAfter` of the event says it: at most a ninth longer. */
  readonly recoveredAfter: number | null;
}

/** What ended in a tenth of a second of a case. */
export interface CaseInterval {
  /** Operations that succeeded. */
  readonly succeeded: number;
  /** Their response times added up. */
  readonly responseTime: number;
  /** Operations that failed, by class; absent where none did. */
  readonly errors?: Readonly<Record<string, number>>;
}

/** Such as `node 2 (127.0.0.2:9042)`. */
export function nameNode({ node, address }: Pick<NodeEventResult, "node" | "address">): string {
  return `node ${node} (${address})`;
}

/** What an event does to a node, in words: `was killed`. */
export const DONE: Readonly<Record<NodeEvent["do"], string>> = {
  kill: "was killed",
  stop: "was stopped, so that it hung",
  continue: "was continued",
  restart: "was restarted",
  stall: "got and sent nothing any more",
  unstall: "got and sent again",
  reset: "had its connections reset",
  refuse: "took no new connections any more",
  accept: "took new connections again",
};
