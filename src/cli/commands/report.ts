import { renderMarkdown } from "../../report/markdown.ts";
import { type FormatName, FORMATS } from "../../report/formats.ts";
import { report } from "../../report/report.ts";
import type { Result } from "../../result/document.ts";
import { lacks } from "../../result/read/read_result.ts";
import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags } from "../flags.ts";
import {
  checkFiles,
  formatsOfOne,
  OUTPUT_FLAGS,
  type OutputFiles,
  writeFiles,
  writeStreams,
} from "../output.ts";
import { lookOfOutput } from "../look.ts";
import { identityOf } from "../output_file.ts";
import { readResultFile } from "../result_file.ts";
import { printError, printPainted } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const FLAGS: Flags = { ...OUTPUT_FLAGS, ...COMMON_FLAGS };

/** `report`: writes results again, in any format. */
export const reportCommand: CliCommand = {
  name: "report",
  usage: "report RESULT.json… [options]",
  summary: "results in other formats",
  groups: [{
    title: "RESULT.json is the document of a run; - is standard input. FILE can be - for\n" +
      "standard output, where the tables go without any of these:",
    flags: FLAGS,
  }],
  example: "report results/latency.json --html latency.html",
  takesFile: true,
  async run({ words, flags }: CommandLine) {
    const files = flags as OutputFiles;
    checkWords(words, files);
    const results = words.map((path) => ({ path, result: readResultFile(path) }));
    const all = results.map(({ result }) => result);
    if (Object.keys(FORMATS).every((name) => !(name in files))) {
      printPainted(all.map(textOf).join("\n---\n\n"));
      return EXIT.good;
    }
    checkFiles(files);
    const { written, failed } = writeFiles(files, all);
    for (const { message, hint } of failed) {
      printError(`error: ${message}`);
      if (hint !== undefined) printError(`hint: ${hint}`);
    }
    const streams = await writeStreams(files, all);
    const names = [...written, ...streams];
    if (names.length > 0) printError(`Written: ${names.join(", ")}`);
    for (const { path, result } of results) warnOfAge(path, lacks(result));
    return failed.length === 0 ? EXIT.good : EXIT.failed;
  },
};

/** A result as standard output shows it: in brief on a terminal. */
function textOf(result: Result): string {
  const detail = Deno.stdout.isTerminal() ? "brief" : "full";
  return renderMarkdown(report(result, detail), lookOfOutput());
}

function checkWords(words: readonly string[], files: OutputFiles): void {
  if (words.length === 0) {
    throw new UsageError(["the file of a result must be named: found none"]);
  }
  const problems = words.length === 1
    ? []
    : formatsOfOne(files).map((name) =>
      `--${name} has no place for more than one result: found ${words.length}`
    );
  if (words.filter((word) => word === "-").length > 1) {
    problems.push("- can be read once, as it is standard input");
  }
  const read = words.filter((word) => word !== "-").map(identityOf);
  for (const name of Object.keys(FORMATS) as FormatName[]) {
    const path = files[name];
    if (path === undefined || path === "-" || !read.includes(identityOf(path))) continue;
    problems.push(`--${name} must not name a result that is read: found "${path}"`);
  }
  if (problems.length > 0) throw new UsageError(problems);
}

/** Says what an old document lacks: not every format has a place for it. */
function warnOfAge(path: string, lacking: readonly string[]): void {
  if (lacking.length > 0) {
    printError(`warning: ${path} is of an older cassbench, and lacks ${lacking.join("; ")}`);
  }
}
