import type { Span, TimelinePage } from "../../result/timeline.ts";
import { requestsOf, type TimedRequest } from "./requests.ts";

/** A line of a timeline: a step or task, one of its requests, or what a node did for one. */
export interface Line {
  readonly name: string;
  /** 0 for what the page itself did; more for what belongs to the line above. */
  readonly depth: number;
  /** What is drawn in it; each is drawn over those before it. */
  readonly spans: readonly Span[];
  readonly start: number;
  readonly end: number;
  readonly isCritical: boolean;
  readonly hasFailed: boolean;
}

/** What each kind of span is in words, in the order of legends. */
export const SPAN_KINDS: Readonly<Record<Span["kind"], string>> = {
  latency: "injected latency",
  request: "request",
  server: "at a node",
  compute: "computing",
  wait: "waiting",
  step: "other time of a step",
};

/** The most requests that have a line each; a step with more shows them in its own line. */
const MOST_REQUESTS = 6;

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
export function linesOf(
  { spans }: TimelinePage,
  order: readonly string[],
  critical: readonly string[],
): Line[] {
  const steps: Owner[] = spans.filter(({ kind }) => kind === "step")
    .map((step) => ({ step, inner: [] }));
  const outside: Span[] = [];
  for (const span of spans.filter(({ kind }) => kind !== "step")) {
    (ownerOf(span, steps)?.inner ?? outside).push(span);
  }
  const blocks = [
    ...outsideLines(outside).map((lines) => ({ lines, rank: -1 })),
    ...steps.map((owner) => ({
      lines: stepLines(owner, critical.includes(owner.step.name)),
      rank: order.indexOf(owner.step.name),
    })),
  ];
  const startOf = ([first]: readonly Line[]) => first?.start ?? 0;
  return blocks.sort((a, b) => a.rank - b.rank || startOf(a.lines) - startOf(b.lines))
    .flatMap(({ lines }) => lines);
}

/** A step or task, and what happened in it. */
interface Owner {
  readonly step: Span;
  readonly inner: Span[];
}

/** The step or task that a span belongs to: of several of one name, the first that was running and idle meanwhile. */
function ownerOf(span: Span, owners: readonly Owner[]): Owner | undefined {
  const named = owners.filter(({ step }) => step.name === span.step);
  const running = named.filter(({ step }) => step.start <= span.start && span.end <= step.end);
  const isIdle = ({ inner }: Owner) =>
    inner.every((other) => other.end <= span.start || span.end <= other.start);
  return running.find(isIdle) ?? running[0] ?? named[0];
}

function stepLines({ step, inner }: Owner, isCritical: boolean): Line[] {
  const { requests, others } = requestsOf(inner);
  const areApart = requests.length > 1 && requests.length <= MOST_REQUESTS;
  const spans = areApart ? [] : requests.flatMap(({ spans }) => spans);
  return [
    { ...lineOf(step.name, 0, [step, ...others, ...spans]), isCritical },
    ...areApart
      ? requests.flatMap((request) => requestLines(request, 1))
      : requests.flatMap(({ servers }) => servers.map((span) => serverLine(span, 1))),
  ];
}

function outsideLines(spans: readonly Span[]): Line[][] {
  const { requests, others } = requestsOf(spans);
  return [
    ...others.map((span) => [lineOf(span.name, 0, [span])]),
    ...requests.map((request) => requestLines(request, 0)),
  ];
}

function requestLines({ name, spans, servers }: TimedRequest, depth: number): Line[] {
  return [lineOf(name, depth, spans), ...servers.map((span) => serverLine(span, depth + 1))];
}

function serverLine(span: Span, depth: number): Line {
  return lineOf([span.node ?? [], span.name].flat().join(" "), depth, [span]);
}

function lineOf(name: string, depth: number, spans: readonly Span[]): Line {
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
