import { join, resolve } from "node:path";

/**
 * The folder that holds what outlives a run: what is downloaded once, what runs now, how well this machine measures.
 * It is `cassbench` in the user's own cache folder, or `CASSBENCH_CACHE`.
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
