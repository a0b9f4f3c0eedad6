import { addRows } from "../../history/add_rows.ts";
import { githubExport } from "../../history/export/github.ts";
import { otavaExport } from "../../history/export/otava.ts";
import { rowsOf } from "../../history/rows_of.ts";
import { seriesOf } from "../../history/series.ts";
import { historyJson, historyReport } from "../../report/history.ts";
import { renderHtml } from "../../report/html/page.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags, FlagValues } from "../flags.ts";
import { readCommit, readHistoryFile, readTime } from "../history_file.ts";
import { checkFile, isStream, replaceFile, writeText } from "../output_file.ts";
import { readResultFile } from "../result_file.ts";
import { printError, printOut } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const FILE = {
  kind: "text",
  value: "history.jsonl",
  help: "the history (history.jsonl)",
} as const;

const ADD_FLAGS = {
  commit: { kind: "text", value: "SHA", help: "what was measured, 7 digits or more" },
  file: FILE,
  at: { kind: "text", value: "TIME", help: "its place in time (when the run began)" },
  replace: { kind: "switch", help: "put it in the place of what the commit has" },
} satisfies Flags;

const SHOW_FLAGS = {
  file: FILE,
  markdown: { kind: "text", value: "FILE", help: "write the tables" },
  html: { kind: "text", value: "FILE", help: "write a page with charts" },
  json: { kind: "text", value: "FILE", help: "write the cases and their changes" },
} satisfies Flags;

const EXPORT_FLAGS = {
  "file": FILE,
  "otava": { kind: "text", value: "FILE.csv", help: "a table for each case" },
  "github-action-benchmark": { kind: "text", value: "FILE.json", help: "the newest commit" },
} satisfies Flags;

/** `history add`: puts the figures of a result into the history. */
export const historyAdd: CliCommand = {
  name: "history add",
  usage: "history add RESULT [options]",
  summary: "keep the figures of a commit",
  groups: [{
    title: "RESULT is the document of a run (JSON). Each case gets a line in the history:",
    flags: { ...ADD_FLAGS, ...COMMON_FLAGS },
  }],
  example: "history add songs.json --commit $(git rev-parse HEAD)",
  takesFile: true,
  run({ words, flags }: CommandLine) {
    const { commit, file = FILE.value, at, replace = false } = flags as FlagValues<
      typeof ADD_FLAGS
    >;
    const [path] = words;
    const problems = path === undefined || words.length > 1
      ? [`history add is followed by one result: found ${words.join(", ") || "none"}`]
      : [];
    const sha = readCommit(commit, problems);
    const time = readTime(at, problems);
    if (isStream(file)) problems.push(`--file must be a file: found "${file}"`);
    if (problems.length > 0) throw new UsageError(problems);
    const result = readResultFile(path ?? "");
    const { rows, leftOut } = rowsOf(result, {
      ...{ commit: sha, name: path ?? "" },
      ...time !== undefined && { at: time },
    });
    const before = readHistoryFile(file, true);
    const { text, replaced } = addRows(before, rows, replace);
    replaceFile(file, text, "name a file in a folder that can be written, with --file");
    const [added, were] = [rows.length - replaced, replaced > 0 ? `, ${replaced} replaced` : ""];
    printError(`${file}: ${added} ${added === 1 ? "line" : "lines"} added${were}`);
    leftOut.forEach((one) => printError(`left out: ${one}`));
    return Promise.resolve(EXIT.good);
  },
};

/** `history show`: the cases over time, and where they change. */
export const historyShow: CliCommand = {
  name: "history show",
  usage: "history show [options]",
  summary: "how it went, commit by commit",
  groups: [{
    title: "FILE can be - for standard output, where the tables go without any of these:",
    flags: { ...SHOW_FLAGS, ...COMMON_FLAGS },
  }],
  example: "history show --html history.html",
  async run({ flags }: CommandLine) {
    const { file = FILE.value, ...files } = flags as FlagValues<typeof SHOW_FLAGS>;
    const paths = WRITERS.flatMap(({ flag, write }) => {
      const path = files[flag];
      return path === undefined ? [] : [{ path, write }];
    });
    checkPaths(paths.map(({ path }) => path), file);
    const { lines } = readHistoryFile(file, false);
    const series = seriesOf(lines.map(({ row }) => row));
    const report = historyReport(series);
    if (paths.length === 0) printOut(renderMarkdown(report));
    for (const { path, write } of paths) await writeText(path, write(series, report));
    return EXIT.good;
  },
};

type Write = (
  series: ReturnType<typeof seriesOf>,
  report: ReturnType<typeof historyReport>,
) => string;

const WRITERS: readonly { readonly flag: "markdown" | "html" | "json"; readonly write: Write }[] = [
  { flag: "markdown", write: (_, report) => renderMarkdown(report) },
  { flag: "html", write: (_, report) => renderHtml({ title: titleOf(report), report }) },
  { flag: "json", write: historyJson },
];

function titleOf([heading]: ReturnType<typeof historyReport>): string {
  return heading?.kind === "heading" ? heading.text : "History";
}

/** `history export`: the history for other programs. */
export const historyExport: CliCommand = {
  name: "history export",
  usage: "history export [options]",
  summary: "a history for other programs",
  groups: [{
    title: "For Apache Otava, whose configuration goes to standard output, and for\n" +
      "github-action-benchmark, which gets FILE-bigger.json and FILE-smaller.json:",
    flags: { ...EXPORT_FLAGS, ...COMMON_FLAGS },
  }],
  example: "history export --otava latency.csv > otava.yaml",
  async run({ flags }: CommandLine) {
    const { file = FILE.value, otava, "github-action-benchmark": github } = flags as FlagValues<
      typeof EXPORT_FLAGS
    >;
    if (otava === undefined && github === undefined) {
      throw new UsageError(["history export needs --otava or --github-action-benchmark"]);
    }
    for (const [flag, path] of Object.entries({ otava, "github-action-benchmark": github })) {
      if (path !== undefined && isStream(path)) {
        throw new UsageError([`--${flag} must name a file, as there are several: found "${path}"`]);
      }
    }
    const rows = readHistoryFile(file, false).lines.map(({ row }) => row);
    const texts = new Map<string, string>();
    let leftOut = 0;
    let configuration = "";
    if (otava !== undefined) {
      const made = otavaExport(seriesOf(rows), otava);
      made.tables.forEach((text, path) => texts.set(path, text));
      configuration = made.configuration;
      leftOut += made.leftOut;
    }
    if (github !== undefined) {
      const made = githubExport(rows);
      const base = github.replace(/\.json$/i, "");
      texts.set(`${base}-bigger.json`, made.bigger);
      texts.set(`${base}-smaller.json`, made.smaller);
      leftOut += made.leftOut;
    }
    checkPaths([...texts.keys()], file);
    for (const [path, text] of texts) await writeText(path, text);
    if (configuration !== "") printOut(configuration);
    printError(`Written: ${[...texts.keys()].join(", ")}`);
    if (leftOut > 0) printError(`left out: ${leftOut} lines, as their figures are invalid`);
    return EXIT.good;
  },
};

/** Finds out whether all files can be written before one is. */
function checkPaths(paths: readonly string[], history: string): void {
  if (new Set([...paths, history]).size <= paths.length) {
    throw new UsageError(["each file must have a name of its own, and not the history's"]);
  }
  paths.forEach(checkFile);
}
