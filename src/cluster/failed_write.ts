import { ProtocolError } from "../protocol/frame.ts";
import { markUnknown } from "../scenario/calls/unknown_writes.ts";
import { closedError, wasNotSent } from "./driver/errors.ts";
import { classify } from "./errors.ts";
import { WireError } from "./wire/errors.ts";

/** The failures of a write that leave open whether it happened. All others say that it did not. */
const LEAVE_OPEN = new Set([
  // The coordinator or a replica gave up on it; of reads, lightweight transactions have some.
  ...["writeTimeout", "writeFailure", "readTimeout", "readFailure", "truncateError"],
  ...["serverError", "functionFailure"],
  // It has no answer, or one that is none.
  ...["clientTimeout", "connectionClosed", "protocol", "DriverError"],
]);

/** What a coordinator refuses one write of several for, when it may have sent others. */
const OF_ONE_AMONG_SEVERAL = new Set(["unavailableException", "overloaded"]);

/**
 * The failure of a write, as it is passed on: marked, where the write may have happened all the same.
 *
 * @param isSplit whether it is a batch whose writes happen one by one
 */
export function failedWrite(error: unknown, isSplit = false): unknown {
  if (wasNotSent(error)) return error;
  const errorClass = classify(error);
  const isOpen = LEAVE_OPEN.has(errorClass) || isSplit && OF_ONE_AMONG_SEVERAL.has(errorClass);
  return isOpen ? markUnknown(ownError(error)) : error;
}

/** An error of this request alone: that of a connection is one for all its requests, of which some are reads. */
function ownError(error: unknown): unknown {
  if (error instanceof WireError) return new WireError(error.errorClass, error.kind, error.message);
  if (error instanceof ProtocolError) return new ProtocolError(error.message);
  return classify(error) === "connectionClosed" ? closedError((error as Error).message) : error;
}
