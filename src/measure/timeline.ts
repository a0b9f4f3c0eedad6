import type { Span, TimelinePage } from "../result/timeline.ts";

/** A piece of a page's time while it is recorded. Instants are of `performance.now()`. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: Exclude<Span["kind"], "server">;
  readonly step: string | undefined;
  readonly start: number;
  end: number;
  error: string | undefined;
  /** The id of a request's Cassandra trace. */
  trace: string | undefined;
}

/** Opens a span that starts now, or at another instant. */
export function openSpan(
  name: string,
  kind: RecordedSpan["kind"],
  step: string | undefined,
  start: number = performance.now(),
): RecordedSpan {
  return { name, kind, step, start, end: Infinity, error: undefined, trace: undefined };
}

/** A page that has ended. */
export interface OfferedPage {
  readonly operation: number;
  readonly traceId: string;
  readonly due: number;
  readonly done: number;
  /** What it failed with; `undefined` when it succeeded. */
  readonly error: string | undefined;
  readonly isTraced: boolean;
  readonly spans: readonly RecordedSpan[];
}

/** Keeps a few of all pages: those that are worth a look. */
export interface Timeline {
  /** Takes a page, and copies what it keeps of it. */
  offer(page: OfferedPage): void;
  /** The pages that it kept: the one nearest to this median in milliseconds, the slowest, the first that failed, the traced. */
  kept(median: number): TimelinePage[];
}

type Kept = TimelinePage["kept"];

const FAILURES = 3;
/** This many pages are drawn evenly from all. The one nearest to the median is chosen from them. */
const SAMPLE = 64;

/** Starts choosing; `random` draws from 0 to below 1. */
export function createTimeline(random: () => number): Timeline {
  const failed: TimelinePage[] = [];
  const traced: TimelinePage[] = [];
  const sample: TimelinePage[] = [];
  let slowest: TimelinePage | undefined;
  let succeeded = 0, longest = 0;

  function draw(page: OfferedPage): void {
    const drawn = Math.floor(random() * ++succeeded);
    if (sample.length < SAMPLE) sample.push(toPage(page, "median"));
    else if (drawn < SAMPLE) sample[drawn] = toPage(page, "median");
  }

  return {
    offer(page) {
      const { isTraced, error, due, done } = page;
      if (isTraced) traced.push(toPage(page, "traced"));
      else if (error !== undefined) {
        if (failed.length < FAILURES) failed.push(toPage(page, "failed"));
      } else {
        draw(page);
        if (done - due <= longest) return;
        longest = done - due;
        slowest = toPage(page, "slowest");
      }
    },
    kept: (median) =>
      chooseAmong([...sample, ...slowest ? [slowest] : [], ...failed, ...traced], median),
  };
}

/** Chooses from the pages that several threads kept. */
export function mergeTimelines(
  timelines: readonly (readonly TimelinePage[])[],
  median: number,
): TimelinePage[] {
  return chooseAmong(timelines.flat(), median);
}

function chooseAmong(pages: readonly TimelinePage[], median: number): TimelinePage[] {
  const of = (...kinds: readonly Kept[]) => pages.filter(({ kept }) => kinds.includes(kept));
  const inOrder = (pages: readonly TimelinePage[]) =>
    pages.toSorted((a, b) => a.startedAt - b.startedAt);
  // The slowest page of one thread can be the one nearest to the median of all.
  const best = (kept: Kept, badness: (page: TimelinePage) => number) =>
    of("median", "slowest").toSorted((a, b) => badness(a) - badness(b)).slice(0, 1)
      .map((page) => ({ ...page, kept }));
  const chosen = [
    ...best("median", ({ elapsed }) => Math.abs(elapsed - median)),
    ...best("slowest", ({ elapsed }) => -elapsed),
    ...inOrder(of("failed")).slice(0, FAILURES),
    ...inOrder(of("traced")),
  ];
  // One page can be chosen twice: the only page of a case is both the one nearest to the median and the slowest.
  return chosen.filter(({ traceId }, at) =>
    chosen.findIndex((other) => other.traceId === traceId) === at
  );
}

function toPage(
  { operation, traceId, due, done, error, spans }: OfferedPage,
  kept: Kept,
): TimelinePage {
  return {
    ...{ operation, kept, traceId },
    startedAt: performance.timeOrigin + due,
    elapsed: done - due,
    ...error !== undefined && { error },
    spans: spans.toSorted((a, b) => a.start - b.start).map((span) => toSpan(span, due, done)),
  };
}

/** Makes a span relative to its page. A span that had not ended when the page did ends with the page. */
function toSpan(
  { name, kind, step, start, end, error, trace }: RecordedSpan,
  due: number,
  done: number,
): Span {
  return {
    ...{ name, kind },
    ...step !== undefined && { step },
    ...{ start: start - due, end: Math.min(end, done) - due },
    ...error !== undefined && { error },
    ...trace !== undefined && { trace },
  };
}
