/** Runs a test, to its end, with these variables as its environment; that of the process, which other test files share, stays. */
export function withEnvironment<T>(variables: Readonly<Record<string, string>>, test: () => T): T {
  const { env, permissions } = Deno;
  const { querySync } = permissions;
  const own = Object.assign(new Map(Object.entries(variables)), { toObject: () => variables });
  Object.defineProperty(Deno, "env", { value: own });
  permissions.querySync = (permission) =>
    permission.name === "env"
      ? { state: "granted" } as Deno.PermissionStatus
      : querySync.call(permissions, permission);
  function restore(): void {
    Object.defineProperty(Deno, "env", { value: env });
    permissions.querySync = querySync;
  }
  let tested: T;
  try {
    tested = test();
  } catch (error) {
    restore();
    throw error;
  }
  if (tested instanceof Promise) return tested.finally(restore) as T;
  restore();
  return tested;
}
