/**
 * What Deno lets this process do. What is merely tried without a permission makes Deno ask on the terminal, in the middle
 * of a run; so what cassbench does by itself is looked up first.
 *
 * @module
 */

import { TargetError } from "../errors.ts";

/** Whether the process may do this. Where Deno would have to ask, it may not. */
export function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

/**
 * Makes sure of a permission before the use that needs it.
 *
 * @throws {Deno.errors.NotCapable} with the text that Deno has for it, and without asking
 */
export function assertGranted(permission: Deno.PermissionDescriptor): void {
  if (isGranted(permission)) return;
  const { name, ...of } = permission;
  const [value] = Object.values(of);
  const to = value === undefined ? "" : ` to "${value}"`;
  throw new Deno.errors.NotCapable(
    `Requires ${name} access${to}, run again with the --allow-${name} flag`,
  );
}

/** A permission that something failed for. */
export interface LackedPermission {
  /** Such as `Deno gave no net access to "10.0.0.1:9042"`. */
  readonly problem: string;
  /** How to give it. */
  readonly hint: string;
}

/** What Deno says of a permission that it was not given. */
const LACKED =
  /Requires (\w+) access(?: to (?:"([^"]+)"|<TMP>))?, run again with the (--[\w-]+) flag/;

/** The permission that an error is about, or its cause; `undefined` for an error of another kind. */
export function lackedPermission(error: unknown): LackedPermission | undefined {
  const { message = "", cause } = Object(error) as { message?: string; cause?: unknown };
  const [, name, value, flag] = LACKED.exec(typeof error === "string" ? error : message) ?? [];
  if (name === undefined) return cause === undefined ? undefined : lackedPermission(cause);
  return {
    problem: `Deno gave no ${name} access${value === undefined ? "" : ` to "${value}"`}`,
    hint: name === "all" || name === "ffi"
      ? "only `deno run -A` gives it"
      : `add ${flag}${
        value === undefined ? "" : `=${value}`
      } after \`deno run\`, or take a set of ` +
        "deno.json: -P for a run, -P=cassandra for what starts a Cassandra",
  };
}

/** What is lacked where the process may not do this; `undefined` where it may. */
export function whyNotGranted(permission: Deno.PermissionDescriptor): LackedPermission | undefined {
  try {
    assertGranted(permission);
    return undefined;
  } catch (error) {
    return lackedPermission(error);
  }
}

/**
 * Makes sure of a permission without which a target cannot be used.
 *
 * @param cannot what cannot be done, as in "Cannot run the embedded server"
 * @throws {TargetError} with the flag that gives it
 */
export function requirePermission(permission: Deno.PermissionDescriptor, cannot: string): void {
  const lacked = whyNotGranted(permission);
  if (lacked !== undefined) throw new TargetError(`${cannot}: ${lacked.problem}`, lacked.hint);
}

/**
 * Reads a file of text.
 *
 * @throws {Deno.errors.NotCapable} where Deno would have to ask for it
 */
export function readText(path: string): string {
  assertGranted({ name: "read", path });
  return Deno.readTextFileSync(path);
}

/**
 * Reads a variable of the environment.
 *
 * @throws {Deno.errors.NotCapable} where Deno would have to ask for it
 */
export function readVariable(name: string): string | undefined {
  assertGranted({ name: "env", variable: name });
  return Deno.env.get(name);
}
