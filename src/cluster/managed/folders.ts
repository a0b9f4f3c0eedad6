import { join, resolve } from "node:path";
import process from "node:process";
import { TargetError } from "../../errors.ts";
import { FILES_HINT, isOutOfFiles } from "../../runtime/open_files.ts";
import { lackedPermission, readVariable } from "../../runtime/permissions.ts";

/**
 * The folder for everything that outlives a run: downloads, the running cluster, the result of `calibrate`. It is
 * `CASSBENCH_CACHE`, or `cassbench` in the cache folder of the user.
 *
 * @throws {TargetError} where there is no such folder, as the user has no home
 */
export function cacheFolder(
  env: Pick<Deno.Env, "get"> = { get: readVariable },
  system: string = Deno.build.os,
): string {
  const chosen = env.get("CASSBENCH_CACHE");
  if (chosen) return resolve(chosen);
  const folder = userCacheFolder(env, system, env.get("HOME") || env.get("USERPROFILE"));
  if (folder !== undefined) return join(folder, "cassbench");
  throw new TargetError(
    "Cannot tell where what outlives a run belongs, as HOME is not set",
    "set CASSBENCH_CACHE to a folder that you can write to",
  );
}

/** Whether a folder is of a run, so that a process that names it is a node of cassbench. */
export function isRunFolder(folder: string): boolean {
  const runs = join(cacheFolder(), "runs", "x").slice(0, -1);
  return folder.startsWith(runs) && folder.length > runs.length;
}

/** The error of a file or folder that cannot be used, with what to do about it. */
export function cacheError(error: unknown, path: string): unknown {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const lacked = lackedPermission(error);
  if (lacked !== undefined) {
    return new TargetError(`Cannot use ${path}: ${lacked.problem}`, lacked.hint, { cause: error });
  }
  const hint = isOutOfFiles(error)
    ? FILES_HINT
    : code === "ENOSPC"
    ? "free some space on the disk, or set CASSBENCH_CACHE to a folder on another"
    : "set CASSBENCH_CACHE to a folder that you can write to";
  return new TargetError(`Cannot use ${path}: ${message}`, hint, { cause: error });
}

function userCacheFolder(
  env: Pick<Deno.Env, "get">,
  system: string,
  home: string | undefined,
): string | undefined {
  const inHome = (...parts: string[]) => home && join(home, ...parts);
  switch (system) {
    case "windows":
      return env.get("LOCALAPPDATA") || inHome("AppData", "Local");
    case "darwin":
      return inHome("Library", "Caches");
    default:
      return env.get("XDG_CACHE_HOME") || inHome(".cache");
  }
}

/** Makes a folder of this process. After the process has ended, {@linkcode sweep} deletes it. */
export async function makeOwnFolder(parent: string): Promise<string> {
  try {
    await Deno.mkdir(parent, { recursive: true });
    return await Deno.makeTempDir({ dir: parent, prefix: "", suffix: `.${Deno.pid}` });
  } catch (error) {
    throw cacheError(error, parent);
  }
}

/** Deletes the folders in `parent` whose process has ended, as a killed process does not delete its own. */
export async function sweep(
  parent: string,
  folderInUse: () => Promise<string | undefined>,
): Promise<void> {
  const abandoned = (await entries(parent)).filter((name) =>
    !isAlive(Number(name.split(".").at(-1)))
  );
  if (abandoned.length === 0) return;
  // Asks only now: a process that ended just before has already recorded the folder that stays in use.
  const inUse = await folderInUse();
  for (const folder of abandoned.map((name) => join(parent, name))) {
    if (folder !== inUse) await deleteFolder(folder);
  }
}

/** Deletes a folder with everything in it; does nothing where there is none. */
export async function deleteFolder(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function entries(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM says that the process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
