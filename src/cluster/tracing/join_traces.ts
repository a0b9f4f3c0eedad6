import type { ClockOffset, Span, TimelinePage } from "../../result/timeline.ts";
import { describeWork, type ServerWork } from "./server_work.ts";
import type { Instant, ServerTrace } from "./trace.ts";

/**
 * Adds to each page what the nodes did, by the client's clock, inside the requests that caused it. How far a node's clock
 * is off is estimated as NTP does: a node's work is assumed to be in the middle of the interval in which it can have been,
 * and the shortest such interval of the page counts. The page says the offset in `clocks`. A page without traces stays as
 * it is.
 */
export function joinTraces(
  pages: readonly TimelinePage[],
  traces: ReadonlyMap<string, ServerTrace>,
): TimelinePage[] {
  return pages.map((page) => joinPage(page, traces));
}

/** What a node did for a request. Instants are milliseconds since the page was due. */
interface NodeWork {
  readonly request: Span;
  readonly name: string;
  readonly node: string;
  /** When it began, by the node's clock. */
  readonly begin: Instant;
  readonly duration: number;
  /** By the client's clock it was between these two, each of which is wrong by at most `uncertainty`. */
  readonly from: number;
  readonly to: number;
  readonly uncertainty: number;
}

type Clocks = Map<string, ClockOffset>;

/** What a coordinator did, with the trace that says so. */
interface CoordinatorWork extends NodeWork {
  readonly work: ServerWork;
}

function joinPage(page: TimelinePage, traces: ReadonlyMap<string, ServerTrace>): TimelinePage {
  const coordinators = page.spans.flatMap((request): CoordinatorWork[] => {
    const trace = traces.get(request.trace ?? "");
    if (trace === undefined) return [];
    const work = describeWork(trace);
    const { name, coordinator: node, duration } = work;
    const bounds = { from: request.start, to: request.end, uncertainty: 0 };
    return [{ request, name, node, begin: sinceDue(work.begin, page), duration, ...bounds, work }];
  });
  if (coordinators.length === 0) return page;

  const clocks: Clocks = new Map();
  const replicas = () => coordinators.flatMap((nodeWork) => replicasOf(nodeWork, page, clocks));
  estimateClocks(coordinators, clocks);
  estimateClocks(replicas(), clocks);
  // A coordinator is also a replica of other requests, from which its clock may now be known more precisely.
  const spans = [
    ...page.spans,
    ...coordinators.flatMap((nodeWork) => spansOf(nodeWork, startOf(nodeWork, clocks).start)),
    ...coordinators.flatMap((nodeWork) => localSpansOf(nodeWork, startOf(nodeWork, clocks).start)),
    ...replicas().flatMap((nodeWork) => spansOf(nodeWork, startOf(nodeWork, clocks).start)),
  ];
  return { ...page, spans: spans.sort((a, b) => a.start - b.start), clocks: [...clocks.values()] };
}

function replicasOf(nodeWork: CoordinatorWork, page: TimelinePage, clocks: Clocks): NodeWork[] {
  const { request, work: { exchanges } } = nodeWork;
  const { start, uncertainty } = startOf(nodeWork, clocks);
  return exchanges.map(({ name, replica: node, asked, answered, received, duration }) => {
    const bounds = { from: start + asked, to: start + answered, uncertainty };
    return { request, name, node, begin: sinceDue(received, page), duration, ...bounds };
  });
}

function sinceDue({ at, uncertainty }: Instant, { startedAt }: TimelinePage): Instant {
  return { at: at - startedAt, uncertainty };
}

/** Keeps the most precise estimate of each node's clock. */
function estimateClocks(nodeWorks: readonly NodeWork[], clocks: Clocks): void {
  for (const nodeWork of nodeWorks) {
    const { node, begin, from, uncertainty } = nodeWork;
    const slack = slackOf(nodeWork);
    const clock = {
      node,
      offset: begin.at - (from + slack / 2),
      uncertainty: slack / 2 + begin.uncertainty + uncertainty,
    };
    if (clock.uncertainty < (clocks.get(node)?.uncertainty ?? Infinity)) clocks.set(node, clock);
  }
}

/** When work began by the client's clock, kept within the bounds of the work. */
function startOf(nodeWork: NodeWork, clocks: Clocks): { start: number; uncertainty: number } {
  const { node, begin, from } = nodeWork;
  const slack = slackOf(nodeWork);
  const { offset, uncertainty } = clocks.get(node) as ClockOffset;
  return {
    start: Math.min(Math.max(begin.at - offset, from), from + slack),
    uncertainty: Math.min(uncertainty + begin.uncertainty, slack),
  };
}

/** How many milliseconds the work can be moved between its bounds. */
function slackOf({ from, to, duration }: NodeWork): number {
  return Math.max(0, to - from - duration);
}

/** The span of the work; none where it began after the client had its answer. */
function spansOf(
  { request, name, node, duration }: Pick<NodeWork, "request" | "name" | "node" | "duration">,
  start: number,
): Span[] {
  if (start >= request.end) return [];
  const { step } = request;
  const end = Math.min(start + duration, request.end);
  return [{ name, kind: "server", ...step !== undefined && { step }, start, end, node }];
}

function localSpansOf({ request, node, work: { local } }: CoordinatorWork, begin: number): Span[] {
  return local.flatMap(({ name, start, end }) =>
    spansOf({ request, name, node, duration: end - start }, begin + start)
  );
}
