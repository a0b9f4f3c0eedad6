import { grantFor } from "../../scenario/cql/grant.ts";
import type { Errors } from "../case.ts";

/**
 * How the first operation that failed did: `the first failed as invalid: table users does not exist`. Where a right is
 * missing, what gives it.
 */
export function describeFirstError({ examples }: Errors): string {
  const [[name, message] = ["", ""]] = Object.entries(examples);
  const grant = grantFor(message);
  return `the first failed as ${name}: ${message}${grant ? ` (${grant} gives it)` : ""}`;
}
