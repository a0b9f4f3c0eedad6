import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import type { CommandLine, Flags } from "../flags.ts";
import { filesOf, formatsOfOne, inputProblems, OUTPUT_FLAGS, type OutputFiles } from "../output.ts";
import { readResultFile } from "../result_file.ts";
import { UsageError } from "../usage.ts";
import { writeResults } from "../write_results.ts";

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
    const read = words.map((path) => ({ path, result: readResultFile(path) }));
    return await writeResults(files, read.map(({ result }) => result), read);
  },
};

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
