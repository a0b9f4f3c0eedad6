import { ResultError } from "../errors.ts";
import type { Result } from "../result/document.ts";
import { DOCUMENT_HINT, lacks, readResult } from "../result/read/read_result.ts";
import { assertGranted } from "../runtime/permissions.ts";
import { printError } from "./terminal.ts";

/** More than JavaScript has in one text. */
const MOST_BYTES = 500_000_000;

/**
 * Reads the result document in a file, or from standard input for `-`.
 *
 * @throws {ResultError} where there is none, or none that can be read
 */
export function readResultFile(path: string): Result {
  const name = path === "-" ? "standard input" : path;
  return readResult(readDocument(path, { name, hint: DOCUMENT_HINT }), name);
}

/** Says what a result lacks that an older cassbench wrote: not every format has a place for it. */
export function warnOfAge(path: string, result: Result): void {
  const lacking = lacks(result);
  if (lacking.length > 0) {
    printError(`warning: ${path} is of an older cassbench, and lacks ${lacking.join("; ")}`);
  }
}

/** How a document is read. */
export interface DocumentOptions {
  /** What errors call it. @default {the path} */
  readonly name?: string;
  /** What to do where there is none. */
  readonly hint: string;
  /** What is read of a file that does not exist; without it, that is an error. */
  readonly missing?: string;
}

/**
 * Reads a text from a file, or from standard input for `-`.
 *
 * @throws {ResultError} where there is none
 */
export function readDocument(
  path: string,
  { name = path, hint, missing }: DocumentOptions,
): string {
  try {
    return new TextDecoder().decode(path === "-" ? readInput() : readBytes(path));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const isMissing = cause instanceof Deno.errors.NotFound;
    if (isMissing && missing !== undefined) return missing;
    const reason = isMissing
      ? "there is no such file"
      : (cause as Error).message.replace(/: \w+ '.*$/s, "");
    throw new ResultError(`Cannot read "${name}" as ${reason}`, hint, { cause });
  }
}

function readBytes(path: string): Uint8Array {
  assertGranted({ name: "read", path });
  const { size, isDirectory } = Deno.statSync(path);
  if (isDirectory) throw new Error("it is a folder");
  checkSize(size);
  return Deno.readFileSync(path);
}

function readInput(): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const buffer = new Uint8Array(1 << 16);
  for (let read; (read = Deno.stdin.readSync(buffer)) !== null;) {
    chunks.push(buffer.slice(0, read));
    checkSize(size += read);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function checkSize(size: number): void {
  if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1e6} MB`);
}
