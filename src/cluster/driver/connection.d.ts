/** The part of the driver's own Connection that guard.ts uses; the driver has no types for it. */
import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import type { StreamIds } from "./stream_ids.ts";

export interface FrameItem {
  readonly header: {
    readonly version: number;
    readonly streamId: number;
    readonly opcode: number;
    readonly bodyLength: number;
  };
}

export interface Parsed {
  readonly error?: Error | undefined;
}

export interface Parser extends EventEmitter {
  _transform(item: FrameItem, encoding: string, callback: (error?: Error) => void): void;
  push(parsed: Parsed | null): boolean;
}

export interface GuardedConnection extends EventEmitter {
  readonly connected: boolean;
  readonly endpoint: string;
  readonly options: object;
  readonly protocolVersion: number;
  readonly protocol: EventEmitter;
  readonly parser: Parser;
  readonly netClient: Socket;
  readonly _operations: Map<number, SentRequest>;
  _streamIds: StreamIds;
  freeStreamId(header: FrameItem["header"]): void;
  bindSocketListeners(): void;
  /** Sends a request that any server answers at once. */
  _idleTimeoutHandler(): void;
}

export interface SentRequest {
  readonly request: { readonly query?: string };
  readonly _state: number;
  setResult(error: Error): void;
}

declare const Connection: { prototype: GuardedConnection };
export default Connection;
