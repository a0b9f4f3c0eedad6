import { classifyDriverError, driverFailureKind } from "./driver/errors.ts";
import { WireError } from "./wire/errors.ts";

/**
 * The class under which an operation's error is counted: the protocol's name for a server's error (`writeTimeout`,
 * `overloaded`, `invalid`, …), `protocol` where an answer is none, `clientTimeout`, `busyConnection`, `connectionClosed`,
 * `noHostAvailable`, or the name of a thrown error.
 */
export function classify(error: unknown): string {
  return error instanceof WireError ? error.errorClass : classifyDriverError(error);
}

/**
 * What came back when an operation failed: `answered` for an error of the server, `lost` where no node or connection
 * could carry the request to its answer, `own` for what the scenario threw.
 */
export function failureKind(error: unknown): "answered" | "lost" | "own" {
  return error instanceof WireError ? error.kind : driverFailureKind(error);
}
