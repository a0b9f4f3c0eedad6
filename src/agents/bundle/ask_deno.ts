import { TargetError } from "../../errors.ts";
import { assertGranted } from "../../runtime/permissions.ts";

/** What a command of Deno said was wrong, in one line. */
export class DenoError extends Error {
  override name = "DenoError";
}

/**
 * Runs a command of Deno to its end.
 *
 * @returns what it printed
 * @throws {DenoError} when it fails
 * @throws {TargetError} when there is no Deno to run
 */
export async function askDeno(args: readonly string[], signal?: AbortSignal): Promise<string> {
  // A compiled cassbench is no Deno itself.
  const deno = Deno.build.standalone ? "deno" : Deno.execPath();
  assertGranted({ name: "run", command: deno });
  const command = new Deno.Command(deno, {
    args: [...args],
    env: { NO_COLOR: "1" },
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
    ...signal && { signal },
  });
  const { success, stdout, stderr } = await command.output().catch((cause) => {
    signal?.throwIfAborted();
    throw new TargetError(
      `Cannot bundle the scenario as Deno does not start: ${cause.message}`,
      "install Deno, and have it in the PATH",
      { cause },
    );
  });
  signal?.throwIfAborted();
  const read = new TextDecoder();
  if (!success) throw new DenoError(problemIn(read.decode(stderr)));
  return read.decode(stdout);
}

/** What Deno names as its error, without the source lines under it. */
function problemIn(text: string): string {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.startsWith("error: "));
  const error = lines[first]?.slice("error: ".length).replace(/\.$/, "") ?? "it does not bundle";
  const where = lines.slice(first).find((line) => /^\s+at .*:\d+:\d+$/.test(line))?.trim();
  return where === undefined ? error : `${error} ${where}`;
}
