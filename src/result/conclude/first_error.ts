import type { Errors } from "../case.ts";

/** How the first operation that failed did: `the first failed as invalid: table users does not exist`. */
export function describeFirstError({ examples }: Errors): string {
  const [[name, message] = ["", ""]] = Object.entries(examples);
  return `the first failed as ${name}: ${message}`;
}
