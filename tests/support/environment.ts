/** Runs a test with these variables as its environment; that of the process, which other test files share, stays. */
export function withEnvironment<T>(variables: Readonly<Record<string, string>>, test: () => T): T {
  const { env } = Deno;
  Object.defineProperty(Deno, "env", { value: new Map(Object.entries(variables)) });
  try {
    return test();
  } finally {
    Object.defineProperty(Deno, "env", { value: env });
  }
}
