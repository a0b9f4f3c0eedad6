import { ProtocolError } from "../../protocol/frame.ts";
import { FrameFlag, Opcode } from "../../protocol/opcodes.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import { FrameWriter } from "../../protocol/writer.ts";
import type { Socket } from "../tls/options.ts";
import { answers, problemOf, readExtras, unreadable, wedged } from "./answers.ts";
import { serverError, WireError } from "./errors.ts";
import { type FrameHandler, type Header, receiveFrames } from "./receive.ts";
import { MAX_STREAMS, StreamIds } from "./stream_ids.ts";
import { refreshTimestamps } from "./timestamps.ts";

/** One request on its way. */
export interface WireRequest<Answer = unknown> {
  readonly opcode: number;
  /** Asks for a trace. */
  readonly isTraced: boolean;
  /** Writes the body. What it throws fails the request, and nothing is sent. */
  write(writer: FrameWriter): void;
  /** Reads what the request resolves with from the body of an answer that is no ERROR. */
  read(reader: BodyReader, opcode: number, trace: string | undefined): Answer;
  /** What it fails with, when it has been sent, where that is not the error as it is. */
  failure?(error: unknown): unknown;
  /** Sends it again where that helps against an error of the server. */
  recover?(error: WireError): Promise<Answer> | undefined;
}

/** What a connection tells its host. */
export interface ConnectionListener {
  /** An answer was read, at `done`, to a request that was sent at `sent`. */
  onAnswer(request: WireRequest, sent: number, done: number, isError: boolean): void;
  /** The answer to a request says where a tablet is. */
  onTablet?(request: WireRequest, tablet: Uint8Array): void;
  /** The connection is closed, and everything that was in flight has failed. */
  onClose(error: Error): void;
}

/** How many answers may be overdue on one connection. */
const MAX_OVERDUE = 32;

const NOTHING = (): void => {};

/** What the promise that was made last is settled with, so that no function is made for each. */
const settlers = { resolve: (_answer: never): void => {}, reject: (_error: unknown): void => {} };

function keepSettlers(resolve: (answer: never) => void, reject: (error: unknown) => void): void {
  settlers.resolve = resolve;
  settlers.reject = reject;
}

/** One connection. What is sent before the event loop turns goes out in one write, which many requests share. */
export class Connection implements FrameHandler {
  readonly #socket: Socket;
  readonly #listener: ConnectionListener;
  readonly #streams = new StreamIds();
  // What is in flight, by stream: lists, as an object for each request would be one more.
  readonly #requests: (WireRequest | undefined)[] = [];
  readonly #resolves: ((answer: never) => void)[] = [];
  readonly #rejects: ((error: unknown) => void)[] = [];
  readonly #sentAt = new Float64Array(MAX_STREAMS);
  #output = new FrameWriter("request");
  #spare = new FrameWriter("request");
  #isWriting = false;
  #batchAt = 0;
  /** When the last frame came, and when the last sign of life was asked for. */
  #readAt = performance.now();
  #askedAt = -Infinity;
  #closed: Error | undefined;

  /** Takes an open socket. */
  constructor(socket: Socket, listener: ConnectionListener) {
    this.#socket = socket;
    this.#listener = listener;
    this.#receive();
  }

  /** How many requests have no answer yet. */
  get inFlight(): number {
    return this.#streams.inUse;
  }

  /** Sends a request, and resolves with its answer. */
  send<Answer>(request: WireRequest<Answer>): Promise<Answer> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const stream = this.#streams.take();
    if (stream === -1) {
      const message = `All ${this.inFlight} streams of a connection are in use`;
      return Promise.reject(new WireError("busyConnection", "lost", message));
    }
    if (!this.#isWriting) this.#writeSoon();
    const output = this.#output;
    const flags = request.isTraced ? FrameFlag.tracing : 0;
    const start = output.begin(stream, request.opcode, flags);
    try {
      request.write(output);
      output.end(start);
    } catch (error) {
      output.cut(start);
      this.#streams.giveBack(stream);
      return Promise.reject(error);
    }
    const promise = new Promise<Answer>(keepSettlers);
    this.#requests[stream] = request;
    this.#resolves[stream] = settlers.resolve;
    this.#rejects[stream] = settlers.reject;
    this.#sentAt[stream] = this.#batchAt;
    return promise;
  }

