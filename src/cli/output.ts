import { basename, dirname, join } from "node:path";
import { messageOf, TargetError } from "../errors.ts";
import { type FormatName, FORMATS } from "../report/formats.ts";
import type { Result } from "../result/document.ts";

/** Where a run's files go, under the names of their formats. */
export type OutputFiles = { readonly [F in FormatName | "svgIfAny"]?: string };

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
 * @throws {TargetError} when one cannot
 */
export function checkFiles(files: OutputFiles): void {
  for (const [, path] of filesOf(files)) {
    try {
      Deno.mkdirSync(dirname(path), { recursive: true });
      if (existing(path)?.isDirectory) throw new Error("it is a directory");
      if (existing(path)?.isFile === false) throw new Error("it is no file");
      const probe = besides(path);
      Deno.writeFileSync(probe, new Uint8Array(), { createNew: true });
      Deno.removeSync(probe);
    } catch (cause) {
      throw outputError(path, cause);
    }
  }
}

/**
 * Writes the result: each file whole or not at all, also when the process is killed meanwhile.
 *
 * @returns the names of the files that there are
 * @throws {TargetError} when a file cannot be written
 */
export function writeFiles(files: OutputFiles, result: Result): string[] {
  return filesOf(files).flatMap(([name, path]) => {
    const text = name === "svgIfAny" ? drawIfAny(result) : FORMATS[name].write(result);
    if (text === undefined) return [];
    replaceFile(path, text);
    return [path];
  });
}

/** The drawing among the files that nobody asked for: there is none without a timeline. */
function drawIfAny(result: Result): string | undefined {
  const hasTimeline = result.cases.some(({ timeline = [] }) => timeline.length > 0);
  return hasTimeline ? FORMATS.svg.write(result) : undefined;
}

function filesOf(files: OutputFiles): [name: keyof OutputFiles, path: string][] {
  const names = [...Object.keys(FORMATS), "svgIfAny"] as (keyof OutputFiles)[];
  return names.flatMap((name) => {
    const path = files[name];
    return path === undefined ? [] : [[name, path]];
  });
}

function replaceFile(path: string, text: string): void {
  const file = existing(path) === undefined ? path : Deno.realPathSync(path);
  const temporary = besides(file);
  try {
    using opened = Deno.openSync(temporary, { write: true, createNew: true });
    writeAll(opened, text);
    opened.syncSync();
    Deno.renameSync(temporary, file);
  } catch (cause) {
    if (existing(temporary) !== undefined) Deno.removeSync(temporary);
    throw outputError(path, cause);
  }
}

/** A name that nobody else uses, in the same folder, as a rename is only atomic within one. */
function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`);
}

/** Writes a whole text, as one call of `writeSync` may write only a part. */
export function writeAll(file: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
}

function existing(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

const ALTERNATIVES = new Intl.ListFormat("en-GB", { type: "disjunction" });

function outputError(path: string, cause: unknown): TargetError {
  const flags = Object.keys(FORMATS).map((name) => `--${name}`);
  return new TargetError(
    `Cannot write "${path}" as ${messageOf(cause)}`,
    `name a file in a folder that can be written, with ${ALTERNATIVES.format(flags)}`,
    { cause },
  );
}
