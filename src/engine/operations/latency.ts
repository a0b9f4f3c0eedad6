import type { Spin } from "../../runtime/alarm.ts";
import { createSleep } from "../../runtime/sleep.ts";
import type { Session } from "../../scenario/session.ts";

type Method = (...args: unknown[]) => unknown;

/**
 * The session with a latency injected before each request.
 *
 * @param ms milliseconds; 0 gives the session itself, so that it costs nothing
 * @param record receives how long each request was really held back
 */
export function injectLatency(
  session: Session,
  ms: number,
  record: (ms: number) => void,
  spin: Spin,
): Session {
  if (ms === 0) return session;
  const { sleep, wakeDue } = createSleep(ms, record, spin);
  const slowed = Object.entries(session as unknown as Record<string, Method>).map((
    [name, request],
  ) => [name, async (...args: unknown[]) => {
    await sleep();
    const answer = request(...args);
    wakeDue();
    return await answer;
  }]);
  return Object.fromEntries(slowed);
}
