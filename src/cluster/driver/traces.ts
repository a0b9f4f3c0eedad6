import { delay } from "@std/async";
import type cassandra from "cassandra-driver";
import type { ServerTrace } from "../tracing/trace.ts";
import { isLasting } from "./errors.ts";

/** Milliseconds that reading all traces may take, most of which nodes need for writing them. */
const READ_LIMIT = 2_000;
/** A trace without a new event for this many milliseconds counts as complete. */
const SETTLED = 100;
/** Milliseconds between two reads; each pause is twice as long as the one before. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 320;
/** Milliseconds that a node may take to answer. */
const ANSWER_TIMEOUT = 1_000;
/** How many traces are read at the same time. */
const CONCURRENCY = 100;

const SESSION =
  "SELECT coordinator, started_at, duration, request FROM system_traces.sessions WHERE session_id = ?";
const EVENTS =
  "SELECT event_id, activity, source, source_elapsed, thread FROM system_traces.events WHERE session_id = ?";

/**
 * Makes the function that reads traces. Nodes write them after they have answered, so it reads each again until it has its
 * end and no further event comes, for two seconds at most. It never fails: what cannot be read is left out.
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
    const giveUpAt = performance.now() + READ_LIMIT;
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
      const unfinished: string[] = [];
      for (let at = 0; at < growing.length && !isOver(); at += CONCURRENCY) {
        const some = growing.slice(at, at + CONCURRENCY);
        const grew = await Promise.all(some.map(isGrowing));
        unfinished.push(...some.filter((_, index) => grew[index]));
      }
      growing = unfinished;
      // After an interrupt, what was read so far must do.
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
