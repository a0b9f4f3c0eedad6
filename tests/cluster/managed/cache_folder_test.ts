import { strict as assert } from "node:assert";
import { cacheFolder } from "../../../src/cluster/managed/folders.ts";

Deno.test("cacheFolder() is CASSBENCH_CACHE, or cassbench in the cache folder of the user's system", () => {
  const env = new Map([["HOME", "/home/ada"]]);
  assert.equal(cacheFolder(env, "linux"), "/home/ada/.cache/cassbench");
  assert.equal(cacheFolder(env, "darwin"), "/home/ada/Library/Caches/cassbench");
  env.set("XDG_CACHE_HOME", "/cache");
  assert.equal(cacheFolder(env, "linux"), "/cache/cassbench");
  env.set("LOCALAPPDATA", "/local");
  assert.equal(cacheFolder(env, "windows"), "/local/cassbench");
  env.set("CASSBENCH_CACHE", "/own");
  assert.equal(cacheFolder(env, "linux"), "/own");
});

Deno.test("cacheFolder() is refused to a user without a home, and never a folder of where one happens to be", () => {
  for (const system of ["linux", "darwin", "windows"]) {
    assert.throws(() => cacheFolder(new Map(), system), /as HOME is not set$/);
  }
  assert.equal(cacheFolder(new Map([["XDG_CACHE_HOME", "/cache"]]), "linux"), "/cache/cassbench");
});
