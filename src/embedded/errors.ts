/** The error codes of the native protocol that this server answers with. */
export const ErrorCode = {
  server: 0x0000,
  protocol: 0x000a,
  syntax: 0x2000,
  unauthorized: 0x2100,
  invalid: 0x2200,
  config: 0x2300,
  alreadyExists: 0x2400,
  unprepared: 0x2500,
} as const;

/** What the client is told instead of a result; `detail` is what an error of its code carries besides the text. */
export class CqlError extends Error {
  override name = "CqlError";
  readonly code: number;
  readonly detail: { keyspace: string; table: string } | { id: string } | undefined;

  constructor(code: number, message: string, detail?: CqlError["detail"]) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/** The statement is good CQL but does not fit the schema or the values. */
export function invalid(message: string): CqlError {
  return new CqlError(ErrorCode.invalid, message);
}

/** The statement is not CQL. */
export function syntax(message: string): CqlError {
  return new CqlError(ErrorCode.syntax, message);
}

/** The statement needs a part of Cassandra that the embedded server leaves out. */
export function unsupported(construct: string): CqlError {
  return invalid(
    `the embedded server does not support ${construct}: run against a real Cassandra with --cassandra`,
  );
}
