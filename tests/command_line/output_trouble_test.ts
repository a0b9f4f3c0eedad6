/** Nobody reads what is printed, or the terminal is an odd one. */
import assert from "node:assert/strict";
import { testPermitted } from "../support/needs.ts";
import { inTrouble, resultIn } from "../support/trouble.ts";

const UNREAD: Record<string, readonly [how: string, expected: RegExp]> = {
  "its reader has gone": [`"$@" | head -1`, /^Written: x\.json$/m],
  "it is closed": [`"$@" >&-`, /^Written: x\.json$/m],
  "it is full": [`"$@" > /dev/full`, /^warning: standard output is lost: No space/m],
};

for (const [what, [how, expected]] of Object.entries(UNREAD)) {
  testPermitted(`where ${what}, standard output costs neither file nor exit code`, () =>
    inTrouble(
      { through: ["bash", "-c", `set -o pipefail; ${how}`, "bash"] },
      ({ code, stderr, cwd, left }) => {
        assert.equal(code, 0, stderr);
        assert.match(stderr, expected);
        assert.doesNotMatch(stderr, /^error|^ +at /m);
        assert.deepEqual(left, ["x.json"]);
        assert.equal(resultIn(cwd, "x.json").status, "completed");
      },
    ));
}

testPermitted(
  "where standard error is closed, nothing is lost",
  () =>
    inTrouble({ through: ["bash", "-c", '"$@" 2>&-', "bash"] }, ({ code, cwd }) => {
      assert.equal(code, 0);
      assert.equal(resultIn(cwd, "x.json").status, "completed");
    }),
);

testPermitted("a document that standard output cannot take ends the run with 1", () =>
  inTrouble(
    { flags: ["--json", "-"], through: ["bash", "-c", '"$@" > /dev/full', "bash"] },
    ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(stderr, /^error: Cannot write to standard output as No space left/m);
    },
  ));

/** Runs on a terminal of a size, with what its environment says. */
function onTerminal(size: string, env: Record<string, string>, check: (printed: string) => void) {
  const through = [
    ...["sh", "-c", `exec script -qec "stty ${size}; $*" /dev/null </dev/null`, "sh"],
  ];
  const flags = ["--json", "x.json", "--operations", "2000"];
  // Not quiet, so that the bar is drawn.
  return inTrouble({ through, flags, env, isQuiet: false }, ({ code, stdout, cwd }) => {
    assert.equal(code, 0, stdout);
    assert.equal(resultIn(cwd, "x.json").status, "completed");
    assert.match(stdout, /latency/);
    check(stdout);
  });
}

// deno-lint-ignore no-control-regex
const VIEWS = /\x1b\[(?:2K|J)([█░][^\x1b]*)/g;

for (const [size, most] of [["cols 20", 19], ["cols 0 rows 0", 79]] as const) {
  testPermitted(
    `on a terminal of ${size} no line of the live view is longer`,
    () =>
      onTerminal(size, {}, (printed) => {
        const views = [...printed.matchAll(VIEWS)].map(([, view = ""]) => view);
        assert.ok(views.length > 0, "a bar was drawn");
        for (const line of views.flatMap((view) => view.split(/[\r\n]+/))) {
          assert.ok([...line].length <= most, line);
        }
      }),
  );
}

testPermitted(
  "a dumb terminal gets nothing that steers it",
  () => onTerminal("cols 80", { TERM: "dumb" }, (printed) => assert.ok(!printed.includes("\x1b"))),
);
