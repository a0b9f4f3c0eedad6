import { ErrorCode } from "../protocol/opcodes.ts";

/** What an error says beside its message: of what exists, of a statement, of a function, or of replicas. */
export type ErrorDetail =
  | { keyspace: string; table: string }
  | { id: string }
  | { keyspace: string; function: string }
  | { consistency: number; received: number; required: number; writeType: string };

/** What the client gets instead of a result. Some codes come with a `detail` besides the message. */
export class CqlError extends Error {
  override name = "CqlError";
  readonly code: number;
  readonly detail: ErrorDetail | undefined;

  constructor(code: number, message: string, detail?: ErrorDetail) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/** The statement is CQL, but does not fit the schema or its values. */
export function invalid(message: string): CqlError {
  return new CqlError(ErrorCode.invalid, message);
}

/** The statement is not CQL. */
export function syntax(message: string): CqlError {
  return new CqlError(ErrorCode.syntaxError, message);
}

/** The statement needs a part of Cassandra that the embedded server does not have. */
export function unsupported(construct: string): CqlError {
  return invalid(
    `the embedded server does not support ${construct}: run against a real Cassandra with --cassandra`,
  );
}
