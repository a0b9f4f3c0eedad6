/**
 * What goes wrong:
 *
 * - `unavailableException`, `readTimeout`, `writeTimeout`, `readFailure`, `writeFailure`, `functionFailure`, `overloaded`,
 *   `isBootstrapping`, `truncateError`, `serverError`, `protocolError`, `badCredentials`, `unauthorized`, `syntaxError`,
 *   `invalid`, `configError`, `alreadyExists`, `unprepared`, `unknownError` (a code that no client knows): the server
 *   answers with this error. What is answered with `writeTimeout` has been written all the same, as with a cluster it may
 *   have; with the other errors it has not.
 * - `silence`: the request is carried out, and never answered.
 * - `delay`: it is answered `ms` milliseconds late.
 * - `slowBytes`: its answer comes byte by byte, and so holds up all others of its connection.
 * - `doubleAnswer`: it is answered twice.
 * - `close`: it is carried out, and the connection is closed in place of an answer.
 * - `noFrame` (bytes that are none), `wrongStream`, `wrongOpcode`, `wrongVersion`, `wrongAnswer` (READY), `unknownResult`, `shortBody` (rows
 *   that end too early), `noBody`, `noRows` (void), `negativeLength`, `hugeLength` (2 GB): it is carried out, and what comes
 *   in place of the answer is none.
 */
export type FaultKind =
  | "unavailableException"
  | "readTimeout"
  | "writeTimeout"
  | "readFailure"
  | "writeFailure"
  | "functionFailure"
  | "overloaded"
  | "isBootstrapping"
  | "truncateError"
  | "serverError"
  | "protocolError"
  | "badCredentials"
  | "unauthorized"
  | "syntaxError"
  | "invalid"
  | "configError"
  | "alreadyExists"
  | "unprepared"
  | "unknownError"
  | "silence"
  | "delay"
  | "slowBytes"
  | "doubleAnswer"
  | "close"
  | "noFrame"
  | "wrongStream"
  | "wrongOpcode"
  | "wrongVersion"
  | "wrongAnswer"
  | "unknownResult"
  | "shortBody"
  | "noBody"
  | "noRows"
  | "negativeLength"
  | "hugeLength";

/** Errors that a server answers with, by the classes under which results count them. */
export const FAULT_ERRORS: readonly FaultKind[] = [
  "unavailableException",
  "readTimeout",
  "writeTimeout",
  "readFailure",
  "writeFailure",
  "functionFailure",
  "overloaded",
  "isBootstrapping",
  "truncateError",
  "serverError",
  "protocolError",
  "badCredentials",
  "unauthorized",
  "syntaxError",
  "invalid",
  "configError",
  "alreadyExists",
  "unprepared",
  "unknownError",
];

/** Answers that are none, in place of the right one. */
export const SPOILT_ANSWERS: readonly FaultKind[] = [
  "noFrame",
  "wrongStream",
  "wrongOpcode",
  "wrongVersion",
  "wrongAnswer",
  "unknownResult",
  "shortBody",
  "noBody",
  "noRows",
  "negativeLength",
  "hugeLength",
];

/** What else can happen to a request. */
export const OTHER_FAULTS: readonly FaultKind[] = [
  "silence",
  "delay",
  "slowBytes",
  "doubleAnswer",
  "close",
];

/**
 * Which requests can be struck: `read` or `write`, statements on tables that a user has created; `statement`, both of them;
 * `prepare`, when such a statement is prepared; `connection`, a connection as soon as it is accepted; `handshake`, its
 * first request, STARTUP; `any`, every request, those that a client makes for itself included.
 */
export type FaultRequests =
  | "read"
  | "write"
  | "statement"
  | "prepare"
  | "connection"
  | "handshake"
  | "any";

/**
 * A way in which the embedded server misbehaves, and when. Of several faults, the first that strikes a request has it.
 *
 * @example One request in a hundred is refused, and later every tenth read gets no answer
 * ```ts
 * import type { Fault } from "@cassbench/cassbench";
 *
 * const faults: Fault[] = [
 *   { kind: "overloaded", share: 0.01 },
 *   { kind: "silence", requests: "read", every: 10, from: 5_000, to: 6_000 },
 * ];
 * ```
 */
export interface Fault {
  /** What goes wrong. */
  readonly kind: FaultKind;
  /** Which requests can be struck. @default {"statement"}, and what errors of reads and writes are about: `read` or `write` */
  readonly requests?: FaultRequests;
  /** Only requests on this table: `user`, or `system.local` with its keyspace. */
  readonly table?: string;
  /** Only requests whose CQL contains this text. */
  readonly statement?: string;
  /** The share of these requests that are struck, from 0 to 1, at random; the same seed strikes the same ones. @default {1} */
  readonly share?: number;
  /** Strikes every so manieth of these requests, in place of a share. */
  readonly every?: number;
  /** How many of these requests are spared first. @default {0} */
  readonly after?: number;
  /** How many are struck at most. @default as many as come */
  readonly times?: number;
  /** Milliseconds from which on it strikes, of the case's clock, or since the faults were set. @default {0} */
  readonly from?: number;
  /** Milliseconds from which on it no longer strikes. @default never */
  readonly to?: number;
  /** Milliseconds; of a `delay` alone, which must have it. */
  readonly ms?: number;
  /** What an error says; errors alone have it. @default {"injected by a fault"} */
  readonly message?: string;
  /** How many replicas had answered, or were alive; of errors about replicas alone. @default one less than were needed */
  readonly received?: number;
  /** How many replicas were needed. @default what the request's consistency needs of three replicas */
  readonly required?: number;
}

/** How often a fault struck. */
export interface FaultCount {
  /** The fault. */
  readonly fault: Fault;
  /** How many requests it was for. */
  readonly requests: number;
  /** How many of them it struck. */
  readonly injected: number;
}

/** Whether a fault is answered as an error of the server. */
export function isFaultError(kind: FaultKind): boolean {
  return FAULT_ERRORS.includes(kind);
}

/** The class under which a client counts an operation that a fault strikes; `undefined` where it can succeed all the same. */
export function classOfFault(kind: FaultKind): string | undefined {
  // A client prepares the statement again.
  if (kind === "unprepared") return undefined;
  if (kind === "unknownError") return "serverError";
  if (isFaultError(kind)) return kind;
  if (kind === "silence") return "clientTimeout";
  if (kind === "close") return "connectionClosed";
  return SPOILT_ANSWERS.includes(kind) ? "protocol" : undefined;
}
