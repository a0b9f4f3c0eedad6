/** `init`: what it writes is formatted, passes the compiler, and runs; and what it refuses. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { assertGoodCode, assertRuns } from "../support/init.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

testPermitted(
  "init writes a commented scenario that runs at once",
  () =>
    inTemporaryFolder(async (folder) => {
      const { code, stdout } = await cassbench(["init", "new/mine.ts"], { cwd: folder });
      assert.equal(code, 0);
      assert.equal(stdout, "Wrote new/mine.ts. To run it: deno run -A mod.ts new/mine.ts\n");
      const file = join(folder, "new/mine.ts");
      await assertGoodCode(file);
      await assertRuns(file, folder);
    }),
);

testPermitted("init never overwrites a file", () =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, "mine.ts");
    Deno.writeTextFileSync(file, "// mine");
    const { code, stderr } = await cassbench(["init", "mine.ts"], { cwd: folder });
    assert.equal(code, 1);
    assert.match(stderr, /^error: Cannot write "mine\.ts" as it exists$/m);
    assert.match(stderr, /^hint: init never overwrites: name another file/m);
    assert.equal(Deno.readTextFileSync(file), "// mine");
  }));

testPermitted(
  "init - writes the scenario to standard output, and nothing else",
  () =>
    inTemporaryFolder(async (folder) => {
      const { code, stdout, stderr } = await cassbench(["init", "-"], { cwd: folder });
      assert.deepEqual([code, stderr], [0, ""]);
      Deno.writeTextFileSync(join(folder, "piped.ts"), stdout);
      await assertGoodCode(join(folder, "piped.ts"));
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["piped.ts"]);
    }),
);

const WRONG: Record<string, { words: readonly string[]; says: RegExp }> = {
  "no file": { words: [], says: /as init is followed by one file: found none$/m },
  "two files": { words: ["a.ts", "b.ts"], says: /one file: found a\.ts, b\.ts$/m },
  "a file of another language": {
    words: ["a.yaml"],
    says: /as init writes TypeScript, so the file must end in \.ts: found "a\.yaml"$/m,
  },
  "a flag of another command": {
    words: ["a.ts", "--rate", "5"],
    says: /as --rate is no flag of init$/m,
  },
};

for (const [name, { words, says }] of Object.entries(WRONG)) {
  testPermitted(`init refuses ${name}`, () =>
    inTemporaryFolder(async (folder) => {
      const { code, stderr } = await cassbench(["init", ...words], { cwd: folder });
      assert.equal(code, 2);
      assert.match(stderr, says);
      assert.match(stderr, /^hint: .*`deno run -A mod\.ts init --help` shows every flag$/m);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }));
}
