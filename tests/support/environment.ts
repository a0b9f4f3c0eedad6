/** Runs a test with these variables as its environment; that of the process, which other test files share, stays. */
export function withEnvironment<T>(variables: Readonly<Record<string, string>>, test: () => T): T {
  const { env, permissions } = Deno;
  const { querySync } = permissions;
  Object.defineProperty(Deno, "env", { value: new Map(Object.entries(variables)) });
  permissions.querySync = (permission) =>
    permission.name === "env"
      ? { state: "granted" } as Deno.PermissionStatus
      : querySync.call(permissions, permission);
  try {
    return test();
  } finally {
    Object.defineProperty(Deno, "env", { value: env });
    permissions.querySync = querySync;
  }
}
