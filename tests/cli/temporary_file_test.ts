import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { removeOldTemporaries, temporaryName } from "../../src/cli/temporary_file.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const LONG_AGO = new Date(Date.now() - 3_600_000);

testPermitted(
  "removeOldTemporaries() removes what killed runs have left of this scenario, and nothing else",
  () =>
    inTemporaryFolder((folder) => {
      const path = join(folder, "latency-2026-11-22T06-25-07Z.json");
      const own = [
        temporaryName(path),
        temporaryName(join(folder, "latency-2026-11-20T01-02-03Z-2.json")),
      ];
      const young = temporaryName(path);
      const others = [
        temporaryName(join(folder, "latency-2026-11-22T06-25-07Z.md")),
        temporaryName(join(folder, "page-2026-11-22T06-25-07Z.json")),
        ...[".latency.json.swp", ".latency.json.1234", "latency.json"].map((name) =>
          join(folder, name)
        ),
        path,
      ];
      for (const file of [...own, ...others, young]) Deno.writeTextFileSync(file, "");
      for (const file of [...own, ...others]) Deno.utimeSync(file, LONG_AGO, LONG_AGO);
      removeOldTemporaries(path);
      const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assert.deepEqual(left.sort(), [...others, young].map((file) => basename(file)).sort());
      return Promise.resolve();
    }),
);

testPermitted(
  "temporaryName() is a name that a file can have, however long the file's is",
  () =>
    inTemporaryFolder((folder) => {
      for (const name of ["n".repeat(255), "日".repeat(85)]) {
        Deno.writeTextFileSync(temporaryName(join(folder, name)), "");
      }
      return Promise.resolve();
    }),
);
