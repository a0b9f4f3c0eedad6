import { inspect } from "node:util";

/**
 * The scenario, or what was asked of it, is wrong: nothing was connected to yet.
 * The command line exits with 2.
 *
 * @example
 * ```ts
 * import { run, scenario, ScenarioError } from "@cassbench/cassbench";
 *
 * const nothing = scenario({ name: "nothing", poolSizes: [0], operation: async () => {} });
 * const error = await run(nothing).catch((error) => error);
 * console.log(error instanceof ScenarioError); // true: poolSizes[0] must be an integer from 1
 * ```
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
 *
 * @example
 * ```ts
 * import { run, scenario, TargetError } from "@cassbench/cassbench";
 *
 * const nothing = scenario({ name: "nothing", operation: async () => {} });
 * const target = { contactPoints: ["127.0.0.1:1"] };
 * const error = await run(nothing, { target }).catch((error) => error);
 * console.log(error instanceof TargetError); // true: 127.0.0.1:1 refused the connection
 * ```
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

/**
 * A document is no result of cassbench, or is not whole. The command line exits with 2.
 *
 * @example
 * ```ts
 * import { readResult, ResultError } from "@cassbench/cassbench";
 *
 * try {
 *   readResult("{}", "x.json");
 * } catch (error) {
 *   console.log(error instanceof ResultError); // true: it has no schemaVersion
 * }
 * ```
 */
export class ResultError extends Error {
  /** For `switch` where `instanceof` does not reach. */
  override name = "ResultError";
  /** What to do about it, in one sentence. */
  readonly hint: string | undefined;

  /** Takes what is wrong, what to do about it, and its cause. */
  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** What an error says; for what is no Error, how it looks. */
export function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  return error instanceof Error ? error.message : inspect(error);
}

/** Problems as the end of a sentence: one on its line, several in a list below it. */
export function listProblems(problems: readonly string[]): string {
  const [only] = problems;
  return problems.length === 1 ? ` ${only}` : problems.map((p) => `\n  - ${p}`).join("");
}
