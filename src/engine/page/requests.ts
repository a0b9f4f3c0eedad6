import { messageOf } from "../../errors.ts";
import { cutMessage } from "../../measure/tally.ts";
import { openSpan, type RecordedSpan } from "../../measure/timeline.ts";
import type { Sleep } from "../../runtime/sleep.ts";
import { contexts } from "../../scenario/context.ts";
import { type Call, type Session, wrapCalls } from "../../scenario/calls/session.ts";
import { type RunningBranch, runningBranch } from "./branch.ts";

/**
 * Makes the session of a page: each request is delayed, and seen in the timeline.
 *
 * @param delay injects the latency; `undefined` for none
 */
export function recordRequests(session: Session, delay: Sleep | undefined): Session {
  return wrapCalls(session, (request, name) => async (...args) => {
    const branch = runningBranch();
    branch?.context.signal.throwIfAborted();
    if (delay !== undefined) await injectDelay(delay, branch);
    const span = spanOf(branch, "request", nameOf(name, args));
    try {
      const answer = branch?.page.isTraced ? trace(branch, span, request, args) : request(...args);
      delay?.wakeDue();
      return await answer;
    } catch (error) {
      span.error = cutMessage(messageOf(error));
      throw error;
    } finally {
      span.end = performance.now();
    }
  });
}

async function injectDelay(delay: Sleep, branch: RunningBranch | undefined): Promise<void> {
  const span = spanOf(branch, "latency", "latency");
  await delay.sleep();
  span.end = performance.now();
}

/** Sends a traced request in a context of its own, as a branch may have several requests in flight. */
function trace(
  branch: RunningBranch,
  span: RecordedSpan,
  request: Call,
  args: unknown[],
): Promise<unknown> {
  const inside: RunningBranch = { ...branch, onTrace: (id) => span.trace = id };
  return contexts.run(inside, request, ...args);
}

function spanOf(
  branch: RunningBranch | undefined,
  kind: RecordedSpan["kind"],
  name: string,
): RecordedSpan {
  const span = openSpan(name, kind, branch?.context.step);
  branch?.page.spans.push(span);
  return span;
}

/** The request's name in the timeline: `find user`, or the first word of CQL that was written out. */
function nameOf(method: string, [first]: readonly unknown[]): string {
  if (method === "execute") return String(first).trimStart().split(/\s/, 1)[0] ?? "";
  const { name } = Object(first) as { name?: unknown };
  return method === "batch" ? method : `${method} ${name}`;
}
