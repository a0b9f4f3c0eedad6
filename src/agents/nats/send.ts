import { delay } from "@std/async";
import { JetStreamApiError } from "@nats-io/jetstream";
import { headers } from "@nats-io/nats-core";
import { messageOf, TargetError } from "../../errors.ts";
import { type Group, unlessBack } from "./group.ts";

/** A larger body is sent in parts of so many bytes, as NATS takes 1 MB in one message unless it is told otherwise. */
const PART = 512 * 1_024;

/** What the headers of a message may take, in bytes. */
const HEADERS = 4_096;

/** Milliseconds until a message that is not acknowledged is sent again. */
const PATIENCE = 5_000;

/** Milliseconds between two attempts while NATS takes nothing. */
const PAUSE = 100;

/** What JetStream says where there is no room: it will not pass by itself. */
const FULL =
  /insufficient (storage )?resources|maximum (bytes|messages) exceeded|no space|resource limits/i;

/** The headers of a message that the stream of a group keeps. */
export const HEADER = { id: "Cassbench-Id", part: "Cassbench-Part" } as const;

/** A message to be kept. */
export interface KeptMessage {
  readonly subject: string;
  /** Tells the message from all others; one that comes twice with the same is one. */
  readonly id: string;
  readonly body: Uint8Array;
}

/**
 * Gives a message to the stream of a group, and tries until it has it, however long NATS is away.
 *
 * @param again counts how often the same message was given before, as it may have been lost nevertheless
 * @throws {TargetError} where NATS has no room for it, or where the connection was closed
 */
export async function send(
  group: Group,
  { subject, id, body }: KeptMessage,
  signal: AbortSignal,
  again = 0,
): Promise<void> {
  const most = Math.min(PART, (group.nats.info?.max_payload ?? 2 * PART) - HEADERS);
  const parts = Math.max(1, Math.ceil(body.length / most));
  for (let part = 0; part < parts; part++) {
    const texts = headers();
    texts.set(HEADER.id, id);
    texts.set(HEADER.part, `${part}/${parts}`);
    const data = body.subarray(part * most, (part + 1) * most);
    await untilKept(group, signal, () =>
      group.jetstream.publish(subject, data, {
        headers: texts,
        msgID: `${id}/${part}/${again}`,
        timeout: PATIENCE,
      }));
  }
}

/** Tries something until JetStream has done it. */
async function untilKept(
  group: Group,
  signal: AbortSignal,
  attempt: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      await unlessBack(group, attempt());
      return;
    } catch (error) {
      if (group.nats.isClosed()) {
        throw new TargetError("Cannot go on as the connection to NATS was closed", undefined, {
          cause: error,
        });
      }
      if (error instanceof JetStreamApiError && FULL.test(error.message)) {
        throw new TargetError(
          `Cannot keep more in NATS: ${messageOf(error)}`,
          "give its JetStream more room: max_file_store of its configuration",
          { cause: error },
        );
      }
      // It starts, or it was started with nothing: then its stream has to be made again.
      await delay(PAUSE, { signal });
      if (group.isConnected()) await group.ensure().catch(() => {});
    }
  }
}
