import {
  jetstream,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
} from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import { nanos, type NatsConnection } from "@nats-io/nats-core";
import { messageOf, TargetError } from "../../errors.ts";
import { bucketOf, streamOf, SUBJECTS } from "./names.ts";

/** For how many milliseconds a group's messages are kept: a day. */
const KEPT_FOR = 24 * 3_600_000;

/** A message that comes twice within so many milliseconds is kept once. */
const TWICE_WITHIN = 120_000;

/** An entry of an agent that is not renewed is forgotten after so many milliseconds. */
const FORGOTTEN_AFTER = 3_600_000;

/** A group of agents in NATS. */
export interface Group {
  readonly name: string;
  readonly nats: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Where agents and the coordinator say that they are there. */
  readonly bucket: KV;
  /** Makes what is missing of the group's stream and bucket, as that of a NATS which was started with nothing. */
  ensure(): Promise<void>;
  /** Calls back each time that the connection is there again. Returns a function that ends it. */
  onReconnect(callback: () => void): () => void;
  /** Whether the connection is there right now. */
  isConnected(): boolean;
}

/**
 * Opens a group, of which all that NATS keeps is made where it is missing.
 *
 * @throws {TargetError} where this user of NATS may not do that
 */
export async function openGroup(nats: NatsConnection, name: string): Promise<Group> {
  const manager = await jetstreamManager(nats);
  const kvm = new Kvm(nats);
  const { onReconnect, isConnected } = followConnection(nats);
  async function ensure(): Promise<KV> {
    await ensureStream(manager, name);
    return await kvm.create(bucketOf(name), { history: 1, ttl: FORGOTTEN_AFTER });
  }

  let bucket: KV;
  try {
    bucket = await ensure();
  } catch (cause) {
    throw new TargetError(
      `Cannot open group "${name}" in NATS: ${messageOf(cause)}`,
      `this user needs the rights to cassbench.>, _INBOX.>, $JS.API.> and $KV.${bucketOf(name)}.>`,
      { cause },
    );
  }
  return {
    ...{ name, nats, manager, bucket, onReconnect, isConnected },
    jetstream: jetstream(nats),
    ensure: async () => void await ensure(),
  };
}

async function ensureStream(manager: JetStreamManager, group: string): Promise<void> {
  const name = streamOf(group);
  try {
    await manager.streams.info(name);
  } catch (error) {
    if (!/stream not found/.test(messageOf(error))) throw error;
    await manager.streams.add({
      name,
      subjects: [SUBJECTS.kept(group)],
      max_age: nanos(KEPT_FOR),
      duplicate_window: nanos(TWICE_WITHIN),
    });
  }
}

/** Waits for an answer of NATS, which never comes once NATS went away. Rejects when it is back, so that it can be asked again. */
export async function unlessBack<T>(group: Group, answer: Promise<T>): Promise<T> {
  const back = Promise.withResolvers<never>();
  const forget = group.onReconnect(() => back.reject(new Error("NATS was away")));
  try {
    return await Promise.race([answer, back.promise]);
  } finally {
    forget();
  }
}

/** Listens to what becomes of a connection. */
function followConnection(nats: NatsConnection): Pick<Group, "onReconnect" | "isConnected"> {
  const callbacks = new Set<() => void>();
  let isConnected = true;
  (async () => {
    for await (const { type } of nats.status()) {
      if (type === "disconnect") isConnected = false;
      else if (type === "reconnect") {
        isConnected = true;
        for (const callback of callbacks) callback();
      }
    }
    isConnected = false;
  })();
  return {
    isConnected: () => isConnected,
    onReconnect(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
}
