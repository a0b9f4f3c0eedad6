import { delay } from "@std/async";
import type cassandra from "cassandra-driver";
import { isLasting } from "../errors.ts";

/** What Cassandra noted of one request: a session of `system_traces`. */
export interface ServerTrace {
  readonly id: string;
  /** Address of the node that coordinated the request. */
  readonly coordinator: string;
  /** When it started, by the coordinator's clock: whole milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds, with fractions. */
  readonly duration: number;
  /** What was asked for, in Cassandra's words. */
  readonly request: string;
  /** As their times of day order them; nodes may have different ones. */
  readonly events: readonly TraceEvent[];
}

/** Something that a node did for a request. */
export interface TraceEvent {
  readonly activity: string;
  /** Its address. */
  readonly node: string;
  /**
   * By the node's clock: milliseconds since 1970 in steps of 100 ns. Cassandra only tells whole ones; what is smaller
   * counts the events of one millisecond.
   */
  readonly at: number;
  /** Milliseconds, with fractions, since the node began with the request; `null` when it had ended. */
  readonly elapsed: number | null;
  /** Name of the thread. */
  readonly thread: string;
}

/** Milliseconds within which the traces of a case should have been written. */
const PATIENCE = 2_000;
/** A trace without a new event for so many milliseconds has them all. */
const SETTLED = 100;
/** Milliseconds between two readings; each pause is twice the one before. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 320;
/** A node that takes longer, in milliseconds, is not waited for. */
const ANSWER_TIMEOUT = 1_000;
const AT_ONCE = 100;

const SESSION =
  "SELECT coordinator, started_at, duration, request FROM system_traces.sessions WHERE session_id = ?";
const EVENTS =
  "SELECT event_id, activity, source, source_elapsed, thread FROM system_traces.events WHERE session_id = ?";

/**
 * Makes what reads traces. Nodes write them after they have answered, so it asks until each has its end and no further
 * event comes, for two seconds. It never fails: what cannot be read is left out.
 */
export function createTraceReader(
  client: cassandra.Client,
  signal: AbortSignal,
): (ids: readonly string[]) => Promise<ReadonlyMap<string, ServerTrace>> {
  let isRefused = false;

  async function read(id: string): Promise<ServerTrace | undefined> {
    try {
      return await readTrace(client, id);
    } catch (error) {
      isRefused ||= isLasting(error);
      return undefined;
    }
  }

  return async (ids) => {
    const found = new Map<string, { readonly trace: ServerTrace; readonly since: number }>();
    const giveUpAt = performance.now() + PATIENCE;
    const isOver = () => isRefused || performance.now() > giveUpAt;

    async function isGrowing(id: string): Promise<boolean> {
      const trace = await read(id);
      if (trace === undefined) return true;
      const before = found.get(id);
      const now = performance.now();
      if (before !== undefined && trace.events.length <= before.trace.events.length) {
        return now - before.since < SETTLED;
      }
      found.set(id, { trace, since: now });
      return true;
    }

    let growing = ids;
    let pause = FIRST_PAUSE;
    while (growing.length > 0 && !isOver()) {
      const still: string[] = [];
      for (let at = 0; at < growing.length && !isOver(); at += AT_ONCE) {
        const some = growing.slice(at, at + AT_ONCE);
        const grew = await Promise.all(some.map(isGrowing));
        still.push(...some.filter((_, place) => grew[place]));
      }
      growing = still;
      // Whoever was interrupted waits for nothing more.
      if (growing.length === 0 || signal.aborted) break;
      await delay(pause, { signal }).catch(() => {});
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    return new Map([...found].map(([id, { trace }]) => [id, trace]));
  };
}

async function readTrace(client: cassandra.Client, id: string): Promise<ServerTrace | undefined> {
  const options = { prepare: true, readTimeout: ANSWER_TIMEOUT };
  const { rows: [session] } = await client.execute(SESSION, [id], options);
  if (typeof session?.duration !== "number") return undefined;
  const { rows } = await client.execute(EVENTS, [id], options);
  return {
    id,
    coordinator: String(session.coordinator),
    startedAt: (session.started_at as Date).getTime(),
    duration: session.duration / 1_000,
    request: session.request,
    events: rows.map((row) => ({
      activity: row.activity,
      node: String(row.source),
      at: instantOf(row.event_id),
      elapsed: row.source_elapsed === null ? null : row.source_elapsed / 1_000,
      thread: row.thread,
    })),
  };
}

/** The time in a `timeuuid`: milliseconds since 1970 in steps of 100 ns. */
export function instantOf(id: cassandra.types.TimeUuid): number {
  const { date, ticks } = id.getDatePrecision();
  return date.getTime() + ticks / 10_000;
}
