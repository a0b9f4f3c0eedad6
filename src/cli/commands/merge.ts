import { mergeIntervalLogs } from "../../merge/logs/merge_logs.ts";
import { mergeResults } from "../../merge/merge_results.ts";
import { DOCUMENT_HINT, readResult } from "../../result/read/read_result.ts";
import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags } from "../flags.ts";
import {
  filesOf,
  inputProblems,
  OUTPUT_FLAGS,
  type OutputFiles,
  repeatProblems,
} from "../output.ts";
import { checkFile, isStandardOutput, writeText } from "../output_file.ts";
import { readDocument } from "../result_file.ts";
import { printError } from "../terminal.ts";
import { UsageError } from "../usage.ts";
import { writeResults } from "../write_results.ts";

const FLAGS: Flags = { ...OUTPUT_FLAGS, ...COMMON_FLAGS };

/** A file that was named, and what stands in it. */
interface NamedText {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

/** `merge`: makes one result of those that several machines measured at the same time. */
export const mergeCommand: CliCommand = {
  name: "merge",
  usage: "merge RESULT.json… [options]",
  summary: "add up what machines did",
  groups: [{
    title: "RESULT.json are documents that several machines wrote of the same scenario at\n" +
      "the same time, or interval logs (.hlog); - is standard input. FILE can be - for\n" +
      "standard output, where the tables, or the log, go without any of these:",
    flags: FLAGS,
  }],
  example: "merge zone-a.json zone-b.json --html all.html",
  takesFile: true,
  async run({ words, flags }: CommandLine) {
    const files = flags as OutputFiles;
    checkWords(words, files);
    const texts = words.map((path): NamedText => {
      const name = path === "-" ? "standard input" : path;
      return { path, name, text: readDocument(path, { name, hint: DOCUMENT_HINT }) };
    });
    const logs = texts.filter(isLog);
    if (logs.length === 0) return await writeMerged(texts, files);
    checkLogs(texts, logs, files);
    return await writeLog(mergeIntervalLogs(logs), files.hlog ?? "-");
  },
};

async function writeMerged(texts: readonly NamedText[], files: OutputFiles): Promise<number> {
  const read = texts.map(({ path, name, text }) => ({
    path,
    name,
    result: readResult(text, name),
  }));
  const merged = mergeResults(read.map(({ result }) => result), read.map(({ name }) => name));
  return await writeResults(files, [merged], read);
}

async function writeLog(log: string, path: string): Promise<number> {
  checkFile(path);
  await writeText(path, log);
  if (!isStandardOutput(path)) printError(`Written: ${path}`);
  return EXIT.good;
}

/** Whether a text is an interval log: it begins with a comment, or with the names of its columns. */
function isLog({ path, text }: NamedText): boolean {
  return /^\s*(#|"StartTimestamp"|Tag=)/.test(text) || /\.(hlog|hdr)$/.test(path);
}

function checkWords(words: readonly string[], files: OutputFiles): void {
  const problems: string[] = [];
  if (words.length === 0) problems.push("the files of results must be named: found none");
  problems.push(
    ...repeatProblems(words),
    ...inputProblems(words, filesOf(files), "a result that is merged"),
  );
  if (problems.length > 0) throw new UsageError(problems);
}

function checkLogs(
  texts: readonly NamedText[],
  logs: readonly NamedText[],
  files: OutputFiles,
): void {
  const others = texts.filter((text) => !logs.includes(text));
  const problems = others.map(({ name }) =>
    `interval logs are merged with interval logs: found ${logs[0]!.name} and ${name}`
  );
  const formats = filesOf(files).filter(({ name }) => name !== "hlog");
  problems.push(...formats.map(({ name }) => `--${name} is of documents: logs have --hlog alone`));
  if (problems.length > 0) throw new UsageError(problems);
}
