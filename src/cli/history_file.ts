import { ResultError } from "../errors.ts";
import { type HistoryLine, readHistory } from "../history/read_history.ts";
import { readDocument } from "./result_file.ts";

/** A history as it stands in its file. */
export interface HistoryFile {
  readonly name: string;
  readonly text: string;
  readonly lines: readonly HistoryLine[];
}

/**
 * Reads the history in a file.
 *
 * @param isBegun whether a missing file is an empty history
 * @throws {ResultError} where there is none, or one that cannot be read
 */
export function readHistoryFile(path: string, isBegun: boolean): HistoryFile {
  const text = readDocument(path, { hint: HINT, ...isBegun && { missing: "" } });
  const lines = readHistory(text, path);
  if (lines.length === 0 && !isBegun) {
    throw new ResultError(`Cannot read the history "${path}" as it has no line`, HINT);
  }
  return { name: path, text, lines };
}

const HINT = "name the file of a history, --file history.jsonl, or begin one with " +
  "`history add RESULT.json --commit SHA`";

/** Reads the hash of a commit, and adds what is wrong with it to the problems. */
export function readCommit(text: string | undefined, problems: string[]): string {
  if (text !== undefined && /^[0-9a-f]{7,64}$/i.test(text)) return text.toLowerCase();
  problems.push(
    text === undefined
      ? 'the commit must be named: --commit "$(git rev-parse HEAD)"'
      : `--commit must be a hash of 7 to 64 hexadecimal digits, as \`git rev-parse HEAD\` shows: ` +
        `found "${text}"`,
  );
  return "";
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

/** Reads a time, and adds what is wrong with it to the problems. */
export function readTime(text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined) return undefined;
  const [, year, month, day] = TIME.exec(text) ?? [];
  // A day that its month does not have would become one of the next.
  const date = new Date(`${year}-${month}-${day}`);
  const time = new Date(text);
  if (date.getUTCDate() === Number(day) && !Number.isNaN(time.getTime())) return time.toISOString();
  problems.push(
    `--at must be a day or a time with its zone, as \`git show -s --format=%cI\` shows: found "${text}"`,
  );
  return undefined;
}
