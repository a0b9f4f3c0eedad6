import assert from "node:assert/strict";
import { flagsOf } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { commandHelp, helpFor, helpText } from "../../src/cli/help.ts";
import { assertText } from "../report/snapshot.ts";

Deno.test("helpText() is one page", async (t) => {
  await assertText(t, helpText());
});

Deno.test("commandHelp() is the usage, the flags and an example", async (t) => {
  for (const { name } of COMMANDS) {
    if (["search", "init", "calibrate", "cassandra start"].includes(name)) {
      await assertText(t, helpFor(name.split(" ")));
    }
  }
});

Deno.test("every help has each flag of its command once, in lines of 80 columns at most", () => {
  const [run] = COMMANDS;
  const pages = [...COMMANDS.map((command) => [command, commandHelp(command)] as const)];
  for (const [command, text] of [...pages, [run, helpText()] as const]) {
    const lines = text.split("\n");
    for (const line of lines) assert.ok(line.length <= 80, `${line.length} columns: ${line}`);
    for (const name of Object.keys(flagsOf(command))) {
      const found = lines.filter((line) => line.startsWith(`  --${name} `));
      assert.equal(found.length, 1, `${command.name} --${name}`);
    }
  }
});

Deno.test("helpFor() shows the command that the words call, and all commands where they call none", () => {
  const [run, search] = COMMANDS;
  assert.equal(helpFor([]), helpText());
  assert.equal(helpFor(["cassandra"]), helpText());
  assert.equal(helpFor(["x.ts"]), commandHelp(run));
  assert.equal(helpFor(["search", "x.ts"]), commandHelp(search as typeof run));
});
