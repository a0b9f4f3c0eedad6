import { basename, dirname, join } from "node:path";

/** Milliseconds after which a temporary file belongs to no run any more: one is written within milliseconds. */
const OLD = 600_000;

/** The most bytes of a file's name that its temporary file takes over, as file systems allow 255 in all. */
const MOST_BYTES = 200;

const TEMPORARY =
  /^\.(?<name>.+)\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A name that nothing else uses, in the same folder, so that the file can be renamed in one step. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${cut(basename(path))}.${crypto.randomUUID()}`);
}

/**
 * Removes what runs that were killed while they wrote this file, or that of the same scenario at another time, have left
 * behind. Only old files go, as another run may be writing now.
 */
export function removeOldTemporaries(path: string): void {
  const folder = dirname(path);
  for (const { name: found, isFile } of Deno.readDirSync(folder)) {
    const { name } = TEMPORARY.exec(found)?.groups ?? {};
    if (!isFile || name === undefined || withoutTime(name) !== withoutTime(cut(basename(path)))) {
      continue;
    }
    try {
      const { mtime } = Deno.statSync(join(folder, found));
      if (Date.now() - Number(mtime) > OLD) Deno.removeSync(join(folder, found));
    } catch {
      // Another run has removed it, or it is not ours to remove.
    }
  }
}

function cut(name: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(name).subarray(0, MOST_BYTES));
}

/** The name of a file of the same scenario is the same but for its time, and a number that made it unique. */
function withoutTime(name: string): string {
  return name.replace(/-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?/, "");
}
