import { visible } from "../result/format.ts";
import { Interrupted } from "./interrupt.ts";
import { EXIT_CODES } from "./signals.ts";
import { writeError } from "./terminal.ts";

/** What keys send that mean something else than a character of the password. */
const KEY = {
  interrupt: "\x03",
  end: "\x04",
  eraseAll: "\x15",
  erase: new Set(["\x08", "\x7f"]),
  enter: new Set(["\r", "\n"]),
};

/** What arrows and other keys without a character send, and what stands around a pasted text. */
// deno-lint-ignore no-control-regex
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O[@-~])/g;

/** Whether there is a terminal on which somebody sees the question and can answer it. */
export function canAsk(): boolean {
  return Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
}

/**
 * Asks for a password on the terminal, which shows nothing of it.
 *
 * @param of ends the question, where it is not the password of Cassandra
 * @returns "" where the input ends at once
 * @throws {Interrupted} on Ctrl-C, and when a signal stops the program
 */
export async function askPassword(
  username: string,
  signal: AbortSignal,
  of = "",
): Promise<string> {
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop);
  // Before the question, so that what is typed right after it is not shown either.
  Deno.stdin.setRaw(true);
  try {
    writeError(visible(`Password for user "${username}"${of}: `));
    signal.throwIfAborted();
    return await Promise.race([readTyped(Deno.stdin), stopped.promise]);
  } finally {
    Deno.stdin.setRaw(false);
    signal.removeEventListener("abort", stop);
    writeError("\n");
  }
}

/**
 * Reads what is typed on a terminal that is raw, up to the end of the line.
 *
 * @returns "" where the input ends at once
 * @throws {Interrupted} on Ctrl-C
 */
export async function readTyped(
  from: { read(into: Uint8Array): Promise<number | null> },
): Promise<string> {
  const decoder = new TextDecoder();
  const bytes = new Uint8Array(1_024);
  const typed: string[] = [];
  for (;;) {
    const length = await from.read(bytes);
    const text = decoder.decode(bytes.subarray(0, length ?? 0), { stream: true });
    for (const character of text.replaceAll(ESCAPES, "")) {
      if (KEY.enter.has(character)) return typed.join("");
      if (KEY.interrupt === character) throw new Interrupted(EXIT_CODES.SIGINT ?? 130);
      if (KEY.end === character && typed.length === 0) return "";
      if (KEY.eraseAll === character) typed.length = 0;
      else if (KEY.erase.has(character)) typed.pop();
      else typed.push(character);
    }
    if (length === null) return typed.join("");
  }
}
