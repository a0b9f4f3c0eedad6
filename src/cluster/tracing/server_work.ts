import { type Exchange, findExchanges } from "./exchanges.ts";
import { beginOf, type Instant, type ServerTrace, type TraceEvent } from "./trace.ts";

/** What the nodes did for one request, according to its trace. */
export interface ServerWork {
  /** What the coordinator was asked to do. */
  readonly name: string;
  readonly coordinator: string;
  /** When the coordinator began. */
  readonly begin: Instant;
  /** Milliseconds. */
  readonly duration: number;
  /** The coordinator's own reads and writes. */
  readonly local: readonly LocalWork[];
  /** Its requests to other replicas. */
  readonly exchanges: readonly Exchange[];
}

/** A read or a write. Times are milliseconds since the coordinator began. */
export interface LocalWork {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Reads a trace. The messages it looks for have the same words in Cassandra 4 and 5. */
export function describeWork({ coordinator, ...trace }: ServerTrace): ServerWork {
  const { request, startedAt, duration, events } = trace;
  const own = events.filter(({ node }) => node === coordinator);
  // Leaves out replies: for one that comes after the request has ended, `elapsed` starts again at 0.
  const counted = own.filter(({ activity, elapsed }) =>
    elapsed !== null && !/_RSP message|^Processing response/.test(activity)
  );
  const begin = beginOf(counted.length > 0 ? counted : [{ at: startedAt, elapsed: 0 }]);
  const [, kind = request] = /^Execute .*?(query|batch)/.exec(request) ?? [];
  return {
    name: kind === "query" ? "coordinator" : `coordinator, ${kind}`,
    ...{ coordinator, begin, duration },
    local: findLocalWork(own),
    exchanges: findExchanges(events, { coordinator, begin, duration }),
  };
}

const LOCAL_WORK = [
  {
    what: "read",
    begins: /^Executing (?:single-partition query on (\S+)|seq scan)/,
    ends: /^Read \d+ live/,
  },
  { what: "write", begins: /^Appending to commitlog/, ends: /^Adding to (\S+) memtable/ },
];

function findLocalWork(events: readonly TraceEvent[]): LocalWork[] {
  return LOCAL_WORK.flatMap(({ what, begins, ends }) =>
    events.flatMap((first, at) => {
      const begin = begins.exec(first.activity);
      const last = begin && events.slice(at).find(({ activity, thread }) =>
        thread === first.thread && ends.test(activity)
      );
      if (!last || first.elapsed === null || last.elapsed === null) return [];
      const table = begin?.[1] ?? ends.exec(last.activity)?.[1] ?? "";
      const name = `${what} ${table}`.trimEnd();
      return [{ name, start: first.elapsed, end: last.elapsed }];
    })
  );
}
