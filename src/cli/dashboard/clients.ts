/** The most pages that are told of a run at once. */
const MOST_CLIENTS = 64;

/** How many bytes may wait for a page that is slow; then it is cut off, and begins anew when it comes back. */
const MOST_WAITING = 2 ** 20;

/** How many milliseconds without an event until a page gets a sign of life. */
const SIGN_INTERVAL = 15_000;

/** Tells several pages the same, as server-sent events. */
export interface Clients {
  /** Tells all of them. */
  tell(event: string, data: unknown): void;
  /** The answer for one more, which is told this first; `undefined` where there are too many. */
  add(first: readonly (readonly [event: string, data: unknown])[]): ReadableStream | undefined;
  /** How many there are. */
  count(): number;
  /** Cuts all off. */
  close(): void;
}

/** Begins without anybody to tell. */
export function createClients(): Clients {
  const controllers = new Set<ReadableStreamDefaultController<Uint8Array>>();
  let sign: ReturnType<typeof setInterval> | undefined;

  function remove(controller: ReadableStreamDefaultController<Uint8Array>): void {
    controllers.delete(controller);
    if (controllers.size === 0) clearInterval(sign);
  }

  function send(bytes: Uint8Array): void {
    for (const controller of controllers) {
      if ((controller.desiredSize ?? 0) > 0) controller.enqueue(bytes);
      else {
        remove(controller);
        controller.error(new Error("The page is too slow"));
      }
    }
  }

  return {
    tell: (event, data) => send(encode(event, data)),
    add(first) {
      if (controllers.size >= MOST_CLIENTS) return undefined;
      let own: ReadableStreamDefaultController<Uint8Array>;
      return new ReadableStream<Uint8Array>({
        start(controller) {
          own = controller;
          controllers.add(controller);
          if (controllers.size === 1) {
            sign = setInterval(() => send(new TextEncoder().encode(":\n\n")), SIGN_INTERVAL);
          }
          for (const [event, data] of first) controller.enqueue(encode(event, data));
        },
        cancel: () => remove(own),
      }, new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }));
    },
    count: () => controllers.size,
    close() {
      for (const controller of controllers) {
        remove(controller);
        controller.close();
      }
    },
  };
}

function encode(event: string, data: unknown): Uint8Array {
  // JSON has no line breaks of its own, which would end the data.
  return new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
