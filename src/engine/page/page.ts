import type { FailedWith } from "../../measure/tally.ts";
import { openSpan, type RecordedSpan } from "../../measure/timeline.ts";
import type { Context } from "../../scenario/context.ts";
import { markUnknown } from "../../scenario/calls/unknown_writes.ts";
import type { FullSettings, Parameters } from "../../scenario/settings.ts";
import type { SentOperation } from "../operations/supply.ts";
import type { TimeLimited, Timeouts } from "../pool/timeouts.ts";
import { Abandoned, failureOf, outOfTime } from "./failure.ts";
import type { PageLog } from "./log.ts";

/** What all pages of a case share. */
export interface PageOptions extends Pick<FullSettings, "timeout" | "onFailure"> {
  readonly parameters: Parameters;
  readonly log: PageLog;
  readonly timeouts: Timeouts;
  /** Says why something failed: a step or task by this name, or without it the page. */
  readonly explain: (error: unknown, name?: string) => FailedWith;
  /** Whether any of its requests write. */
  readonly hasWritten: () => boolean;
}

/** An operation that has steps or tasks, while it runs. */
export interface OpenPage {
  readonly options: PageOptions;
  readonly context: Context;
  readonly isTraced: boolean;
  readonly spans: RecordedSpan[];
  /** What has failed so far. */
  readonly errors: unknown[];
  /** Ends each branch that runs, for a reason. */
  readonly running: Set<(reason: unknown) => void>;
  /** Tells the branches that nobody waits for them any longer. */
  readonly stopping: AbortController;
  /** Whether branches were ended while they ran. */
  wasAbandoned: boolean;
}

/** Runs one page: resolves with what `body` gives, and rejects with everything that failed, or when the page took too long. */
export function runPage(
  operation: SentOperation,
  options: PageOptions,
  isTraced: boolean,
  body: (page: OpenPage) => Promise<unknown>,
): Promise<unknown> {
  const { timeouts, timeout } = options;
  const page = openPage(operation, options, isTraced);
  return new Promise((resolve, reject) => {
    let isOver = false;
    function end(answer?: unknown): void {
      if (isOver) return;
      isOver = true;
      timeouts.unwatch(limited);
      const isFailed = page.errors.length > 0;
      const failure = isFailed ? failureOf(page.errors) : undefined;
      if (page.wasAbandoned && options.hasWritten()) markUnknown(failure);
      offer(page, operation, isFailed ? options.explain(failure).message : undefined);
      if (!isFailed) return resolve(answer);
      // A branch that nobody waits for any longer must not send another request.
      page.stopping.abort(failure);
      reject(failure);
    }
    const limited: TimeLimited = {
      expiresAt: operation.sent + timeout,
      expire(reason = outOfTime("the operation", timeout)) {
        page.errors.unshift(reason);
        abandon(page, "as its operation took too long");
        end();
      },
    };
    timeouts.watch(limited);
    body(page).catch((error) => page.errors.unshift(error)).then(end);
  });
}

/** Offers a page that has ended to the timeline, which keeps some of them. */
function offer(
  { options: { log }, context, isTraced, spans }: OpenPage,
  { due }: SentOperation,
  error: string | undefined,
): void {
  const { iteration: operation, traceId } = context;
  const done = performance.now();
  log.timeline.offer({ operation, traceId, due, done, error, isTraced, spans });
}

function openPage(
  operation: SentOperation,
  options: PageOptions,
  isTraced: boolean,
): OpenPage {
  const { index, input, user, due, sent } = operation;
  const { parameters, log } = options;
  const stopping = new AbortController();
  const traceId = log.traceIdOf(index);
  const spans: RecordedSpan[] = [];
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
    wasAbandoned: false,
  };
}

/** Ends the branches of a page that still run, without waiting for them. */
export function abandon(page: OpenPage, why: string): void {
  const { stopping, running } = page;
  if (running.size > 0) page.wasAbandoned = true;
  const reason = new Abandoned("aborted", `aborted ${why}`);
  stopping.abort(reason);
  for (const giveUp of [...running]) giveUp(reason);
}
