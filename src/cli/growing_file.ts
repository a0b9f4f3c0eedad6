import { dirname } from "node:path";
import { isGranted } from "../runtime/permissions.ts";
import { outputError, writeAll } from "./output_file.ts";
import { temporaryName } from "./temporary_file.ts";

/** A file that is written part by part, and takes its place when it is whole. */
export interface GrowingFile {
  /** Writes a text behind the others. */
  append(text: string): void;
  /** Puts the file in its place: whole or not at all. */
  place(): void;
  /** Leaves nothing behind. */
  discard(): void;
}

/**
 * Opens a file beside the one whose place it is to take, where nobody else may read it until then.
 *
 * @throws {TargetError} when it cannot be written, as its functions do
 */
export function openGrowing(path: string): GrowingFile {
  return explained(path, () => {
    Deno.mkdirSync(dirname(path), { recursive: true });
    const [place, before] = fileAt(path);
    const temporary = temporaryName(place);
    const file = Deno.openSync(temporary, { write: true, createNew: true });
    const mode = before ?? file.statSync().mode ?? 0o666;
    const setMode = (to: number) =>
      Deno.build.os === "windows" ? undefined : Deno.chmodSync(temporary, to & 0o777);
    setMode(0o600);
    return {
      append: (text) => explained(path, () => writeAll(file, text)),
      place: () =>
        explained(path, () => {
          file.syncSync();
          file.close();
          setMode(mode);
          Deno.renameSync(temporary, place);
        }),
      discard() {
        try {
          file.close();
        } catch {
          // It was closed before it could be put in its place.
        }
        try {
          Deno.removeSync(temporary);
        } catch {
          // It is gone, which is all that is wanted.
        }
      },
    };
  });
}

/** The file that a path leads to, and its mode where it is there. */
function fileAt(path: string): [file: string, mode: number | null | undefined] {
  if (!isGranted({ name: "read", path })) return [path, undefined];
  try {
    return [Deno.realPathSync(path), Deno.statSync(path).mode];
  } catch {
    return [path, undefined];
  }
}

function explained<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw outputError(path, cause);
  }
}
