import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { delay } from "@std/async";
import { type Group, unlessBack } from "./group.ts";
import { streamOf } from "./names.ts";
import { HEADER, type KeptMessage } from "./send.ts";

/** So many messages are asked for at once, each of which may hold a part of half a megabyte. */
const AT_ONCE = 200;

/** Milliseconds between two attempts to read while NATS is away. */
const PAUSE = 100;

/**
 * Reads what the stream of a group keeps of some subjects, and what it gets later, in its order. It goes
 * on where it was when NATS was away, and begins again where NATS was started with nothing. A message that was sent again comes again.
 *
 * @param subject where `*` stands for any part between dots
 * @returns a function that ends it
 */
export function receive(
  group: Group,
  subject: string,
  onMessage: (message: KeptMessage) => void,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const take = joinParts(onMessage);
  let messages: ConsumerMessages | undefined;
  let [next, made] = [1, ""];

  async function readOn(): Promise<void> {
    const stream = streamOf(group.name);
    const { created } = await unlessBack(group, group.manager.streams.info(stream));
    if (created !== made) [next, made] = [1, created];
    const opening = group.jetstream.consumers.get(stream, {
      filter_subjects: subject,
      opt_start_seq: next,
    });
    const consumer = await unlessBack(group, opening);
    messages = await consumer.consume({ max_messages: AT_ONCE });
    if (signal.aborted) messages.stop();
    for await (const message of messages) {
      if (signal.aborted) return;
      next = message.seq + 1;
      take(message);
    }
  }

  // The consumer does not outlive NATS, so it is made anew.
  const forget = group.onReconnect(() => messages?.stop());
  (async () => {
    while (!signal.aborted && !group.nats.isClosed()) {
      try {
        await readOn();
      } catch {
        await group.ensure().catch(() => {});
        await delay(PAUSE, { signal }).catch(() => {});
      }
    }
  })();
  return () => {
    forget();
    ending.abort();
    messages?.stop();
  };
}

/** Puts the parts of messages together, and passes each message on when it is whole. */
function joinParts(onMessage: (message: KeptMessage) => void): (message: JsMsg) => void {
  const begun = new Map<string, Uint8Array[]>();
  return ({ subject, headers, data }) => {
    const id = headers?.get(HEADER.id) ?? "";
    const [part = 0, parts = 1] = (headers?.get(HEADER.part) ?? "").split("/").map(Number);
    const found = begun.get(id) ?? [];
    found[part] = data;
    if (Object.keys(found).length < parts) {
      begun.set(id, found);
      return;
    }
    begun.delete(id);
    onMessage({ subject, id, body: parts === 1 ? data : concat(found) });
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
