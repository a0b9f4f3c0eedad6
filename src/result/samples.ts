/** Operations in the order in which they ended, a column a figure. Instants are milliseconds since the case's start. */
export interface SampledOperations {
  /** Each operation that ended is here with a chance of one in so many; 1 where all are, and `Infinity` where none may be. */
  readonly every: number;
  /** When it was due. */
  readonly due: Float64Array;
  /** When it was sent. */
  readonly sent: Float64Array;
  /** When it had ended. */
  readonly done: Float64Array;
  /** Its place in the mix; 0 without a mix. */
  readonly operation: Uint16Array;
  /** 0 where it succeeded; otherwise the place of its error's class in `classes`, from 1. */
  readonly outcome: Uint16Array;
  /** The classes of the errors. */
  readonly classes: readonly string[];
}
