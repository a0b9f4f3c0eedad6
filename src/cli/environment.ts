import { isGranted } from "../runtime/permissions.ts";
import { printError } from "./terminal.ts";

let isTold = false;

/**
 * Reads a variable that can be set in place of a flag. Where Deno does not let it be read it counts as not set, as a run
 * without a right to the environment can be told everything by flags; that is said once.
 */
export function variable(name: string): string | undefined {
  if (isGranted({ name: "env", variable: name })) return Deno.env.get(name) || undefined;
  if (!isTold) {
    printError(
      `warning: ${name} and its like count as not set, as Deno gave no env access to them`,
    );
  }
  isTold = true;
  return undefined;
}
