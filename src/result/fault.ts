import type { FaultCount } from "../scenario/faults.ts";

/** How often a fault of the embedded server struck while the clock of a case ran. */
export interface FaultResult extends FaultCount {
  /** The class under which operations that it strikes fail; absent where they can succeed all the same. */
  readonly errorClass?: string;
}
