import type { ServerTrace, TraceEvent } from "../../../src/cluster/tracing/trace.ts";
import type { Span, TimelinePage } from "../../../src/result/timeline.ts";

/** When the pages of these tests are due, by the client's clock. */
export const DUE = 1_795_351_216_692.25;

/** An event with its true time: milliseconds since the page was due, by the client's clock. */
export interface Happening {
  readonly node: string;
  readonly at: number;
  readonly activity: string;
  readonly thread?: string;
  /** When the count of `elapsed` began: with the request on that node, or with a late reply. */
  readonly since: number;
}

/** A request with its true times, in milliseconds since the page was due. */
export interface TrueRequest {
  readonly coordinator: string;
  /** The client's span. */
  readonly start: number;
  readonly end: number;
  /** The coordinator's work. */
  readonly begin: number;
  readonly duration: number;
  readonly happenings: readonly Happening[];
}

/** How many milliseconds each node's clock is ahead of the client's. */
export type Skews = Readonly<Record<string, number>>;

/** The traces that Cassandra would write: with skewed clocks, in whole milliseconds, numbered within each millisecond. */
export function tracesOf(
  requests: readonly TrueRequest[],
  skews: Skews,
): Map<string, ServerTrace> {
  return new Map(requests.map((request, at) => {
    const { coordinator, begin, duration, happenings } = request;
    const trace = {
      ...{ id: `trace ${at}`, coordinator, duration: microseconds(duration) },
      request: "Execute CQL3 prepared query",
      startedAt: Math.floor(DUE + begin + (skews[coordinator] ?? 0)),
      events: stamp(happenings, skews),
    };
    return [trace.id, trace];
  }));
}

/** The page as the client saw it, each request in a step of its own. */
export function pageOf(requests: readonly TrueRequest[]): TimelinePage {
  const spans = requests.map(({ start, end }, at): Span => ({
    ...{ name: "find user", kind: "request", step: `step ${at}`, start, end },
    trace: `trace ${at}`,
  }));
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  return { operation: 3, kept: "traced", traceId, startedAt: DUE, elapsed: 1_000, spans };
}

function stamp(happenings: readonly Happening[], skews: Skews): TraceEvent[] {
  const last = new Map<string, number>();
  return happenings.toSorted((a, b) => a.at - b.at).map((happening) => {
    const { node, activity, since, thread = "Messaging-EventLoop-3-1" } = happening;
    const whole = Math.floor(DUE + happening.at + (skews[node] ?? 0));
    const before = last.get(node) ?? 0;
    const at = Math.floor(before) === whole ? before + 0.001 : whole;
    last.set(node, at);
    return { node, activity, thread, at, elapsed: microseconds(happening.at - since) };
  }).sort((a, b) => a.at - b.at);
}

function microseconds(ms: number): number {
  return Math.floor(ms * 1_000) / 1_000;
}

/** How long each part of an exchange with a replica takes, in milliseconds. */
export interface ExchangeTimes {
  readonly replica: string;
  /** From the beginning of the coordinator's work. */
  readonly asked: number;
  readonly there: number;
  readonly work: number;
  readonly back: number;
}

/** The four events of an exchange. For a reply after the end of the request, `elapsed` starts again at 0. */
export function exchange(
  verb: string,
  request: Pick<TrueRequest, "coordinator" | "begin" | "duration">,
  { replica, asked, there, work, back }: ExchangeTimes,
): Happening[] {
  const { coordinator, begin, duration } = request;
  const sent = begin + asked;
  // Some microseconds pass before the event is recorded.
  const reached = sent + there - 0.05;
  const received = sent + there;
  const replied = received + work;
  const answered = replied + back;
  const isLate = answered > begin + duration;
  const { length } = verb;
  const bytes = `message size ${length} bytes`;
  return [
    {
      ...{ node: coordinator, at: sent, since: begin },
      activity: `Sending ${verb}_REQ message to /${replica}:7000 ${bytes}`,
    },
    {
      ...{ node: replica, at: received, since: reached },
      activity: `${verb}_REQ message received from /${coordinator}:7000`,
    },
    {
      ...{ node: replica, at: received + work / 2, since: reached },
      activity: "Appending to commitlog",
    },
    {
      ...{ node: replica, at: replied, since: reached },
      activity: `Sending ${verb}_RSP message to /${coordinator}:7000 ${bytes}`,
    },
    {
      ...{ node: coordinator, at: answered, since: isLate ? answered - 0.05 : begin },
      activity: `${verb}_RSP message received from /${replica}:7000`,
    },
  ];
}
