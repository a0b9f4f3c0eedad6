import type { ClockOffset, Span, TimelinePage } from "../../result/timeline.ts";
import type { Instant } from "./instant.ts";
import { describeWork, type ServerWork } from "./server_work.ts";
import type { ServerTrace } from "./trace.ts";

/**
 * Puts what the nodes did into the pages: inside the requests that asked for it, and on the client's clock. How far a
 * node's clock is off is estimated as NTP does it: its work is taken for the middle of the time in which it can have
 * been, the tightest case decides, and the page says so in `clocks`. What has no trace stays as it is.
 */
export function joinTraces(
  pages: readonly TimelinePage[],
  traces: ReadonlyMap<string, ServerTrace>,
): TimelinePage[] {
  return pages.map((page) => joinPage(page, traces));
}

/** What a node did for a request. Instants are milliseconds from when the page was due. */
interface Piece {
  readonly request: Span;
  readonly name: string;
  readonly node: string;
  /** When it began, by the node's clock. */
  readonly begin: Instant;
  readonly duration: number;
  /** By the client's clock, it was between these two, which can be off by `uncertainty`. */
  readonly from: number;
  readonly to: number;
  readonly uncertainty: number;
}

type Clocks = Map<string, ClockOffset>;

/** A coordinator's piece, and all that it tells. */
interface CoordinatorPiece extends Piece {
  readonly work: ServerWork;
}

function joinPage(page: TimelinePage, traces: ReadonlyMap<string, ServerTrace>): TimelinePage {
  const coordinators = page.spans.flatMap((request): CoordinatorPiece[] => {
    const trace = traces.get(request.trace ?? "");
    if (trace === undefined) return [];
    const work = describeWork(trace);
    const { name, coordinator: node, duration } = work;
    const bounds = { from: request.start, to: request.end, uncertainty: 0 };
    return [{ request, name, node, begin: sinceDue(work.begin, page), duration, ...bounds, work }];
  });
  if (coordinators.length === 0) return page;

  const clocks: Clocks = new Map();
  const replicas = () => coordinators.flatMap((piece) => replicasOf(piece, page, clocks));
  note(coordinators, clocks);
  note(replicas(), clocks);
  // Who coordinates one request is another's replica, so by now some coordinators are better known than before.
  const spans = [
    ...page.spans,
    ...coordinators.flatMap((piece) => spansOf(piece, place(piece, clocks).start)),
    ...coordinators.flatMap((piece) => localSpansOf(piece, place(piece, clocks).start)),
    ...replicas().flatMap((piece) => spansOf(piece, place(piece, clocks).start)),
  ];
  return { ...page, spans: spans.sort((a, b) => a.start - b.start), clocks: [...clocks.values()] };
}

function replicasOf(piece: CoordinatorPiece, page: TimelinePage, clocks: Clocks): Piece[] {
  const { request, work: { exchanges } } = piece;
  const { start, uncertainty } = place(piece, clocks);
  return exchanges.map(({ name, replica: node, asked, answered, received, duration }) => {
    const bounds = { from: start + asked, to: start + answered, uncertainty };
    return { request, name, node, begin: sinceDue(received, page), duration, ...bounds };
  });
}

function sinceDue({ at, uncertainty }: Instant, { startedAt }: TimelinePage): Instant {
  return { at: at - startedAt, uncertainty };
}

/** Keeps of each node what says most precisely how its clock is off. */
function note(pieces: readonly Piece[], clocks: Clocks): void {
  for (const piece of pieces) {
    const { node, begin, from, uncertainty } = piece;
    const slack = slackOf(piece);
    const clock = {
      node,
      offset: begin.at - (from + slack / 2),
      uncertainty: slack / 2 + begin.uncertainty + uncertainty,
    };
    if (clock.uncertainty < (clocks.get(node)?.uncertainty ?? Infinity)) clocks.set(node, clock);
  }
}

/** When a piece began by the client's clock, which its own bounds know best. */
function place(piece: Piece, clocks: Clocks): { start: number; uncertainty: number } {
  const { node, begin, from } = piece;
  const slack = slackOf(piece);
  const { offset, uncertainty } = clocks.get(node) as ClockOffset;
  return {
    start: Math.min(Math.max(begin.at - offset, from), from + slack),
    uncertainty: Math.min(uncertainty + begin.uncertainty, slack),
  };
}

/** How many milliseconds a piece can be moved between its bounds. */
function slackOf({ from, to, duration }: Piece): number {
  return Math.max(0, to - from - duration);
}

/** What began when the client had its answer already is no part of the request. */
function spansOf(
  { request, name, node, duration }: Pick<Piece, "request" | "name" | "node" | "duration">,
  start: number,
): Span[] {
  if (start >= request.end) return [];
  const { step } = request;
  const end = Math.min(start + duration, request.end);
  return [{ name, kind: "server", ...step !== undefined && { step }, start, end, node }];
}

function localSpansOf({ request, node, work: { local } }: CoordinatorPiece, begin: number): Span[] {
  return local.flatMap(({ name, start, end }) =>
    spansOf({ request, name, node, duration: end - start }, begin + start)
  );
}
