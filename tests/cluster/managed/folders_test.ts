import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { makeOwnFolder, sweep } from "../../../src/cluster/managed/folders.ts";
import { testPermitted } from "../../support/needs.ts";
import { makeFolder } from "./fixture.ts";

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
