import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { cacheFolder, makeOwnFolder, sweep } from "../../src/target/managed/cache_folder.ts";
import { makeFolder } from "./fixture.ts";
import { testPermitted } from "../support/needs.ts";

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

testPermitted(
  "sweep() deletes what processes that are gone left, but not what is in use",
  async () => {
    await using place = await makeFolder();
    const gone = new Deno.Command("true").spawn();
    await gone.status;
    const ours = await makeOwnFolder(place.folder);
    const [abandoned, inUse] = ["a", "b"].map((name) => join(place.folder, `${name}.${gone.pid}`));
    assert.ok(abandoned && inUse && basename(ours).endsWith(`.${Deno.pid}`));
    for (const folder of [abandoned, inUse]) {
      await Deno.mkdir(join(folder, "data"), { recursive: true });
    }

    await sweep(place.folder, () => Promise.resolve(inUse));
    assert.deepEqual([ours, abandoned, inUse].map(existsSync), [true, false, true]);
    await sweep(join(place.folder, "none"), () => Promise.reject(new Error("not asked")));
  },
);
