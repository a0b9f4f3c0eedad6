/** The parts of the driver's own classes that are guarded; the driver has no types for them. */
import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import type { DriverStreamIds } from "./stream_ids.ts";

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
  /** Where the connection is opened. */
  address: string;
  port: string;
  readonly options: object;
  readonly protocolVersion: number;
  readonly protocol: EventEmitter;
  readonly parser: Parser;
  readonly netClient: Socket;
  readonly _operations: Map<number, SentRequest>;
  _streamIds: DriverStreamIds;
  freeStreamId(header: FrameItem["header"]): void;
  bindSocketListeners(): void;
  open(callback: (error?: Error) => void): void;
  onAuthenticationError(callback: (error: Error) => void, error: Error): void;
  /** Sends a request that any server answers at once. */
  _idleTimeoutHandler(): void;
}

export interface SentRequest {
  readonly request: { readonly query?: string };
  readonly _state: number;
  setResult(error: Error): void;
}

/** A request in flight, as the driver itself calls it. */
export interface OperationState {
  readonly request: SentRequest["request"];
  _markAsTimedOut(error: Error, onResponse: () => void): void;
}

/** A row of `system.peers`; that of `system.peers_v2` has a port too. */
export interface PeerRow {
  readonly peer: object;
  readonly "rpc_address"?: object | null | undefined;
  readonly "native_address"?: object;
  readonly "native_port"?: number;
}

export interface PeerRows {
  readonly rows: readonly PeerRow[];
}

export interface LocalRows {
  readonly rows: readonly { readonly "rpc_address"?: object; readonly "rpc_port"?: number }[];
}

/** A request, as the driver itself calls it, for which no node may be left. */
export interface FailingRequest {
  readonly client: { readonly options: object };
  handleNoHostAvailable(error: Error, execution: object | null): void;
}

export interface ControlConnection {
  connection: object | null;
  readonly options: {
    /** The proxy in front of the nodes, where there is one. */
    readonly sni?: object;
    readonly policies: {
      readonly addressResolution: object;
      readonly loadBalancing: { getDistance(host: object): number };
    };
    readonly protocolOptions: { readonly port: number };
  };
  query(cql: string, waitReconnect: boolean): Promise<PeerRows>;
  _setLocalInfo(
    initializing: boolean,
    setCurrentHost: boolean,
    connection: GuardedConnection,
    result: LocalRows,
  ): void;
  setPeersInfo(initializing: boolean, result: PeerRows): Promise<void>;
  getAddressForPeerHost(row: PeerRow, defaultPort: number): Promise<string | null>;
  _borrowAConnection(hosts: Iterator<object>): object;
  _refreshControlConnection(hosts: Iterator<object>): Promise<void>;
}

declare const Connection: { prototype: GuardedConnection };
export default Connection;
