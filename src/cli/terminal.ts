import { visible } from "../result/format.ts";
import { writeAll } from "./output_file.ts";

let isOutLost = false;
let makeRoom = (): void => {};

/** Registers what removes something drawn from the terminal, which is called before anything else is printed. */
export function beforePrinting(clear: () => void): void {
  makeRoom = clear;
}

/** Prints to standard output, without what would steer the terminal. When its reader goes away, the printing ends and the run goes on. */
export function printOut(text: string): void {
  printPainted(visible(text));
}

/** Prints to standard output as {@linkcode printOut}, but for the colours that a renderer gave to a text. */
export function printPainted(text: string): void {
  if (isOutLost) return;
  makeRoom();
  try {
    writeAll(Deno.stdout, text);
  } catch (error) {
    isOutLost = true;
    if (!(error instanceof Deno.errors.BrokenPipe)) {
      printError(`warning: standard output is lost: ${(error as Error).message}`);
    }
  }
}

/** Prints a line to standard error, without what would steer the terminal. */
export function printError(line: string): void {
  makeRoom();
  writeError(`${visible(line)}\n`);
}

/** An error in lines: what is wrong, and what to do about it where that is known. */
export function errorLines(
  { message, hint }: { readonly message: string; readonly hint?: string | undefined },
): string[] {
  return [`error: ${message}`, ...hint === undefined ? [] : [`hint: ${hint}`]];
}

/** Writes to standard error as it is. */
export function writeError(text: string): void {
  try {
    writeAll(Deno.stderr, text);
  } catch {
    // Standard error is where an error would be reported, so nothing can report this one.
  }
}
