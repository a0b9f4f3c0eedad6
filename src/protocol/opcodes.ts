/** The numbers of the native protocol, version 4, each named once. */

/** The version that is spoken. */
export const PROTOCOL_VERSION = 4;

/** The bit that tells an answer from a request; it shares a byte with the version. */
export const RESPONSE_BIT = 0x80;

/** The stream of events, which answer no request. */
export const EVENT_STREAM = -1;

/** What a frame carries. */
export const Opcode = {
  error: 0x00,
  startup: 0x01,
  ready: 0x02,
  authenticate: 0x03,
  options: 0x05,
  supported: 0x06,
  query: 0x07,
  result: 0x08,
  prepare: 0x09,
  execute: 0x0a,
  register: 0x0b,
  event: 0x0c,
  batch: 0x0d,
  authChallenge: 0x0e,
  authResponse: 0x0f,
  authSuccess: 0x10,
} as const;

/** Bits in a frame's header. */
export const FrameFlag = {
  compressed: 0x01,
  tracing: 0x02,
  customPayload: 0x04,
  warning: 0x08,
} as const;

/** Bits that say which parameters a QUERY, an EXECUTE or a BATCH has. */
export const QueryFlag = {
  values: 0x01,
  skipMetadata: 0x02,
  pageSize: 0x04,
  pagingState: 0x08,
  serialConsistency: 0x10,
  timestamp: 0x20,
  names: 0x40,
} as const;

/** The types of a BATCH. */
export const BatchCode = { logged: 0, unlogged: 1, counter: 2 } as const;

/** The kinds of a RESULT. */
export const ResultKind = {
  void: 1,
  rows: 2,
  setKeyspace: 3,
  prepared: 4,
  schemaChange: 5,
} as const;

/** Bits in the metadata of rows and of bind markers. */
export const MetadataFlag = { globalTable: 0x01, hasMorePages: 0x02, noMetadata: 0x04 } as const;

/** Consistency levels, by the names that a scenario's settings use. */
export const ConsistencyCode = {
  any: 0x00,
  one: 0x01,
  two: 0x02,
  three: 0x03,
  quorum: 0x04,
  all: 0x05,
  localQuorum: 0x06,
  eachQuorum: 0x07,
  serial: 0x08,
  localSerial: 0x09,
  localOne: 0x0a,
} as const;

/** What an ERROR says went wrong, by the names under which results count errors. */
export const ErrorCode = {
  serverError: 0x0000,
  protocolError: 0x000a,
  badCredentials: 0x0100,
  unavailableException: 0x1000,
  overloaded: 0x1001,
  isBootstrapping: 0x1002,
  truncateError: 0x1003,
  writeTimeout: 0x1100,
  readTimeout: 0x1200,
  readFailure: 0x1300,
  functionFailure: 0x1400,
  writeFailure: 0x1500,
  syntaxError: 0x2000,
  unauthorized: 0x2100,
  invalid: 0x2200,
  configError: 0x2300,
  alreadyExists: 0x2400,
  unprepared: 0x2500,
} as const;

/** An OPTIONS request, the only one that may come first. It has no flags, the stream 0 and no body. */
export const OPTIONS_REQUEST: Uint8Array<ArrayBuffer> = Uint8Array.of(
  PROTOCOL_VERSION,
  0,
  0,
  0,
  Opcode.options,
  0,
  0,
  0,
  0,
);
