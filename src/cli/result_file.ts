import { ResultError } from "../errors.ts";
import type { Result } from "../result/document.ts";
import { readResult } from "../result/read/read_result.ts";
import { readText } from "../runtime/permissions.ts";

/**
 * Reads the result document in a file.
 *
 * @throws {ResultError} where there is none, or none that can be read
 */
export function readResultFile(path: string): Result {
  return readResult(readFile(path), path);
}

function readFile(path: string): string {
  try {
    return readText(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const reason = cause instanceof Deno.errors.NotFound
      ? "there is no such file"
      : cause instanceof Deno.errors.IsADirectory
      ? "it is a folder"
      : (cause as Error).message.replace(/: \w+ '.*$/s, "");
    throw new ResultError(`Cannot read "${path}" as ${reason}`, undefined, { cause });
  }
}
