import { ResultError } from "../../errors.ts";
import { showShort } from "../../scenario/check/problems.ts";
import { printable } from "../format.ts";

/**
 * Reads the JSON of a document.
 *
 * @param cannot begins every message: `Cannot read "x.json" as`
 * @param hint what to do about a text that is none
 * @throws {ResultError} for what is no JSON object
 */
export function parseJson(text: string, cannot: string, hint: string): Record<string, unknown> {
  if (text.trim() === "") {
    throw new ResultError(`${cannot} it is empty`, hint);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const { message } = cause as SyntaxError;
    const isCut = text.trimStart().startsWith("{") && isCutOff(text, message);
    const lines = text.trimEnd().split("\n").length;
    throw isCut
      ? new ResultError(
        `${cannot} it ends in the middle, in line ${lines}: the rest was cut off`,
        "copy it again, whole",
        { cause },
      )
      : new ResultError(`${cannot} it is no JSON: ${describe(text, message)}`, hint, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  const kind = Array.isArray(value) ? "a list" : value === null ? "null" : `a ${typeof value}`;
  throw new ResultError(`${cannot} it is no result of cassbench: it is ${kind}`, hint);
}

/** Whether JSON that cannot be read is right up to its end. */
function isCutOff(text: string, message: string): boolean {
  if (/Unexpected end|Unterminated string/.test(message)) return true;
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  return position !== undefined && Number(position) >= text.trimEnd().length;
}

/** Where a text stops to be JSON, or how it begins where that already is none. */
function describe(text: string, message: string): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
  const isBegun = text.trimStart().startsWith("{");
  return isBegun && line !== undefined
    ? `line ${line} goes wrong at column ${column}`
    : `it begins with ${showShort(printable(text.slice(0, 40)))}`;
}
