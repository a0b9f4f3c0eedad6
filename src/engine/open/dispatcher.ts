import type { LateInputs } from "../../result/client_health.ts";
import { createAlarm } from "../../runtime/alarm.ts";
import type { PreparedOperation } from "../operations/supply.ts";
import type { Slots } from "../pool/slots.ts";
import type { LoadSchedule } from "./schedule.ts";

/**
 * So many inputs may lie ready. There are not more, as V8 makes an object where it lives long once most of those that the
 * same code made have lived long, and then a collection of short-lived ones takes five times as long, for the whole run.
 */
export const AHEAD = 64;
/** So many are made at once when they are due. */
const LATE = 16;
/** An input is made early when there is so many times as much time as making it takes. */
const SPARE = 2;
/** After this many operations at once the event loop gets to read the answers. */
const BURST = 256;

/**
 * A slot of an open load. It is called with one operation after the other: at high rates, promises that wait for the next
 * one would cost as much as sending it.
 */
export interface OpenSlot {
  /** Sends an operation, when no other is in flight in this slot. */
  send(prepared: PreparedOperation, due: number): void;
  /** No more operations will come. */
  end(): void;
}

/** Gives operations to the slots of an open load when they are due. */
export interface Dispatcher {
  /** Starts the schedule at this instant. */
  start(now: number): void;
  /** Sends nothing more, whatever is left of the schedule. */
  stop(): void;
  /** Sends what is due, as far as there are free slots. */
  sendDue(): void;
  /** Gives a slot the next operation as soon as it is due, or ends it when nothing more is sent. */
  wait(slot: OpenSlot): void;
  /** Notes that an operation has ended. */
  end(now: number): void;
  /** Looks whether the schedule has ended, which nothing else does while the pool is full. */
  look(): void;
  /** How the schedule was met. Throws the {@linkcode ScenarioError} of an `input` that threw. */
  figures(): Dispatched;
}

/** How a schedule was met; instants are milliseconds from the start. */
export interface Dispatched {
  readonly sent: number;
  readonly dropped: number;
  readonly lastSentAt: number;
  /** When the first operation that was never sent is due; `undefined` when all were sent or dropped. */
  readonly firstUnsentAt: number | undefined;
  readonly maxInFlight: number;
  /** Milliseconds in which the pool was full. */
  readonly full: number;
  readonly lateInputs: LateInputs;
}

/** The inputs that lie ready at the start. */
export interface MadeAhead {
  readonly count: number;
  /** Milliseconds that making one took. */
  readonly cost: number;
}

/** Makes a dispatcher. */
export function createDispatcher(
  { supply, recorder, poolSize, spin }: Slots,
  schedule: LoadSchedule,
  overflow: "queue" | "drop",
  ahead: MadeAhead,
): Dispatcher {
  const waiting: OpenSlot[] = [];
  const alarm = createAlarm(sendDue, spin);
  let startedAt = 0, endsAt = Infinity, due = Infinity, firstUnsent: number | undefined;
  let sent = 0, dropped = 0, inFlight = 0, maxInFlight = 0, lastSent = 0, full = 0, fullSince = 0;
  /** How many slots have come to wait, before which no look says that the pool was too small. */
  let came = 0;
  let isBehind = false, failure: unknown;
  let made = ahead.count, late = 0, lateTime = 0;

  /** Sends what is due to the slots that wait; gives the milliseconds until it is to be called again. */
  function sendDue(): number | undefined {
    const now = performance.now();
    const isOver = now >= endsAt;
    // What was due at the last look and not sent then is not sent any more. What has become due since then is sent once
    // more, as far as there are free slots: this look is only late by a turn of the event loop.
    if (isOver && isBehind) return stop();
    for (let count = 0; due <= now; count++) {
      const slot = count < BURST ? waiting.pop() : undefined;
      if (slot !== undefined) send(slot, now);
      else if (count < BURST && overflow === "drop" && inFlight === poolSize) drop(now);
      else {
        isBehind = came === poolSize;
        if (isOver && isBehind) return stop();
        return count === BURST ? 0 : undefined;
      }
    }
    isBehind = false;
    if (due === Infinity) return stop();
    if (
      due - now > SPARE * inputCost() && made < schedule.expected && supply.ready() < AHEAD &&
      supply.hasRoom()
    ) make(1);
    return failure === undefined ? due - now : undefined;
  }

  function send(slot: OpenSlot, now: number): void {
    const prepared = supply.take() as PreparedOperation;
    const dueAt = due;
    sent++;
    lastSent = now;
    if (++inFlight === poolSize) fullSince = now;
    if (inFlight > maxInFlight) maxInFlight = inFlight;
    proceed();
    slot.send(prepared, dueAt);
  }

  function drop(now: number): void {
    // Its input is passed over too, so that every later operation has its own.
    recorder.drop(supply.skip(), now);
    dropped++;
    proceed();
  }

  function proceed(): void {
    const next = schedule.next();
    due = next === undefined ? Infinity : startedAt + next;
    if (next === undefined) stop();
    else if (supply.ready() === 0) makeLate();
  }

  /** Milliseconds that making an input takes. The first ones took longer, as their code was new. */
  function inputCost(): number {
    return late === 0 ? ahead.cost : lateTime / late;
  }

  function makeLate(): void {
    const before = performance.now();
    const madeBefore = made;
    make(Math.min(LATE, Math.max(1, schedule.expected - made)));
    lateTime += performance.now() - before;
    late += made - madeBefore;
  }

  function make(count: number): void {
    try {
      made += supply.make(count);
    } catch (error) {
      failure = error;
      stop();
    }
  }

  function stop(): undefined {
    if (due !== Infinity) firstUnsent = due;
    due = Infinity;
    alarm.clear();
    for (const slot of waiting.splice(0)) slot.end();
  }

  return {
    start(now) {
      startedAt = lastSent = now;
      endsAt = schedule.sendsAll ? Infinity : now + schedule.length;
      proceed();
    },
    stop,
    sendDue: () => void sendDue(),
    wait(slot) {
      waiting.push(slot);
      if (came < poolSize) came++;
      alarm.set();
    },
    end(now) {
      if (inFlight-- === poolSize) full += now - fullSince;
    },
    look: alarm.set,
    figures() {
      if (failure !== undefined) throw failure;
      const stillFull = inFlight === poolSize ? performance.now() - fullSince : 0;
      return {
        ...{ sent, dropped, maxInFlight, full: full + stillFull, lastSentAt: lastSent - startedAt },
        lateInputs: { count: late, time: lateTime },
        firstUnsentAt: firstUnsent === undefined ? undefined : firstUnsent - startedAt,
      };
    },
  };
}