  /**
   * Looks whether answers still come. It is closed when more than a few dozen are overdue, or when nothing at all came for
   * the whole timeout, although the server was asked for a sign of life after half of it.
   */
  look(now: number, timeout: number): void {
    let overdue = 0, oldest = Infinity;
    this.#requests.forEach((request, stream) => {
      if (request === undefined) return;
      const sent = this.#sentAt[stream]!;
      if (now - sent > timeout) overdue++;
      if (sent < oldest) oldest = sent;
    });
    const silence = now - Math.max(this.#readAt, oldest);
    if (overdue > MAX_OVERDUE) this.close(wedged(`${overdue} answers too late`));
    else if (silence > timeout) this.close(lost(new Error("the server fell silent")));
    else if (silence > timeout / 2 && this.#askedAt < this.#readAt) {
      this.#askedAt = now;
      this.send(SIGN_OF_LIFE).catch(() => {});
    }
  }

  /** Closes it, and fails what is in flight. */
  close(error: Error): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    try {
      this.#socket.close();
    } catch {
      // The other end was first.
    }
    this.#requests.forEach((request, stream) => {
      if (request !== undefined) this.#rejects[stream]!(failureOf(request, error));
    });
    this.#requests.length = 0;
    this.#listener.onClose(error);
  }

  /** Writes what is sent from now on, when everything that runs in this turn of the event loop has sent its own. */
  #writeSoon(): void {
    this.#isWriting = true;
    this.#beginBatch();
    queueMicrotask(() => this.#write());
  }

  #beginBatch(): void {
    this.#batchAt = performance.now();
    refreshTimestamps();
  }

  /** Writes until there is nothing more. What is sent meanwhile waits in the other buffer. */
  async #write(): Promise<void> {
    try {
      while (this.#output.length > 0) {
        const output = this.#output;
        this.#output = this.#spare;
        this.#spare = output;
        const bytes = output.written();
        for (let at = 0; at < bytes.length;) at += await this.#socket.write(bytes.subarray(at));
        output.clear();
        this.#beginBatch();
      }
      this.#isWriting = false;
    } catch (error) {
      this.close(lost(error));
    }
  }

  async #receive(): Promise<void> {
    try {
      await receiveFrames(this.#socket, this);
      throw new Error("the server closed it");
    } catch (error) {
      this.close(error instanceof ProtocolError ? error : lost(error));
    }
  }

  /** Refuses what can be no answer before its body has come. */
  onHeader(header: Header): void {
    const problem = problemOf(header) ??
      (this.#requests[header.stream] === undefined
        ? `an answer to no request (stream ${header.stream})`
        : undefined);
    if (problem !== undefined) throw wedged(problem);
  }

  /** Ends a request with its answer. */
  onFrame({ flags, opcode, stream }: Header, body: BodyReader, now: number): void {
    const request = this.#requests[stream] as WireRequest;
    const resolve = this.#resolves[stream]!, reject = this.#rejects[stream]!;
    const isError = opcode === Opcode.error;
    if (!isError && !answers(request.opcode, opcode)) {
      throw wedged(`an answer of the wrong kind (opcode ${opcode})`);
    }
    this.#requests[stream] = undefined;
    // Nothing of it is held until the stream is used again.
    this.#resolves[stream] = this.#rejects[stream] = NOTHING;
    this.#streams.giveBack(stream);
    this.#readAt = now;
    this.#listener.onAnswer(request, this.#sentAt[stream]!, now, isError);
    try {
      const extras = flags === 0 ? undefined : readExtras(body, flags);
      if (extras?.tablet !== undefined) this.#listener.onTablet?.(request, extras.tablet);
      if (!isError) return resolve(request.read(body, opcode, extras?.trace) as never);
      const error = serverError(body.int(), body.string());
      const again = request.recover?.(error);
      if (again === undefined) reject(failureOf(request, error));
      else resolve(again as never);
    } catch (error) {
      reject(failureOf(request, unreadable(error)));
    }
  }
}

function failureOf(request: WireRequest, error: unknown): unknown {
  return request.failure === undefined ? error : request.failure(error);
}

/** A request that every server answers at once. */
const SIGN_OF_LIFE: WireRequest = {
  opcode: Opcode.options,
  isTraced: false,
  write: () => {},
  read: () => undefined,
};

function lost(cause: unknown): WireError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new WireError("connectionClosed", "lost", `The connection was lost: ${why}`);
}
