/**
 * The scenario, or what was asked of it, is wrong: nothing was connected to yet.
 * The command line exits with 2.
 */
export class ScenarioError extends TypeError {
  /** For `switch` where `instanceof` does not reach. */
  override name = "ScenarioError";
  /** What to do about it, in one sentence. */
  readonly hint: string | undefined;

  /** Takes what is wrong, what to do about it, and its cause. */
  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/**
 * Cassandra, or the machine it should run on, did not do what was needed.
 * The command line exits with 1.
 */
export class TargetError extends Error {
  /** For `switch` where `instanceof` does not reach. */
  override name = "TargetError";
  /** What to do about it, in one sentence. */
  readonly hint: string | undefined;

  /** Takes what is wrong, what to do about it, and its cause. */
  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}
