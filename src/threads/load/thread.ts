import { ScenarioError, TargetError } from "../../errors.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

const CLOSE_TIMEOUT = 2_000;

type Kind = FromWorker["kind"];
type Message<K extends Kind> = Extract<FromWorker, { readonly kind: K }>;

/** A Worker, and what it says. */
export interface Thread {
  send(message: ToWorker): void;
  /** The next message of this kind; rejects when the Worker fails instead. */
  hear<K extends Kind>(kind: K): Promise<Message<K>>;
  /** Is called with everything it says, in place of who was before. */
  onMessage: (message: FromWorker) => void;
  /** Ends it, and does not wait for long. */
  close(): Promise<void>;
}

/** Starts a Worker, which waits to be told what to do. */
export function startThread(): Thread {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<Kind, PromiseWithResolvers<FromWorker>>();
  let failure: Error | undefined;

  function fail(error: Error): void {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  }

  function end(): void {
    worker.terminate();
    fail(new TargetError("Cannot go on as the worker was ended"));
  }

  const thread: Thread = {
    send: (message) => worker.postMessage(message),
    hear<K extends Kind>(kind: K) {
      if (failure !== undefined) return Promise.reject(failure);
      const next = Promise.withResolvers<FromWorker>();
      waiting.set(kind, next);
      return next.promise as Promise<Message<K>>;
    },
    onMessage: () => {},
    async close() {
      const timer = setTimeout(end, CLOSE_TIMEOUT);
      const closed = thread.hear("closed").catch(() => {});
      thread.send({ kind: "close" });
      await closed;
      clearTimeout(timer);
      end();
    },
  };

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === "failed") fail(errorOf(data));
    // It is as stray here, so that whoever looks after stray promises hears of it.
    if (data.kind === "stray") Promise.reject(new Error(data.message));
    thread.onMessage(data);
    waiting.get(data.kind)?.resolve(data);
    waiting.delete(data.kind);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(new TargetError(`Cannot go on as a worker ended: ${event.message}`));
  };
  return thread;
}

function errorOf({ error: { name, message, hint } }: Message<"failed">): Error {
  if (name !== "ScenarioError") return new TargetError(message, hint);
  return new ScenarioError(
    `In a worker: ${message}`,
    "with --workers every thread loads the scenario file by itself, so it must not need what only the main thread has",
  );
}
