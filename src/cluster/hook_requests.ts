import { type Session, wrapCalls } from "../scenario/calls/session.ts";

/**
 * How many requests of hooks are in flight at once. More would fill no table faster, and past 2,048 the driver refuses
 * what a connection does not take.
 */
const MOST_IN_FLIGHT = 1_024;

/** A session for hooks, and how many of its requests have no answer yet. */
export interface HookRequests {
  readonly session: Session;
  pending(): number;
}

/** A request that waits for its turn: its row is encoded when it is sent, so that what waits takes little memory. */
interface Waiting {
  readonly send: () => Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  next: Waiting | undefined;
}

/** Lets requests that a connection would not take wait for others, in their order. */
export function queueHookRequests(session: Session, most = MOST_IN_FLIGHT): HookRequests {
  let inFlight = 0, waits = 0;
  // A list of links, as taking the first of a long array copies all others.
  let first: Waiting | undefined, last: Waiting | undefined;

  async function run(send: () => Promise<unknown>): Promise<unknown> {
    inFlight++;
    try {
      return await send();
    } finally {
      inFlight--;
      sendNext();
    }
  }

  function sendNext(): void {
    if (first === undefined) return;
    const { send, resolve, next } = first;
    first = next;
    if (next === undefined) last = undefined;
    waits--;
    resolve(run(send));
  }

  function wait(send: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve) => {
      const waiting: Waiting = { send, resolve, next: undefined };
      if (last === undefined) first = waiting;
      else last.next = waiting;
      last = waiting;
      waits++;
    });
  }

  const queued = wrapCalls(session, (request) => (...args) => {
    const send = () => request(...args);
    return inFlight < most ? run(send) : wait(send);
  });
  return { session: queued, pending: () => inFlight + waits };
}
