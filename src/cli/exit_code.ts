/** The exit codes of the command line; those of a result are `outcome()`'s. 130 and 143 say which signal ended a run. */
export const EXIT = { good: 0, failed: 1, usage: 2, thresholds: 3 } as const;
