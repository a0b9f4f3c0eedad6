import type { Spin } from "../../runtime/alarm.ts";
import { createSleep } from "../../runtime/sleep.ts";
import { type Session, wrapCalls } from "../../scenario/calls/session.ts";

/**
 * Makes a session that injects a latency before each request.
 *
 * @param ms milliseconds; 0 gives the session itself, so that it costs nothing
 * @param record receives how many milliseconds each request was really delayed
 */
export function injectLatency(
  session: Session,
  ms: number,
  record: (ms: number) => void,
  spin: Spin,
): Session {
  if (ms === 0) return session;
  const { sleep, wakeDue } = createSleep(ms, record, spin);
  return wrapCalls(session, (request) => async (...args) => {
    await sleep();
    const answer = request(...args);
    wakeDue();
    return await answer;
  });
}
