import { renderMarkdown } from "../../report/markdown.ts";
import { FORMATS } from "../../report/formats.ts";
import { report } from "../../report/report.ts";
import type { Result } from "../../result/document.ts";
import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags } from "../flags.ts";
import {
  checkFiles,
  filesOf,
  formatsOfOne,
  inputProblems,
  OUTPUT_FLAGS,
  type OutputFiles,
  writeFiles,
  writeStreams,
} from "../output.ts";
import { lookOfOutput } from "../look.ts";
import { readResultFile, warnOfAge } from "../result_file.ts";
import { errorLines, printError, printPainted } from "../terminal.ts";
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
    failed.flatMap(errorLines).forEach(printError);
    const streams = await writeStreams(files, all);
    const names = [...written, ...streams];
    if (names.length > 0) printError(`Written: ${names.join(", ")}`);
    for (const { path, result } of results) warnOfAge(path, result);
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
  problems.push(...inputProblems(words, filesOf(files), "a result that is read"));
  if (problems.length > 0) throw new UsageError(problems);
}
