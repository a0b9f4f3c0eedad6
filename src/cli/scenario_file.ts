import { basename, dirname, resolve } from "node:path";
import { TargetError } from "../errors.ts";
import { formatCode } from "../init/format.ts";
import type { WrittenScenario } from "../init/schema.ts";
import { isGranted } from "../runtime/permissions.ts";
import { PROGRAM } from "../runtime/program.ts";
import { createFile, isStream, writeStream } from "./output_file.ts";
import { printOut } from "./terminal.ts";
import { UsageError } from "./usage.ts";

/**
 * The file that a scenario is written to, before anything is done for it.
 *
 * @throws {UsageError} unless one TypeScript file is named
 * @throws {TargetError} when it exists
 */
export function newScenarioFile(words: readonly string[]): string {
  const [file, ...others] = words;
  if (file === undefined || others.length > 0) {
    throw new UsageError([`init is followed by one file: found ${words.join(", ") || "none"}`]);
  }
  if (!isStream(file) && !/\.m?ts$/.test(file)) {
    throw new UsageError([`init writes TypeScript, so the file must end in .ts: found "${file}"`]);
  }
  if (!isStream(file) && exists(file)) throw existsError(file);
  return file;
}

/** A scenario is named after its file. */
export function nameFor(file: string): string | undefined {
  return isStream(file) ? undefined : basename(file).replace(/\.m?ts$/, "");
}

/**
 * Writes a scenario, formatted by the settings of its folder.
 *
 * @throws {TargetError} when it cannot be written, or exists meanwhile
 */
export async function writeScenario(
  file: string,
  { text: code, needsCassandra = false }: WrittenScenario,
): Promise<void> {
  if (isStream(file)) return await writeStream(file, await formatCode(code, Deno.cwd()));
  const folder = dirname(resolve(file));
  const text = await formatCode(code, exists(folder) ? folder : Deno.cwd());
  if (!createFile(file, text, "name a file in a folder that can be written")) {
    throw existsError(file);
  }
  const command = `${PROGRAM} ${file}${needsCassandra ? " --cassandra" : ""}`;
  printOut(`Wrote ${file}. To run it: ${command}\n`);
}

function exists(path: string): boolean {
  if (!isGranted({ name: "read", path })) return false;
  try {
    return Deno.lstatSync(path) !== undefined;
  } catch {
    return false;
  }
}

function existsError(file: string): TargetError {
  return new TargetError(
    `Cannot write "${file}" as it exists`,
    "init never overwrites: name another file, or delete this one first",
  );
}
