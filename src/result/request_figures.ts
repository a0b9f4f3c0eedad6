/** What requests were that succeeded and yet may be no success; each is absent where it is 0. */
export interface RequestFigures {
  /** Reads by `find` and `findAll` that were answered. */
  readonly reads?: number;
  /** Those of them that gave no row. */
  readonly misses?: number;
  /** Conditional writes that were answered: of `createIfNotExists`, and of `execute` where the answer says `[applied]`. */
  readonly conditional?: number;
  /** Those of them that were not applied. */
  readonly notApplied?: number;
  /** How often a request was sent again after it had failed. */
  readonly retries?: number;
  /** How often a request was sent once more while it had no answer. */
  readonly speculative?: number;
  /** How often requests were sent that could be sent again; absent where none could. */
  readonly tries?: Tries;
}

/** How often requests were sent. */
export interface Tries {
  /** How many requests they were. */
  readonly requests: number;
  /** How often each was sent, on average. */
  readonly mean: number;
  /** How often the one was sent that was sent most. */
  readonly max: number;
}
