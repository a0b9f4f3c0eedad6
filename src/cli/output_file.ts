import { basename, dirname, join, resolve } from "node:path";
import { messageOf, TargetError } from "../errors.ts";

/** The names under which standard output and standard error are written to. */
const STANDARD: Readonly<Record<string, typeof Deno.stdout | typeof Deno.stderr>> = {
  "-": Deno.stdout,
  "/dev/stdout": Deno.stdout,
  "/dev/stderr": Deno.stderr,
};

/** Whether a path stands for standard output. */
export function isStandardOutput(path: string): boolean {
  return STANDARD[path] === Deno.stdout;
}

/**
 * Whether what is written to a path goes on to a reader: standard output, a pipe, a device. There is no file to replace, so
 * a document must be written once.
 */
export function isStream(path: string): boolean {
  const { isFifo, isCharDevice } = existing(path) ?? {};
  return Object.hasOwn(STANDARD, path) || isFifo === true || isCharDevice === true;
}

/**
 * What two paths to the same file have in common; `undefined` for a device such as /dev/null, which takes any number of
 * documents.
 */
export function identityOf(path: string): string | undefined {
  if (Object.hasOwn(STANDARD, path)) return isStandardOutput(path) ? "-" : path;
  if (existing(path)?.isCharDevice) return undefined;
  try {
    return Deno.realPathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * Finds out whether a file can be written, and makes its folder. A stream is not opened before there is something to write,
 * as that would wait for the reader of a pipe.
 *
 * @throws {TargetError} when it cannot
 */
export function checkFile(path: string): void {
  if (isStream(path)) return;
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

/**
 * Puts a text in the place of a file: whole or not at all, also when the process is killed meanwhile.
 *
 * @throws {TargetError} when it cannot be written
 */
export function replaceFile(path: string, text: string): void {
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

/**
 * Writes a text to a stream. A pipe is waited for until it has a reader; a reader that goes away before the end has what it
 * wanted.
 *
 * @throws {TargetError} when it cannot be written
 */
export async function writeStream(path: string, text: string): Promise<void> {
  try {
    const standard = STANDARD[path];
    using opened = standard === undefined ? await Deno.open(path, { write: true }) : undefined;
    const writer = standard ?? opened!;
    let bytes = new TextEncoder().encode(text);
    while (bytes.length > 0) bytes = bytes.subarray(await writer.write(bytes));
  } catch (cause) {
    if (!(cause instanceof Deno.errors.BrokenPipe)) throw outputError(path, cause);
  }
}

/** Writes a text whole, as one call may write a part only. */
export function writeAll(file: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
}

/** A name that nothing else uses, in the same folder, so that the file can be renamed in one step. */
function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`);
}

function existing(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

function outputError(path: string, cause: unknown): TargetError {
  return new TargetError(
    `Cannot write "${path}" as ${messageOf(cause)}`,
    "name a file in a folder that can be written, with --json, --markdown, --svg or --hlog",
    { cause },
  );
}
