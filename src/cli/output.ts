import { join } from "node:path";
import type { TargetError } from "../errors.ts";
import { type Format, type FormatName, FORMATS } from "../report/formats.ts";
import type { Result } from "../result/document.ts";
import type { Flags } from "./flags.ts";
import {
  checkFile,
  createFile,
  identityOf,
  isStandardOutput,
  isStream,
  replaceFile,
  writeStream,
} from "./output_file.ts";
import { UsageError } from "./usage.ts";

/** The most characters of a scenario's name in that of a file, as file systems allow 255 in all. */
const MOST_CHARACTERS = 150;

/** Where a run's files go, under the names of their formats; `-` is standard output. */
export type OutputFiles = Paths & {
  /** What the names begin with that nobody asked for: no file of another run may have it. */
  readonly base?: string;
  /** The operations by themselves, which are no format of the result. */
  readonly samples?: string;
};

type Paths = { readonly [F in FormatName | "svgIfAny"]?: string };

/** The flags that say which files are written. */
export const OUTPUT_FLAGS: Flags = Object.fromEntries(
  Object.entries(FORMATS).map(([name, { help }]) => [name, { kind: "text", value: "FILE", help }]),
);

/**
 * The files that were asked for. With neither tables nor document among them, both are added, named after the scenario
 * and the time, and a drawing of the timeline if there is one.
 */
export function chooseFiles(asked: OutputFiles, name: string, now: Date): OutputFiles {
  if (asked.json !== undefined || asked.markdown !== undefined) return asked;
  const time = now.toISOString().replace(/\.\d+/, "").replaceAll(":", "-");
  const word = name.replaceAll(/[^\w-]+/g, "-").replace(/^-+/, "").slice(0, MOST_CHARACTERS);
  return nameAfter(join("results", `${word || "scenario"}-${time}`), asked);
}

function nameAfter(base: string, asked: OutputFiles): OutputFiles {
  const drawing = asked.svg === undefined ? { svgIfAny: `${base}.svg` } : {};
  return { ...asked, ...drawing, json: `${base}.json`, markdown: `${base}.md`, base };
}

/**
 * Gives the files names that no other run has, also if that was started in the same second: adds `-2`, `-3`, … where the
 * document exists, and puts the result in it, so that the name is taken.
 *
 * @throws {TargetError} when the document cannot be written
 */
export function claimNames(files: OutputFiles, result: Result): OutputFiles {
  const { base } = files;
  if (base === undefined) return files;
  for (let number = 1;; number++) {
    const named = number === 1 ? files : nameAfter(`${base}-${number}`, files);
    if (createFile(named.json ?? "", FORMATS.json.write(result))) return named;
  }
}

/**
 * Makes sure that no two documents would go to one file.
 *
 * @throws {UsageError} naming those that would
 */
export function checkNames(files: OutputFiles): void {
  const problems = sameFileProblems(allFilesOf(files));
  if (problems.length > 0) throw new UsageError(problems);
}

/** A file that a flag names. */
export interface NamedFile {
  /** The flag, without its dashes. */
  readonly name: string;
  readonly path: string;
}

/** What is wrong where several flags name one file. */
export function sameFileProblems(files: readonly NamedFile[]): string[] {
  return [...Map.groupBy(files, ({ path }) => identityOf(path))]
    .filter(([file, { length }]) => file !== undefined && length > 1)
    .map(([, same]) => {
      const flags = same.map(({ name }) => `--${name}`).join(" and ");
      return `${flags} must name different files: found "${same[0]?.path}"`;
    });
}

/** What is wrong where a file that is read is named again, under whichever path. */
export function repeatProblems(inputs: readonly string[]): string[] {
  const same = Map.groupBy(inputs, (path) => path === "-" ? path : identityOf(path) ?? path);
  return [...same.values()].filter(({ length }) => length > 1)
    .map(([path]) => `a result must be named once: found ${path} again`);
}

/**
 * What is wrong where a flag would write over a file that is read.
 *
 * @param what what the file is, in words
 */
