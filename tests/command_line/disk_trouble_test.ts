/** The disk is full, or the place of the results is not what it was: what was measured is told, and nothing is half. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { testPermitted } from "../support/needs.ts";
import { inTrouble, resultIn, threeCases, under } from "../support/trouble.ts";

/** No file may be larger than so many blocks of 512 bytes; without the trap, the system would end the process. */
const limited = (blocks: number) => under(`trap '' XFSZ; ulimit -f ${blocks}`);

testPermitted(
  "on a full device the tables are on the terminal, and the exit code is 1",
  () =>
    inTrouble({ flags: ["--json", "/dev/full"] }, ({ code, stderr, tableLines }) => {
      assert.equal(code, 1);
      assert.ok(tableLines >= 8, "two tables");
      assert.match(
        stderr,
        /^error: Cannot write "\/dev\/full" as No space left on device.*\nhint: free some/m,
      );
      assert.doesNotMatch(stderr, /^Written/m);
    }),
);

testPermitted(
  "where the document does not fit any more, the last whole one stays, and the page is written",
  () =>
    inTrouble(
      { flags: ["--json", "x.json", "--markdown", "x.md"], through: limited(20) },
      ({ code, stderr, tableLines, cwd, left }) => {
        assert.equal(code, 1);
        assert.ok(tableLines >= 8);
        assert.equal(
          stderr.match(/^error: Cannot write "x\.json" as File too large/gm)?.length,
          1,
          stderr,
        );
        assert.equal(stderr.match(/^hint: free some space/gm)?.length, 1);
        assert.match(stderr, /^Written: x\.md$/m);
        assert.deepEqual(left, ["x.json", "x.md"], "no half file beside them");
        const { status, cases } = resultIn(cwd, "x.json");
        assert.equal(status, "aborted");
        assert.ok(cases.length === 1 || cases.length === 2, "not the last one");
      },
    ),
);

testPermitted(
  "where not even the first document fits, there is none, and no half one",
  () =>
    inTrouble({ through: limited(1) }, ({ code, stderr, tableLines, left }) => {
      assert.equal(code, 1);
      assert.ok(tableLines >= 8);
      assert.match(stderr, /^error: Cannot write "x\.json" as File too large/m);
      assert.deepEqual(left, []);
    }),
);

const GONE: Record<string, readonly [setup: string, reason: RegExp]> = {
  "is replaced by a file": [
    `await Deno.remove("out", { recursive: true }); await Deno.writeTextFile("out", "")`,
    /^error: Cannot write "out\/x\.json" as (Not a directory|File exists)/m,
  ],
  "leads nowhere": [
    `await Deno.remove("out", { recursive: true }); await Deno.symlink("nowhere", "out")`,
    /^error: Cannot write "out\/x\.json" as /m,
  ],
};

for (const [what, [setup, reason]] of Object.entries(GONE)) {
  testPermitted(`a folder of results that ${what} meanwhile costs no table and ends with 1`, () => {
    const text = threeCases(
      `setup: async (_, { poolSize }) => { if (poolSize === 2) { ${setup} } }`,
    );
    return inTrouble({ text, flags: ["--json", "out/x.json"] }, ({ code, stderr, tableLines }) => {
      assert.equal(code, 1, stderr);
      assert.ok(tableLines >= 8);
      assert.match(stderr, reason);
      assert.doesNotMatch(stderr, /^ +at /m, "no stack");
    });
  });
}

testPermitted(
  "a file system that cannot be written to is told before anything is measured",
  () =>
    inTrouble({ flags: ["--json", "/proc/x.json"] }, ({ code, stderr, stdout }) => {
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(stderr, /^error: Cannot write "\/proc\/x\.json" as /m);
    }),
);

testPermitted(
  "results that nobody named a place for are told where there is no room",
  () =>
    inTrouble({ flags: [], through: limited(1) }, ({ code, stderr, cwd }) => {
      assert.equal(code, 1);
      assert.match(stderr, /^error: Cannot write "results\/trouble-.*\.json" as File too large/m);
      assert.deepEqual([...Deno.readDirSync(join(cwd, "results"))], []);
    }),
);
