import { messageOf, ScenarioError, TargetError } from "../errors.ts";

/** An error as it is sent to another thread or another machine. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Something else than an Error that was thrown is named by its type: `string`, `object`. */
export function failureOf(error: unknown): Failure {
  const { hint } = Object(error);
  const name = error instanceof Error ? error.name : typeof error;
  return { name, message: messageOf(error), hint: typeof hint === "string" ? hint : undefined };
}

/** The error that was sent, of its class where that is one of ours. */
export function errorOf({ name, message, hint }: Failure): Error {
  if (name === "ScenarioError") return new ScenarioError(message, hint);
  if (name === "TargetError") return new TargetError(message, hint);
  return Object.assign(new Error(message), { name });
}