export function inputProblems(
  inputs: readonly string[],
  files: readonly NamedFile[],
  what: string,
): string[] {
  const read = new Set(inputs.filter((path) => path !== "-").map(identityOf));
  return files.filter(({ path }) => path !== "-" && read.has(identityOf(path)))
    .map(({ name, path }) => `--${name} must not name ${what}: found "${path}"`);
}

/**
 * Finds out whether the files can be written before anything is measured.
 *
 * @throws {UsageError} when two documents would go to one file
 * @throws {TargetError} when a file cannot be written
 */
export function checkFiles(files: OutputFiles): void {
  checkNames(files);
  for (const { path } of allFilesOf(files)) checkFile(path);
}

/** Whether a document goes to standard output, so that nothing else may. */
export function usesStandardOutput(files: OutputFiles): boolean {
  return allFilesOf(files).some(({ path }) => isStandardOutput(path));
}

/** What came of writing a result's files. */
export interface Writing {
  /** The names of all files that were written. */
  readonly written: readonly string[];
  /** Why the others were not. */
  readonly failed: readonly TargetError[];
}

/** What is written: a result, or several, each format of which has one file for all. */
type Written = Result | readonly Result[];

/**
 * Replaces the files by those of a result: each whole or not at all, also when the process is killed meanwhile, and each
 * whatever becomes of the others. Streams are left to {@linkcode writeStreams}.
 */
export function writeFiles(files: OutputFiles, result: Written): Writing {
  const written: string[] = [];
  const failed: TargetError[] = [];
  for (const { name, path } of filesOf(files)) {
    try {
      const text = isStream(path) ? undefined : textOf(name, result);
      if (text === undefined) continue;
      replaceFile(path, text);
      written.push(path);
    } catch (error) {
      failed.push(error as TargetError);
    }
  }
  return { written, failed };
}

/**
 * Writes the result to those of the files that are streams: standard output, pipes and devices. What is written there
 * cannot be replaced, so this is called once, at the end.
 *
 * @returns their names
 * @throws {TargetError} when one cannot be written
 */
export async function writeStreams(files: OutputFiles, result: Written): Promise<string[]> {
  const streams = filesOf(files).filter(({ path }) => isStream(path));
  for (const { name, path } of streams) await writeStream(path, textOf(name, result) ?? "");
  return streams.map(({ path }) => isStandardOutput(path) ? "standard output" : path);
}

/** The text of a file; `undefined` for a drawing that nobody asked for, of a result without a timeline. */
function textOf(name: keyof Paths, written: Written): string | undefined {
  const results = [written].flat();
  if (name !== "svgIfAny") return writeAll(FORMATS[name], results);
  const drawn = results.filter(({ cases }) =>
    cases.some(({ timeline = [] }) => timeline.length > 0)
  );
  return drawn.length > 0 ? writeAll(FORMATS.svg, drawn) : undefined;
}

/** Results in a format; of one that has no place for several, the first. */
function writeAll({ write, writeAll }: Format, results: readonly Result[]): string {
  const [first] = results;
  if (first === undefined) return "";
  return results.length > 1 && writeAll !== undefined ? writeAll(results) : write(first);
}

/** The formats among these that have no place for several results. */
export function formatsOfOne(files: OutputFiles): string[] {
  const formats: Readonly<Record<string, Format>> = FORMATS;
  return filesOf(files).map(({ name }) => name)
    .filter((name) => formats[name]?.writeAll === undefined);
}

/** The files of a result's formats. */
export function filesOf(
  files: OutputFiles,
): { readonly name: keyof Paths; readonly path: string }[] {
  const names = [...Object.keys(FORMATS), "svgIfAny"] as (keyof Paths)[];
  return names.flatMap((name) => {
    const path = files[name];
    return path === undefined ? [] : [{ name, path }];
  });
}

/** All files of a run: its formats, and the operations by themselves. */
export function allFilesOf(files: OutputFiles): NamedFile[] {
  const { samples } = files;
  return [...filesOf(files), ...samples === undefined ? [] : [{ name: "samples", path: samples }]];
}
