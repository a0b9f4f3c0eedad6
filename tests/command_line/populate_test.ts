/** What fills the tables, as a person runs it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const FILE = inRepository("tests", "fixtures", "background.ts");
const SHORT = ["--duration", "50ms", "--markdown", "-"];

testPermitted(
  "the report shows what filled the tables, unless --no-populate leaves it out",
  async () => {
    const filled = await cassbench([FILE, ...SHORT]);
    assert.equal(filled.code, 0, filled.stderr);
    assert.match(filled.stdout, /^## Populate\n\n\|.*\n.*\n\| +20 \| +0 \|/m);
    const left = await cassbench([FILE, ...SHORT, "--no-populate"]);
    assert.equal(left.code, 0, left.stderr);
    assert.doesNotMatch(left.stdout, /Populate/);
  },
);

testPermitted("--no-populate of a scenario that has none is bad usage", async () => {
  const { code, stderr } = await cassbench([
    inRepository("scenarios", "latency.ts"),
    "--no-populate",
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /--no-populate must stand beside populate/);
});

testPermitted(
  "a populate of which nothing succeeds ends the run with its first error",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(
        join(cwd, "broken.js"),
        `export default {
        name: "broken",
        populate: {
          operations: 3,
          input: ({ index }) => index,
          operation: (session) => session.execute("INSERT INTO nowhere (a) VALUES (1)"),
        },
        operation: (session) => session.execute("SELECT now() FROM system.local"),
      };`,
      );
      const { code, stderr } = await cassbench(["broken.js"], { cwd });
      assert.equal(code, 1);
      assert.match(stderr, /no operation of populate succeeded: 3 failed, the first as invalid: /);
      assert.match(stderr, /What was measured is in results\/broken-/);
    });
  },
);
