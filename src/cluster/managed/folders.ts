import { join, resolve } from "node:path";
import process from "node:process";

/**
 * The folder for everything that outlives a run: downloads, the running cluster, the result of `calibrate`. It is
 * `CASSBENCH_CACHE`, or `cassbench` in the cache folder of the user.
 */
export function cacheFolder(
  env: Pick<Deno.Env, "get"> = Deno.env,
  system: string = Deno.build.os,
): string {
  const chosen = env.get("CASSBENCH_CACHE");
  if (chosen) return resolve(chosen);
  const home = env.get("HOME") || env.get("USERPROFILE") || ".";
  return join(userCacheFolder(env, system, home), "cassbench");
}

function userCacheFolder(env: Pick<Deno.Env, "get">, system: string, home: string): string {
  switch (system) {
    case "windows":
      return env.get("LOCALAPPDATA") || join(home, "AppData", "Local");
    case "darwin":
      return join(home, "Library", "Caches");
    default:
      return env.get("XDG_CACHE_HOME") || join(home, ".cache");
  }
}

/** Makes a folder of this process. After the process has ended, {@linkcode sweep} deletes it. */
export async function makeOwnFolder(parent: string): Promise<string> {
  await Deno.mkdir(parent, { recursive: true });
  return await Deno.makeTempDir({ dir: parent, prefix: "", suffix: `.${Deno.pid}` });
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
