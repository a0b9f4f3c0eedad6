import type { Span } from "../../result/timeline.ts";

/** A request with the latency before it, and what the nodes did for it. */
export interface TimedRequest {
  readonly name: string;
  /** The latency, the request, or both. */
  readonly spans: Span[];
  readonly servers: Span[];
}

/** The requests among some spans, and the spans that belong to none. */
export function requestsOf(
  spans: readonly Span[],
): { requests: TimedRequest[]; others: Span[] } {
  const latencies = spans.filter(({ kind }) => kind === "latency");
  const sent = spans.filter(({ kind }) => kind === "request")
    .map((request) => requestFrom(request, takeLatency(latencies, request)));
  // A page that ended early has latencies whose requests were never sent.
  const unsent = latencies.map((latency) => requestFrom(latency));
  const others: Span[] = [];
  for (const span of spans.filter(({ kind }) => kind !== "latency" && kind !== "request")) {
    const servers = span.kind === "server" ? requestAround(span, sent)?.servers : undefined;
    (servers ?? others).push(span);
  }
  const startOf = ({ spans }: TimedRequest) => spans[0]?.start ?? 0;
  return { requests: [...sent, ...unsent].sort((a, b) => startOf(a) - startOf(b)), others };
}

/** Removes from the latencies the one that ended last before the request, and returns it. */
function takeLatency(latencies: Span[], request: Span): Span[] {
  const [last] = latencies.filter(({ end }) => end <= request.start)
    .sort((a, b) => b.end - a.end);
  return last === undefined ? [] : latencies.splice(latencies.indexOf(last), 1);
}

function requestFrom(last: Span, before: readonly Span[] = []): TimedRequest {
  return { name: last.name, spans: [...before, last], servers: [] };
}

/** The request that a node's span lies in: the one that it shares most time with, as clocks are not exact. */
function requestAround(
  span: Span,
  requests: readonly TimedRequest[],
): TimedRequest | undefined {
  const shared = ({ spans }: TimedRequest) => {
    const request = spans.at(-1) ?? span;
    return Math.min(request.end, span.end) - Math.max(request.start, span.start);
  };
  return requests.toSorted((a, b) => shared(b) - shared(a))[0];
}
