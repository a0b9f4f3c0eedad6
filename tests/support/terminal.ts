import { plainEnvironment } from "./cassbench.ts";
import { inRepository } from "./paths.ts";

/** What happened on a pseudo terminal. */
export interface OnTerminal {
  readonly code: number;
  /** Everything that the terminal showed, what was typed and echoed included. */
  readonly shown: string;
}

/**
 * Runs a program on a pseudo terminal, and types each of the keys once the terminal has shown the text that goes before.
 *
 * @param typing pairs of a text to wait for and the bytes to type, as a binary string
 */
export async function onTerminal(
  command: readonly string[],
  typing: readonly (readonly [after: string, keys: string])[],
  env: Record<string, string> = {},
): Promise<OnTerminal> {
  const child = new Deno.Command("python3", {
    args: [inRepository("tests/support/terminal.py"), JSON.stringify({ command, typing })],
    env: { ...plainEnvironment(), ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  });
  const { stdout } = await child.output();
  return JSON.parse(new TextDecoder().decode(stdout));
}
