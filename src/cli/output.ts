import { join } from "node:path";
import { type FormatName, FORMATS } from "../report/formats.ts";
import type { Result } from "../result/document.ts";
import type { Flags } from "./flags.ts";
import {
  checkFile,
  identityOf,
  isStandardOutput,
  isStream,
  replaceFile,
  writeStream,
} from "./output_file.ts";
import { UsageError } from "./usage.ts";

/** Where a run's files go, under the names of their formats; `-` is standard output. */
export type OutputFiles = { readonly [F in FormatName | "svgIfAny"]?: string };

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
  const base = join("results", `${name.replaceAll(/[^\w-]+/g, "-")}-${time}`);
  const drawing = asked.svg === undefined ? { svgIfAny: `${base}.svg` } : {};
  return { ...asked, ...drawing, json: `${base}.json`, markdown: `${base}.md` };
}

/**
 * Finds out whether the files can be written before anything is measured.
 *
 * @throws {UsageError} when two documents would go to one file
 * @throws {TargetError} when a file cannot be written
 */
export function checkFiles(files: OutputFiles): void {
  const byFile = Map.groupBy(filesOf(files), ({ path }) => identityOf(path));
  const problems = [...byFile].filter(([file, { length }]) => file !== undefined && length > 1)
    .map(([, same]) => {
      const flags = same.map(({ name }) => `--${name}`).join(" and ");
      return `${flags} must name different files: found "${same[0]?.path}"`;
    });
  if (problems.length > 0) throw new UsageError(problems);
  for (const { path } of filesOf(files)) checkFile(path);
}

/** Whether a document goes to standard output, so that nothing else may. */
export function usesStandardOutput(files: OutputFiles): boolean {
  return filesOf(files).some(({ path }) => isStandardOutput(path));
}

/**
 * Replaces the files by those of a result: each whole or not at all, also when the process is killed meanwhile. Streams are
 * left to {@linkcode writeStreams}.
 *
 * @returns the names of all that there are, streams included
 * @throws {TargetError} when a file cannot be written
 */
export function writeFiles(files: OutputFiles, result: Result): string[] {
  return filesOf(files).flatMap(({ name, path }) => {
    if (isStream(path)) return [isStandardOutput(path) ? "standard output" : path];
    const text = textOf(name, result);
    if (text === undefined) return [];
    replaceFile(path, text);
    return [path];
  });
}

/**
 * Writes the result to those of the files that are streams: standard output, pipes and devices. What is written there
 * cannot be replaced, so this is called once, at the end.
 *
 * @throws {TargetError} when one cannot be written
 */
export async function writeStreams(files: OutputFiles, result: Result): Promise<void> {
  for (const { name, path } of filesOf(files)) {
    if (isStream(path)) await writeStream(path, textOf(name, result) ?? "");
  }
}

/** The text of a file; `undefined` for a drawing that nobody asked for, of a result without a timeline. */
function textOf(name: keyof OutputFiles, result: Result): string | undefined {
  if (name !== "svgIfAny") return FORMATS[name].write(result);
  const hasTimeline = result.cases.some(({ timeline = [] }) => timeline.length > 0);
  return hasTimeline ? FORMATS.svg.write(result) : undefined;
}

function filesOf(
  files: OutputFiles,
): { readonly name: keyof OutputFiles; readonly path: string }[] {
  const names = [...Object.keys(FORMATS), "svgIfAny"] as (keyof OutputFiles)[];
  return names.flatMap((name) => {
    const path = files[name];
    return path === undefined ? [] : [{ name, path }];
  });
}
