import type { Span, TimelinePage } from "../result/timeline.ts";

/** A piece of a page's time, as it is recorded: instants are of `performance.now()`. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: Exclude<Span["kind"], "server">;
  readonly step: string | undefined;
  readonly start: number;
  end: number;
  error: string | undefined;
  /** The Cassandra trace of a request. */
  trace: string | undefined;
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

/** Chooses the pages that are worth a look, of any number. */
export interface Timeline {
  /** Shows it a page; what it keeps of it, it copies. */
  offer(page: OfferedPage): void;
  /** The pages that it kept: nearest to the median in milliseconds, slowest, first failed, traced. */
  kept(median: number): TimelinePage[];
}

type Kept = TimelinePage["kept"];

const FAILURES = 3;
/** From so many pages, drawn evenly from all, comes the one nearest to the median. */
const SAMPLE = 64;

/** Starts choosing; `random` draws from 0 to below 1. */
export function createTimeline(random: () => number): Timeline {
  const failed: TimelinePage[] = [];
  const traced: TimelinePage[] = [];
  const sample: TimelinePage[] = [];
  let slowest: TimelinePage | undefined;
  let succeeded = 0, longest = 0;

  function draw(page: OfferedPage): void {
    const place = Math.floor(random() * ++succeeded);
    if (sample.length < SAMPLE) sample.push(toPage(page, "median"));
    else if (place < SAMPLE) sample[place] = toPage(page, "median");
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

/** What is kept of the pages that several threads kept. */
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
  // The only page of a case is both the median and the slowest.
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

/** What has not ended with its page is seen as far as the page was. */
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
