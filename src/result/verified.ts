/**
 * What became of the writes of a case or a populate, by reading them back: requests, and each write of a batch. Every
 * acknowledged one is in one of `readBack`, `overwritten`, `missing`, `different` and `notChecked`.
 */
export interface Verified {
  /** The server acknowledged them. */
  readonly acknowledged: number;
  /** They were found as they were written. */
  readonly readBack: number;
  /** A later one took the place of all that they wrote, so nothing of them is left to be found. */
  readonly overwritten: number;
  /** They were not found. */
  readonly missing: number;
  /** Something else was found in their place. */
  readonly different: number;
  /** Why the others were not looked for, or could not be → how many; absent where there are none. */
  readonly notChecked?: Readonly<Record<string, number>>;
  /** Writes that may have happened, as their failure does not say. */
  readonly unknown: number;
  /** Those of them that were found; of others, a later write can hide them. */
  readonly unknownApplied: number;
  /** The first that were missing or different, in words; absent where there are none. */
  readonly examples?: readonly string[];
  /** How long the reading back took. */
  readonly elapsed: number;
}
