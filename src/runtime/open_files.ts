import { messageOf } from "../errors.ts";
import { isGranted } from "./permissions.ts";

/** So many files must be left when all connections are open: for the results, and for what the system needs meanwhile. */
const RESERVE = 8;

/** What to do where a process may open no more files, which connections are, too. */
export const FILES_HINT =
  "raise the limit, as in `ulimit -n 4096`, or use fewer --connections or --workers";

/** Whether an error says that the process may open no more files. */
export function isOutOfFiles(error: unknown): boolean {
  return /os error 24\b|EMFILE/.test(messageOf(error));
}

/** Whether the process can open some more files. Where it may open none to find out, it is taken to. */
export function hasFilesLeft(): boolean {
  const path = [import.meta.filename, "/dev/null"].find((path) =>
    path !== undefined && isGranted({ name: "read", path })
  );
  if (path === undefined) return true;
  const opened: Deno.FsFile[] = [];
  try {
    while (opened.length < RESERVE) opened.push(Deno.openSync(path));
    return true;
  } catch (error) {
    return !isOutOfFiles(error);
  } finally {
    for (const file of opened) file.close();
  }
}
