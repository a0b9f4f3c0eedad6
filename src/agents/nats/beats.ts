import type { Group } from "./group.ts";
import { lastOf } from "./names.ts";

/** How often a process says that it is there, in milliseconds. */
export const BEAT_EVERY = 1_000;

/** Sends beats. */
export interface Beating {
  /** Sends the last beat, which says that the process goes. */
  end(): void;
}

/**
 * Says at once, and then every now and then, that a process is there.
 *
 * @param body what the process says of itself
 * @param every milliseconds
 */
export function beat(
  { nats, isConnected }: Group,
  subject: string,
  body: () => unknown,
  every = BEAT_EVERY,
): Beating {
  function send(): void {
    // Beats that are not sent now would all be sent when NATS is back.
    if (isConnected()) nats.publish(subject, JSON.stringify(body()));
  }

  send();
  const timer = setInterval(send, every);
  return {
    end() {
      clearInterval(timer);
      if (isConnected()) nats.publish(subject);
    },
  };
}

/** What becomes of a process whose beats are listened to: it is new, is silent for too long, is heard again, or has gone. */
export type BeatChange = "here" | "silent" | "back" | "gone";

/** How beats are listened to. */
export interface BeatsOptions<B> {
  /** Milliseconds after which a process that is not heard is silent. */
  readonly patience: number;
  /** How often it is looked for, in milliseconds. @default {1000} */
  readonly every?: number;
  /** Processes that count as heard just now, by their names. */
  readonly expected?: Readonly<Record<string, B>>;
  readonly onChange?: (change: BeatChange, name: string, body: B) => void;
  /** The clock, in milliseconds. @default {performance.now} */
  readonly now?: () => number;
}

/** Beats that are listened to. */
export interface Beats<B> {
  /** The processes that are there, silent or not, by their names. */
  all(): ReadonlyMap<string, B>;
  /** Since when a process is silent, by the clock; `undefined` while it is not. */
  silentSince(name: string): number | undefined;
  close(): void;
}

interface Heard<B> {
  body: B;
  at: number;
  isSilent: boolean;
}

/**
 * Listens to the beats of processes. The time in which NATS itself did not answer is not held against them.
 *
 * @param subject ends with `*`, which stands for the name
 */
export function listenToBeats<B>(
  { nats, onReconnect }: Group,
  subject: string,
  options: BeatsOptions<B>,
): Beats<B> {
  const { patience, every = BEAT_EVERY, expected = {} } = options;
  const { onChange = () => {}, now = () => performance.now() } = options;
  const heard = new Map<string, Heard<B>>(
    Object.entries(expected).map(([name, body]) => [name, { body, at: now(), isSilent: false }]),
  );
  const subscription = nats.subscribe(subject, {
    callback(error, message) {
      if (error === null) hear(lastOf(message.subject), message.data);
    },
  });

  function hear(name: string, data: Uint8Array): void {
    const known = heard.get(name);
    if (data.length === 0) {
      heard.delete(name);
      if (known !== undefined) onChange("gone", name, known.body);
      return;
    }
    const body = JSON.parse(new TextDecoder().decode(data)) as B;
    heard.set(name, { body, at: now(), isSilent: false });
    if (known === undefined) onChange("here", name, body);
    else if (known.isSilent) onChange("back", name, body);
  }

  let isLooking = false, wasAway = false, countsFrom = -Infinity;
  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    const asked = now();
    try {
      // What was sent before comes before this answer.
      await nats.flush();
      if (wasAway || now() - asked > patience / 2) countsFrom = now();
      wasAway = false;
      for (const [name, one] of heard) {
        if (one.isSilent || asked - Math.max(one.at, countsFrom) < patience) continue;
        one.isSilent = true;
        onChange("silent", name, one.body);
      }
    } catch {
      wasAway = true;
    } finally {
      isLooking = false;
    }
  }

  const forget = onReconnect(() => wasAway = true);
  const timer = setInterval(look, every);
  return {
    all: () => new Map([...heard].map(([name, { body }]) => [name, body])),
    silentSince(name) {
      const one = heard.get(name);
      return one?.isSilent ? one.at : undefined;
    },
    close() {
      clearInterval(timer);
      forget();
      subscription.unsubscribe();
    },
  };
}
