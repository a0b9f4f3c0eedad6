import type { Span, TimelinePage } from "../../result/timeline.ts";
import { type Call, callsOf } from "./calls.ts";

/** A line of a waterfall: a step or task, one of its requests, or what a node did for one. */
export interface Lane {
  readonly name: string;
  /** 0 for what the page itself did; more for what belongs to the line above. */
  readonly depth: number;
  /** What is drawn in it, the later over the earlier. */
  readonly spans: readonly Span[];
  readonly start: number;
  readonly end: number;
  readonly isCritical: boolean;
  readonly hasFailed: boolean;
}

/** A step with more requests shows them in one line. */
const MOST_CALLS = 6;

const PAINTED: readonly Span["kind"][] = [
  ...["step", "wait", "latency", "compute", "request", "server"] as const,
];

/**
 * The lines of a page.
 *
 * @param order the names of the steps as they are written, so that all modes have the same lines; empty for tasks,
 * which come as they started
 * @param critical the names of the steps on the longest chain
 */
export function lanesOf(
  { spans }: TimelinePage,
  order: readonly string[],
  critical: readonly string[],
): Lane[] {
  const steps: Owner[] = spans.filter(({ kind }) => kind === "step")
    .map((step) => ({ step, inner: [] }));
  const outside: Span[] = [];
  for (const span of spans.filter(({ kind }) => kind !== "step")) {
    (ownerOf(span, steps)?.inner ?? outside).push(span);
  }
  const blocks = [
    ...outsideLanes(outside).map((lanes) => ({ lanes, rank: -1 })),
    ...steps.map((owner) => ({
      lanes: stepLanes(owner, critical.includes(owner.step.name)),
      rank: order.indexOf(owner.step.name),
    })),
  ];
  const startOf = ([first]: readonly Lane[]) => first?.start ?? 0;
  return blocks.sort((a, b) => a.rank - b.rank || startOf(a.lanes) - startOf(b.lanes))
    .flatMap(({ lanes }) => lanes);
}

/** A step or task, and what happened in it. */
interface Owner {
  readonly step: Span;
  readonly inner: Span[];
}

/** Of several tasks of one name, the first that was running and did nothing else then. */
function ownerOf(span: Span, owners: readonly Owner[]): Owner | undefined {
  const named = owners.filter(({ step }) => step.name === span.step);
  const running = named.filter(({ step }) => step.start <= span.start && span.end <= step.end);
  const isIdle = ({ inner }: Owner) =>
    inner.every((other) => other.end <= span.start || span.end <= other.start);
  return running.find(isIdle) ?? running[0] ?? named[0];
}

function stepLanes({ step, inner }: Owner, isCritical: boolean): Lane[] {
  const { calls, others } = callsOf(inner);
  const areApart = calls.length > 1 && calls.length <= MOST_CALLS;
  const spans = areApart ? [] : calls.flatMap(({ spans }) => spans);
  return [
    { ...laneOf(step.name, 0, [step, ...others, ...spans]), isCritical },
    ...areApart
      ? calls.flatMap((call) => callLanes(call, 1))
      : calls.flatMap(({ servers }) => servers.map((span) => serverLane(span, 1))),
  ];
}

function outsideLanes(spans: readonly Span[]): Lane[][] {
  const { calls, others } = callsOf(spans);
  return [
    ...others.map((span) => [laneOf(span.name, 0, [span])]),
    ...calls.map((call) => callLanes(call, 0)),
  ];
}

function callLanes({ name, spans, servers }: Call, depth: number): Lane[] {
  return [laneOf(name, depth, spans), ...servers.map((span) => serverLane(span, depth + 1))];
}

function serverLane(span: Span, depth: number): Lane {
  return laneOf([span.node ?? [], span.name].flat().join(" "), depth, [span]);
}

function laneOf(name: string, depth: number, spans: readonly Span[]): Lane {
  const painted = spans.toSorted((a, b) => PAINTED.indexOf(a.kind) - PAINTED.indexOf(b.kind));
  return {
    name,
    depth,
    spans: painted,
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
    isCritical: false,
    hasFailed: spans.some(({ error }) => error !== undefined),
  };
}
