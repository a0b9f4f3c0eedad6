import { isGranted } from "../runtime/permissions.ts";

/** `deno fmt` formats a few texts otherwise when they are formatted again; then they stay. */
const ROUNDS = 4;

/**
 * Formats a scenario as `deno fmt` would in a folder, whose settings count. Where Deno may not be started, it stays as it
 * is.
 */
export async function formatCode(code: string, folder: string): Promise<string> {
  if (!isGranted({ name: "run", command: Deno.execPath() })) return code;
  let before = code;
  for (let round = 0; round < ROUNDS; round++) {
    const after = await formatOnce(before, folder);
    if (after === before) break;
    before = after;
  }
  return before;
}

async function formatOnce(code: string, folder: string): Promise<string> {
  try {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--ext", "ts", "-"],
      cwd: folder,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(code));
    await writer.close();
    const { success, stdout } = await child.output();
    return success ? new TextDecoder().decode(stdout) : code;
  } catch {
    return code;
  }
}
