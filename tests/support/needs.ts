/**
 * What a test needs beside Deno. What is missing is reported as ignored, with the reason in the test's name; with
 * `CI=true` nothing may be missing, so the test runs and fails instead.
 */

const PERMISSIONS: Deno.PermissionDescriptor[] = ["read", "write", "net", "run", "env", "sys"]
  .map((name) => ({ name } as Deno.PermissionDescriptor));

/** Whether this process may do anything. */
export const isPermitted: boolean = PERMISSIONS.every((permission) =>
  Deno.permissions.querySync(permission).state === "granted"
);

/** Whether nothing may be missing. */
export const isCI: boolean = isPermitted && Deno.env.get("CI") === "true";

const whyNotPermitted = isPermitted ? undefined : "needs deno test -A";

/** A test that opens files, sockets or processes. */
export function testPermitted(
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  testUnless(whyNotPermitted, name, fn);
}

/** A test that needs something: the reason why it cannot run is `undefined` where it can. */
export function testUnless(
  reason: string | undefined,
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  Deno.test({
    name: reason === undefined ? name : `${name} (${reason})`,
    ignore: reason !== undefined && !isCI,
    fn,
  });
}
