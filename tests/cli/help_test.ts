import assert from "node:assert/strict";
import { FLAGS } from "../../src/cli/flags.ts";
import { helpText } from "../../src/cli/help.ts";
import { assertText } from "../report/snapshot.ts";

Deno.test("helpText() is one page", async (t) => {
  await assertText(t, helpText());
});

Deno.test("helpText() has every flag once, in lines of 80 columns at most", () => {
  const lines = helpText().split("\n");
  for (const line of lines) assert.ok(line.length <= 80, `${line.length} columns: ${line}`);
  for (const name of Object.keys(FLAGS)) {
    assert.equal(lines.filter((line) => line.startsWith(`  --${name} `)).length, 1, name);
  }
});
