import { createAlarm } from "../../runtime/alarm.ts";
import type { Item } from "../operations/supply.ts";
import type { Slots } from "../pool/slots.ts";
import type { Schedule } from "./schedule.ts";

/** So many inputs at most lie ready; later ones are made while nothing is due. */
const AHEAD = 50_000;
/** With so many milliseconds until the next operation there is time to make an input. */
const SPARE = 0.1;
/** After so many operations at once the event loop gets to read the answers. */
const BURST = 256;

/** Gives the slots of an open load their turns. */
export interface Dispatcher {
  /** Starts the schedule at this instant. */
  start(now: number): void;
  /** Ends the schedule, whatever is left of it. */
  stop(): void;
  /** The next operation as soon as it is due; `undefined` when there is none left. */
  next(): Promise<Turn | undefined>;
  /** Says that an operation has ended. */
  end(now: number): void;
  /** How the schedule was met. Throws the {@linkcode ScenarioError} of an `input` that threw. */
  figures(): OpenFigures;
}

/** An operation, and the instant at which it is due. */
export interface Turn {
  readonly item: Item;
  readonly due: number;
}

/** How a schedule was met; instants are milliseconds from the start. */
export interface OpenFigures {
  readonly sent: number;
  readonly dropped: number;
  readonly lastDueAt: number;
  readonly lastSentAt: number;
  readonly maxInFlight: number;
  /** Milliseconds in which the pool was full. */
  readonly full: number;
}

type Waiting = (turn: Turn | undefined) => void;

/** Makes a dispatcher, with inputs ready for its first operations. */
export function createDispatcher(
  { supply, recorder, poolSize, spin, signal }: Slots,
  schedule: Schedule,
  overflow: "queue" | "drop",
): Dispatcher {
  const waiting: Waiting[] = [];
  const alarm = createAlarm(sendDue, spin);
  let startedAt = 0, due = Infinity, lastDue = 0, lastSent = 0;
  let sent = 0, dropped = 0, inFlight = 0, maxInFlight = 0, full = 0, fullSince = 0;
  let made = signal.aborted ? 0 : Math.min(AHEAD, schedule.expected);
  let failure: unknown;
  supply.make(made);

  /** Sends what is due to the slots that wait; gives the milliseconds until it is needed again. */
  function sendDue(): number | undefined {
    const now = performance.now();
    for (let count = 0; due <= now; count++) {
      if (count === BURST) return 0;
      const slot = waiting.pop();
      if (slot !== undefined) slot(take(now));
      else if (overflow === "drop" && inFlight === poolSize) drop(now);
      else return undefined;
    }
    if (due === Infinity) return stop();
    if (due - now > SPARE && made < schedule.expected && supply.ready() < AHEAD) make();
    return failure === undefined ? due - now : undefined;
  }

  function take(now: number): Turn {
    const turn = { item: supply.take() as Item, due };
    sent++;
    lastSent = now;
    if (++inFlight === poolSize) fullSince = now;
    if (inFlight > maxInFlight) maxInFlight = inFlight;
    proceed();
    return turn;
  }

  function drop(now: number): void {
    // Its input goes with it, so that every later operation has its own.
    const { place } = supply.take() as Item;
    dropped++;
    recorder.drop(place, now);
    proceed();
  }

  function proceed(): void {
    const next = schedule.next();
    if (next === undefined) return stop();
    lastDue = due = startedAt + next;
    if (supply.ready() === 0) make();
  }

  function make(): void {
    try {
      supply.make(1);
      made++;
    } catch (error) {
      failure = error;
      stop();
    }
  }

  function stop(): undefined {
    due = Infinity;
    alarm.clear();
    for (const slot of waiting.splice(0)) slot(undefined);
  }

  return {
    start(now) {
      startedAt = lastDue = lastSent = now;
      proceed();
    },
    stop,
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        alarm.set();
      }),
    end(now) {
      if (inFlight-- === poolSize) full += now - fullSince;
    },
    figures() {
      if (failure !== undefined) throw failure;
      const stillFull = inFlight === poolSize ? performance.now() - fullSince : 0;
      return {
        ...{ sent, dropped, maxInFlight, full: full + stillFull },
        ...{ lastDueAt: lastDue - startedAt, lastSentAt: lastSent - startedAt },
      };
    },
  };
}
