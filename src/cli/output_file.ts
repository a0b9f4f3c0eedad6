import { dirname, resolve } from "node:path";
import { messageOf, TargetError } from "../errors.ts";
import { FILES_HINT, isOutOfFiles } from "../runtime/open_files.ts";
import { assertGranted, isGranted, lackedPermission } from "../runtime/permissions.ts";
import { removeOldTemporaries, temporaryName } from "./temporary_file.ts";

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
  const found = existing(path);
  if (found?.isCharDevice) return undefined;
  return found === undefined ? resolve(path) : Deno.realPathSync(path);
}

/**
 * Finds out whether a file can be written, and makes its folder. A stream is not opened before there is something to write,
 * as that would wait for the reader of a pipe.
 *
 * @throws {TargetError} when it cannot
 */
export function checkFile(path: string): void {
  if (Object.hasOwn(STANDARD, path)) return;
  try {
    if (isStream(path)) return assertGranted({ name: "write", path });
    // A temporary file is written beside it, and the folder is looked through for old ones.
    assertGranted({ name: "read", path: dirname(path) });
    assertGranted({ name: "write", path: dirname(path) });
    Deno.mkdirSync(dirname(path), { recursive: true });
    if (existing(path)?.isDirectory) throw new Error("it is a directory");
    if (existing(path)?.isFile === false) throw new Error("it is no file");
    const probe = temporaryName(path);
    Deno.writeFileSync(probe, new Uint8Array(), { createNew: true, mode: 0o600 });
    Deno.removeSync(probe);
    removeOldTemporaries(path);
  } catch (cause) {
    throw outputError(path, cause);
  }
}

/**
 * Puts a text in the place of a file: whole or not at all, also when the process is killed meanwhile. The file keeps its
 * permissions, and its folder is made again if it is gone.
 *
 * @param hint what to do where it cannot be written
 * @throws {TargetError} when it cannot be written
 */
export function replaceFile(path: string, text: string, hint?: string): void {
  try {
    const { file, mode } = placeOf(path);
    writeBeside(file, text, mode, (temporary) => Deno.renameSync(temporary, file));
  } catch (cause) {
    throw outputError(path, cause, hint);
  }
}

/** Where a path leads, and the mode of the file that is there. */
export function placeOf(path: string): { readonly file: string; readonly mode: Mode } {
  const before = existing(path);
  return { file: before === undefined ? path : Deno.realPathSync(path), mode: before?.mode };
}

/** Writes a text to a file or a stream. */
export async function writeText(path: string, text: string): Promise<void> {
  if (isStream(path)) await writeStream(path, text);
  else replaceFile(path, text);
}

/**
 * Puts a text in a file that does not exist yet: whole or not at all.
 *
 * @param hint what to do where it cannot be written
 * @returns whether it did; `false` when there is such a file
 * @throws {TargetError} when it cannot be written
 */
export function createFile(path: string, text: string, hint?: string): boolean {
  try {
    writeBeside(path, text, undefined, (temporary) => {
      // A rename would replace the file of a run that has chosen the same name meanwhile.
      try {
        Deno.linkSync(temporary, path);
      } catch (error) {
        if (error instanceof Deno.errors.AlreadyExists) throw error;
        // Some file systems have no links. There the name is taken first, by an empty file.
        Deno.openSync(path, { write: true, createNew: true }).close();
        return Deno.renameSync(temporary, path);
      }
      Deno.removeSync(temporary);
    });
    return true;
  } catch (cause) {
    if (existing(path) !== undefined) return false;
    throw outputError(path, cause, hint);
  }
}

/** The mode of the file that is replaced; without one, a new file gets that of new files. */
type Mode = number | null | undefined;

/** Writes a text beside a file, and has it put into its place. */
function writeBeside(
  file: string,
  text: string,
  mode: Mode,
  put: (temporary: string) => void,
): void {
  const beside = openBeside(file, mode);
  try {
    beside.append(text);
    beside.place(put);
  } catch (error) {
    beside.discard();
    throw error;
  }
}

/** A file beside another, where nobody else may read it until it is put in its place. */
export interface FileBeside {
  /** Writes a text behind the others. */
  append(text: string): void;
  /** Has it put into its place, when it is whole on the disk. */
  place(put: (temporary: string) => void): void;
  /** Leaves nothing behind. */
  discard(): void;
}

/** Opens a file beside the one whose place it is to take, and makes their folder. */
export function openBeside(file: string, mode: Mode): FileBeside {
  assertGranted({ name: "write", path: dirname(file) });
  Deno.mkdirSync(dirname(file), { recursive: true });
  const temporary = temporaryName(file);
  const opened = Deno.openSync(temporary, { write: true, createNew: true });
  const setMode = (to: number) =>
    Deno.build.os === "windows" ? undefined : Deno.chmodSync(temporary, to & 0o777);
  function discard(): void {
    try {
      opened.close();
    } catch {
      // It was closed before it could be put in its place.
    }
    try {
      Deno.removeSync(temporary);
    } catch {
      // It is gone, which is all that is wanted.
    }
  }
  try {
    const last = mode ?? opened.statSync().mode ?? 0o666;
    setMode(0o600);
    return {
      append: (text) => writeAll(opened, text),
      place(put) {
        opened.syncSync();
        opened.close();
        setMode(last);
        put(temporary);
      },
      discard,
    };
  } catch (error) {
    discard();
    throw error;
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

function existing(path: string): Deno.FileInfo | undefined {
  if (!isGranted({ name: "read", path })) return undefined;
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

const FLAGS_HINT =
  "name a file in a folder that can be written, with --json, --markdown and their like";

function hintFor(cause: unknown): string {
  if (isOutOfFiles(cause)) return FILES_HINT;
  return /os error (27|28|122)\b/.test(messageOf(cause))
    ? "free some space or quota, or name a file on another disk"
    : FLAGS_HINT;
}

/** Says why a file cannot be written, and what to do. */
export function outputError(path: string, cause: unknown, hint = hintFor(cause)): TargetError {
  const lacked = lackedPermission(cause);
  if (lacked !== undefined) {
    return new TargetError(`Cannot write "${path}" as ${lacked.problem}`, lacked.hint, { cause });
  }
  // What follows is the system call, and the name of the temporary file.
  const reason = messageOf(cause).replace(/: \w+ '.*$/s, "");
  const what = isStandardOutput(path) ? "to standard output" : `"${path}"`;
  return new TargetError(`Cannot write ${what} as ${reason}`, hint, { cause });
}
