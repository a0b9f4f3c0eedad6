import { writeAll } from "./output.ts";

let isOutLost = false;

/** Prints to standard output. A reader that went away ends the printing, not the run. */
export function printOut(text: string): void {
  if (isOutLost) return;
  try {
    writeAll(Deno.stdout, text);
  } catch (error) {
    isOutLost = true;
    if (!(error instanceof Deno.errors.BrokenPipe)) {
      printError(`warning: standard output is lost: ${(error as Error).message}`);
    }
  }
}

/** Prints a line to standard error. */
export function printError(line: string): void {
  writeError(`${line}\n`);
}

/** Writes to standard error as it is. */
export function writeError(text: string): void {
  try {
    writeAll(Deno.stderr, text);
  } catch {
    // There is nowhere left to say it.
  }
}
