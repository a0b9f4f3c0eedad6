import { ErrorCode } from "../../protocol/opcodes.ts";
import { LoginRefusal } from "../login.ts";

/** An error of the wire client: of the server, or of the way to it. */
export class WireError extends Error {
  override name = "WireError";
  /** The class under which an operation that fails with it is counted. */
  readonly errorClass: string;
  /** Whether the server answered, or the request was lost on its way. */
  readonly kind: "answered" | "lost";

  /** Makes one of this class. */
  constructor(errorClass: string, kind: WireError["kind"], message: string) {
    super(message);
    this.errorClass = errorClass;
    this.kind = kind;
  }
}

const CLASSES = new Map(Object.entries(ErrorCode).map(([name, code]) => [code, name]));

/** The error that an ERROR of the server tells. */
export function serverError(code: number, message: string): WireError {
  return new WireError(CLASSES.get(code as never) ?? "serverError", "answered", message);
}

/** Whether an error says that a login was refused. */
export function isRefusal(error: unknown): boolean {
  return error instanceof LoginRefusal ||
    error instanceof WireError && error.errorClass === "badCredentials";
}

/** The error of a request that finds no open connection, with why the last one could not be opened. */
export function notUp(where: string, why?: Error): WireError {
  const reason = why === undefined ? "" : `: ${why.message}`;
  return new WireError("noHostAvailable", "lost", `No connection to ${where} is open${reason}`);
}
