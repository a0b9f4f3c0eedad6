import type { RequestCounts } from "../../measure/request_counts.ts";
import { CLIENT_TIMEOUT } from "../../measure/tally.ts";
import type { CallDefaults, CallOptions } from "../../scenario/calls/call_options.ts";
import { isIdempotent } from "../../scenario/calls/idempotence.ts";
import { type Call, type Session, wrapCalls } from "../../scenario/calls/session.ts";
import { isUnknownWrite, markUnknown } from "../../scenario/calls/unknown_writes.ts";
import type { Speculative } from "../../scenario/settings.ts";
import { OPTIONS_AT } from "./session_defaults.ts";

/** What was not carried out: another try cannot do harm. */
const NOT_DONE = new Set([
  ...["unavailableException", "overloaded", "isBootstrapping"],
  ...["noHostAvailable", "busyConnection"],
]);

/** What may have been carried out, so that only an idempotent request is tried again. */
const UNKNOWN = new Set(["readTimeout", "writeTimeout", "connectionClosed", CLIENT_TIMEOUT]);

/** How the requests of an operation are tried again. */
export interface RetryOptions {
  /** How often a request that failed is sent again, where its call does not say so. */
  readonly retries: number;
  readonly speculative: Speculative | undefined;
  /** Options of the operation's calls. */
  readonly defaults: CallDefaults | undefined;
  readonly classify: (error: unknown) => string;
  readonly counts: RequestCounts;
}

type Send = () => Promise<unknown>;

/**
 * Makes a session that sends requests again which failed or are late, as far as is asked for. It stands outside of the
 * injected latency, so that each try has its own. Without retries and speculation, calls go on as they are, but for those
 * that ask for retries themselves.
 */
export function withRetries(session: Session, options: RetryOptions): Session {
  const { defaults, speculative, classify, counts } = options;
  const { retries = options.retries, idempotent } = defaults ?? {};
  return wrapCalls(session, (request, call) => {
    const again: Call = (...args) => {
      const own = args[OPTIONS_AT[call]] as CallOptions | undefined;
      const most = own?.retries ?? retries;
      const canRepeat = own?.idempotent ?? idempotent ?? isIdempotent(call, args);
      let tries = 0;
      const once: Send = () => {
        tries++;
        return request(...args);
      };
      const send = speculative === undefined || !canRepeat
        ? once
        : () => speculate(once, speculative, counts);
      const canRetry = (error: unknown) => {
        const errorClass = classify(error);
        return NOT_DONE.has(errorClass) || (canRepeat && UNKNOWN.has(errorClass));
      };
      return retry(send, most, canRetry, counts).finally(() => {
        counts.requests++;
        counts.tries += tries;
        counts.mostTries = Math.max(counts.mostTries, tries);
      });
    };
    const isPlain = retries === 0 && speculative === undefined;
    return isPlain ? unlessAsked(call, request, again) : again;
  });
}

/** Sends a call as it is unless its options ask for retries: without a list of its arguments, as that would cost. */
function unlessAsked(call: keyof Session, request: Call, again: Call): Call {
  const asks = (options: unknown) => (options as CallOptions | undefined)?.retries;
  if (OPTIONS_AT[call] === 1) return (a, o) => asks(o) ? again(a, o) : request(a, o);
  if (OPTIONS_AT[call] === 2) return (a, b, o) => asks(o) ? again(a, b, o) : request(a, b, o);
  return (a, b, c, o) => asks(o) ? again(a, b, c, o) : request(a, b, c, o);
}

async function retry(
  send: Send,
  most: number,
  canRetry: (error: unknown) => boolean,
  counts: RequestCounts,
): Promise<unknown> {
  let isOpen = false;
  for (let left = most;; left--) {
    try {
      return await send();
    } catch (error) {
      // What an earlier try may have done stays open, whatever the last one says.
      if (isOpen) markUnknown(error);
      isOpen ||= isUnknownWrite(error);
      if (left <= 0 || !canRetry(error)) throw error;
      counts.retries++;
    }
  }
}

/** Sends a request once more while it has no answer, and again; the first good answer is taken, or the last failure. */
function speculate(
  send: Send,
  { after, most }: Speculative,
  counts: RequestCounts,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let inFlight = 0, left = most, hasEnded = false, isOpen = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function end(): void {
      hasEnded = true;
      clearTimeout(timer);
    }

    function sendOne(): void {
      inFlight++;
      send().then((answer) => {
        end();
        resolve(answer);
      }, (error) => {
        isOpen ||= isUnknownWrite(error);
        if (--inFlight > 0 || hasEnded) return;
        end();
        if (isOpen) markUnknown(error);
        reject(error);
      });
      if (left-- <= 0) return;
      timer = setTimeout(() => {
        counts.speculative++;
        sendOne();
      }, after);
    }

    sendOne();
  });
}
