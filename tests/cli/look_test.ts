import assert from "node:assert/strict";
import { columnsOfTerminal, signsOf } from "../../src/cli/look.ts";
import { withEnvironment } from "../support/environment.ts";
import { testPermitted } from "../support/needs.ts";

const NAMES = ["TERM", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "COLUMNS"];

/** The environment of a terminal, and nothing of this one's. */
function environmentOf(own: Record<string, string>): Record<string, string> {
  const none = Object.fromEntries(NAMES.map((name) => [name, ""]));
  return { ...none, TERM: "xterm-256color", LANG: "en_US.UTF-8", ...own };
}

const ALL = { canDraw: true, hasBlocks: true, hasColors: true };

for (
  const [isTerminal, own, changed] of [
    [true, {}, {}],
    [true, { NO_COLOR: "1" }, { hasColors: false }],
    [true, { TERM: "dumb" }, { canDraw: false, hasColors: false }],
    [true, { LANG: "C" }, { hasBlocks: false }],
    [true, { LANG: "" }, { hasBlocks: false }],
    [true, { LC_ALL: "C" }, { hasBlocks: false }],
    [true, { LC_CTYPE: "de_DE.utf8", LANG: "C" }, {}],
    [true, { TERM: "linux" }, { hasBlocks: false }],
    [true, { FORCE_COLOR: "0" }, { hasColors: false }],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, { hasColors: false }],
    [false, {}, { canDraw: false, hasColors: false }],
    [false, { FORCE_COLOR: "1" }, { canDraw: false }],
    [false, { FORCE_COLOR: "3", TERM: "dumb" }, { canDraw: false }],
    [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, { canDraw: false, hasColors: false }],
  ] as const
) {
  const where = isTerminal ? "a terminal" : "a pipe";
  testPermitted(
    `signsOf() ${where} with ${JSON.stringify(own)} is ${JSON.stringify(changed)}`,
    async () => {
      await withEnvironment(environmentOf(own), () => {
        assert.deepEqual(signsOf({ isTerminal: () => isTerminal }), { ...ALL, ...changed });
        return Promise.resolve();
      });
    },
  );
}

testPermitted("columnsOfTerminal() are what COLUMNS says, unless that is no number", async () => {
  const columnsWith = (COLUMNS: string) =>
    withEnvironment(environmentOf({ COLUMNS }), () => Promise.resolve(columnsOfTerminal()));
  assert.equal(await columnsWith("40"), 40);
  const own = await columnsWith("");
  assert.ok(own > 0);
  for (const nonsense of ["-1", "0", "wide", "1e400"]) {
    assert.equal(await columnsWith(nonsense), own);
  }
});
