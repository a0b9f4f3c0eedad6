import { messageOf } from "../errors.ts";
import { errorOf, type Failure, failureOf } from "./failure.ts";

/** What a thread can be asked: functions by name, of at most one parameter. */
export type Calls<C> = { readonly [K in keyof C]: (given: never) => unknown };

/** What a call is given. */
export type CallGiven<C, K extends keyof C> = C[K] extends (...given: infer G) => unknown ? G
  : never;
/** What a call answers. */
export type CallAnswer<C, K extends keyof C> = C[K] extends (given: never) => infer A ? Awaited<A>
  : never;

/** The side of a channel that asks. Everything that is sent is copied. */
export interface Channel<C extends Calls<C>, Told = never> {
  /** Resolves with the answer; rejects with what the thread threw instead, or with the reason for which it ended. */
  ask<K extends keyof C>(name: K, ...given: CallGiven<C, K>): Promise<CallAnswer<C, K>>;
  /** Is called with what the thread tells without being asked. */
  onTold: (told: Told) => void;
  /** Ends the thread at once. Everything that it was asked, and will be, rejects with the reason. */
  end(reason: unknown): void;
}

interface Question {
  readonly id: number;
  readonly name: PropertyKey;
  readonly given: unknown;
}

type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: Failure }
  | { readonly told: unknown }
  | { readonly unhandled: string }
  | { readonly ended: string };

/**
 * Opens a channel to a thread, which answers with {@linkcode answerCalls}. A rejection that nobody handles there becomes
 * one here.
 *
 * @param describeEnd makes the reason for which a thread ended when an error of its own ended it
 */
export function openChannel<C extends Calls<C>, Told = never>(
  worker: Worker,
  describeEnd: (message: string) => Error,
): Channel<C, Told> {
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let ids = 0;
  let ended: { readonly reason: unknown } | undefined;

  function end(reason: unknown): void {
    ended ??= { reason };
    worker.terminate();
    for (const { reject } of asked.values()) reject(ended.reason);
    asked.clear();
  }

  const channel: Channel<C, Told> = {
    async ask<K extends keyof C>(name: K, ...[given]: CallGiven<C, K>) {
      if (ended !== undefined) throw ended.reason;
      const question: Question = { id: ids++, name, given };
      worker.postMessage(question);
      const answer = Promise.withResolvers<unknown>();
      asked.set(question.id, answer);
      return await answer.promise as CallAnswer<C, K>;
    },
    onTold: () => {},
    end,
  };

  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    if ("told" in data) channel.onTold(data.told as Told);
    else if ("unhandled" in data) Promise.reject(new Error(data.unhandled));
    else if ("ended" in data) end(describeEnd(data.ended));
    else {
      if ("failure" in data) asked.get(data.id)?.reject(errorOf(data.failure));
      else asked.get(data.id)?.resolve(data.answer);
      asked.delete(data.id);
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end(describeEnd(event.message));
  };
  return channel;
}

/**
 * Answers what this thread is asked, in the order in which the answers are ready, and passes on the rejections that
 * nobody handles.
 *
 * @returns a function that tells the asking side something without being asked
 */
export function answerCalls<C extends Calls<C>, Told = never>(calls: C): (told: Told) => void {
  const scope = self as unknown as {
    postMessage(reply: Reply): void;
    onmessage: ((event: MessageEvent<Question>) => void) | null;
  };

  scope.onmessage = async ({ data: { id, name, given } }) => {
    try {
      const answer = await calls[name as keyof C](given as never);
      send(`the answer to "${String(name)}"`, { id, answer });
    } catch (error) {
      scope.postMessage({ id, failure: failureOf(error) });
    }
  };

  function send(what: string, reply: Reply): void {
    try {
      scope.postMessage(reply);
    } catch (cause) {
      const message = `Cannot copy ${what} back from its thread: ${messageOf(cause)}`;
      throw Object.assign(new Error(message, { cause }), { name: "DataCloneError" });
    }
  }

  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    scope.postMessage({ unhandled: messageOf(event.reason) });
  });
  return (told) => scope.postMessage({ told });
}

/** Ends this thread, with the reason for the asking side. */
export function endThread(reason: string): void {
  const reply: Reply = { ended: reason };
  (self as unknown as { postMessage(reply: Reply): void }).postMessage(reply);
}
