/** Runs a command that tells about itself: what it printed, or undefined where it is missing, fails or hangs. */
export async function probe(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      signal: AbortSignal.timeout(10_000),
    }).output();
    const text = new TextDecoder();
    return success ? text.decode(stdout) + text.decode(stderr) : undefined;
  } catch {
    return undefined;
  }
}
