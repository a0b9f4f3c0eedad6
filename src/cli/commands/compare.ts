import { compare } from "../../compare/compare.ts";
import { ACROSS, type AcrossCondition } from "../../compare/conditions.ts";
import { type ComparedResults, COMPARISON_FORMATS } from "../../report/comparison/formats.ts";
import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import { printComparison, refuseInputs, tellComparison, TOLERANCE } from "../comparison.ts";
import type { CommandLine, Flags, FlagValues } from "../flags.ts";
import { checkFile, isStandardOutput, writeText } from "../output_file.ts";
import { repeatProblems, sameFileProblems } from "../output.ts";
import { readResultFile, warnOfAge } from "../result_file.ts";
import { printError } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const FORMAT_FLAGS: Flags = Object.fromEntries(
  Object.entries(COMPARISON_FORMATS).map(([name, { help }]) => [
    name,
    { kind: "text", value: "FILE", help },
  ]),
);

const COMPARE_FLAGS = {
  "tolerance": TOLERANCE,
  "across": { kind: "texts", value: "server,…", help: "what differs on purpose" },
} as const satisfies Flags;

/** `compare`: says what got better or worse, and whether that is more than chance. */
export const compareCommand: CliCommand = {
  name: "compare",
  usage: "compare BASE NEW… [options]",
  summary: "what got better or worse",
  groups: [{
    title: "BASE and NEW are documents of runs; - is standard input. FILE can be - for\n" +
      "standard output, which then gets nothing else. What got worse is exit code 3:",
    flags: { ...COMPARE_FLAGS, ...FORMAT_FLAGS, ...COMMON_FLAGS },
  }],
  example: "compare before.json after.json --tolerance 5%",
  takesFile: true,
  async run({ words, flags }: CommandLine) {
    const { tolerance, across = [] } = flags as FlagValues<typeof COMPARE_FLAGS>;
    const files = filesOf(flags);
    checkLine(words, files, across);
    const [base, ...others] = words.map(readResultFile);
    const results: ComparedResults = [base!, ...others];
    const comparison = compare(base!, others, {
      names: words.map((path) => path === "-" ? "standard input" : path),
      across: across as AcrossCondition[],
      ...tolerance !== undefined && { tolerance },
    });
    files.forEach(({ path }) => checkFile(path));
    // All texts are there before the first is written.
    const texts = files.map(({ format, path }) => ({
      path,
      text: format.write(comparison, results),
    }));
    if (!files.some(({ path }) => isStandardOutput(path))) printComparison(comparison);
    for (const { path, text } of texts) await writeText(path, text);
    results.forEach((result, at) => warnOfAge(words[at]!, result));
    const names = files.map(({ path }) => isStandardOutput(path) ? "standard output" : path);
    if (names.length > 0) printError(`Written: ${names.join(", ")}`);
    return tellComparison(comparison);
  },
};

function filesOf(flags: FlagValues) {
  return Object.entries(COMPARISON_FORMATS).flatMap(([name, format]) => {
    const path = flags[name] as string | undefined;
    return path === undefined ? [] : [{ name, format, path }];
  });
}

function checkLine(
  words: readonly string[],
  files: ReturnType<typeof filesOf>,
  across: readonly string[],
): void {
  const problems: string[] = [];
  if (words.length < 2) {
    problems.push(
      `the files of two results or more must be named, the base first: found ${
        words.length === 0 ? "none" : words.join()
      }`,
    );
  }
  problems.push(...repeatProblems(words));
  const strange = across.filter((word) => !(ACROSS as readonly string[]).includes(word));
  if (strange.length > 0) {
    problems.push(`--across must be of ${ACROSS.join(", ")}: found "${strange.join(",")}"`);
  }
  problems.push(...sameFileProblems(files));
  if (problems.length > 0) throw new UsageError(problems);
  refuseInputs(words, files);
}
