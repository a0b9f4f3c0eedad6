import { renderMarkdown } from "../report/markdown.ts";
import { FORMATS } from "../report/formats.ts";
import { report } from "../report/report.ts";
import type { Result } from "../result/document.ts";
import { EXIT } from "./exit_code.ts";
import { lookOfOutput } from "./look.ts";
import { checkFiles, type OutputFiles, writeFiles, writeStreams } from "./output.ts";
import { warnOfAge } from "./result_file.ts";
import { errorLines, printError, printPainted } from "./terminal.ts";

/** A document that was read, and where. */
export interface ReadResult {
  readonly path: string;
  readonly result: Result;
}

/**
 * Writes results that are there already to the files that flags name; without any, their tables to standard output.
 *
 * @param read the documents that they come from, which say in files what they lack: tables say it by themselves
 * @returns the exit code
 * @throws {UsageError} when two documents would go to one file
 * @throws {TargetError} when a file cannot be written
 */
export async function writeResults(
  files: OutputFiles,
  results: readonly Result[],
  read: readonly ReadResult[],
): Promise<number> {
  if (Object.keys(FORMATS).every((name) => !(name in files))) {
    printPainted(results.map(textOf).join("\n---\n\n"));
    return EXIT.good;
  }
  checkFiles(files);
  const exitCode = await writeChecked(files, results);
  for (const { path, result } of read) warnOfAge(path, result);
  return exitCode;
}

/**
 * Writes results to files that were checked, and says to which.
 *
 * @returns the exit code
 */
export async function writeChecked(
  files: OutputFiles,
  results: readonly Result[],
): Promise<number> {
  const { written, failed } = writeFiles(files, results);
  failed.flatMap(errorLines).forEach(printError);
  const names = [...written, ...await writeStreams(files, results)];
  if (names.length > 0) printError(`Written: ${names.join(", ")}`);
  return failed.length === 0 ? EXIT.good : EXIT.failed;
}

/** A result as standard output shows it: in brief on a terminal. */
function textOf(result: Result): string {
  const detail = Deno.stdout.isTerminal() ? "brief" : "full";
  return renderMarkdown(report(result, detail), lookOfOutput());
}
