/** The part of the driver's own OperationState that awaited.ts uses; the driver has no types for it. */
import type { SentRequest } from "./connection.d.ts";

export interface OperationState {
  readonly request: SentRequest["request"];
  _markAsTimedOut(error: Error, onResponse: () => void): void;
}

declare const OperationState: { prototype: OperationState };
export default OperationState;
