import type { FailedWith } from "../../measure/tally.ts";
import type { RecordedSpan } from "../../measure/timeline.ts";
import type { Context } from "../../scenario/context.ts";
import type { FullSettings, Parameters } from "../../scenario/settings.ts";
import type { Turn } from "../operations/operations.ts";
import type { Watchdog } from "../pool/watchdog.ts";
import { Abandoned, failureOf, outOfTime } from "./failure.ts";
import type { PageLog } from "./log.ts";
import { openSpan } from "./span.ts";

/** What all pages of a case share. */
export interface PageOptions extends Pick<FullSettings, "timeout" | "onFailure"> {
  readonly parameters: Parameters;
  readonly log: PageLog;
  readonly watchdog: Watchdog;
  /** Says why something failed. */
  readonly explain: (error: unknown) => FailedWith;
}

/** An operation that has steps or tasks, while it runs. */
export interface OpenPage {
  readonly options: PageOptions;
  readonly context: Context;
  readonly isTraced: boolean;
  readonly spans: RecordedSpan[];
  /** Its failures so far. */
  readonly errors: unknown[];
  /** Ends the branches that run. */
  readonly running: Set<(reason: unknown) => void>;
  /** Tells its branches that nobody waits any longer. */
  readonly stopping: AbortController;
}

/** Runs one page. It ends when `body` has, or its time is over, and rejects with all that failed. */
export function runPage(
  turn: Turn,
  options: PageOptions,
  isTraced: boolean,
  body: (page: OpenPage) => Promise<void>,
): Promise<void> {
  const { watchdog, timeout } = options;
  const page = openPage(turn, options, isTraced);
  return new Promise((resolve, reject) => {
    let isOver = false;
    function end(): void {
      if (isOver) return;
      isOver = true;
      watchdog.unwatch(watched);
      const isFailed = page.errors.length > 0;
      const failure = isFailed ? failureOf(page.errors) : undefined;
      offer(page, turn, isFailed ? options.explain(failure).message : undefined);
      if (!isFailed) return resolve();
      // What nobody waits for sends nothing more.
      page.stopping.abort(failure);
      reject(failure);
    }
    const watched = {
      due: turn.sent + timeout,
      expire() {
        page.errors.unshift(outOfTime("the operation", timeout));
        abandon(page, "as its operation took too long");
        end();
      },
    };
    watchdog.watch(watched);
    body(page).catch((error) => page.errors.unshift(error)).then(end);
  });
}

/** The timeline keeps it if it is worth a look. */
function offer(
  { options: { log }, context, isTraced, spans }: OpenPage,
  { due }: Turn,
  error: string | undefined,
): void {
  const { iteration: operation, traceId } = context;
  const done = performance.now();
  log.timeline.offer({ operation, traceId, due, done, error, isTraced, spans });
}

function openPage(turn: Turn, options: PageOptions, isTraced: boolean): OpenPage {
  const { index, input, user, due, sent } = turn;
  const { parameters, log } = options;
  const stopping = new AbortController();
  const traceId = log.traceIdOf(index);
  const spans = log.openSpans();
  if (sent > due) spans.push({ ...openSpan("wait", "wait", undefined, due), end: sent });
  return {
    options,
    context: {
      ...{ iteration: index, user, traceId, input, parameters, step: undefined },
      signal: stopping.signal,
    },
    isTraced,
    spans,
    errors: [],
    running: new Set(),
    stopping,
  };
}

/** Waits no longer for what still runs in a page. */
export function abandon({ stopping, running }: OpenPage, why: string): void {
  const reason = new Abandoned("aborted", `aborted ${why}`);
  stopping.abort(reason);
  for (const giveUp of [...running]) giveUp(reason);
}
