import assert from "node:assert/strict";
import { helpText } from "../src/cli/help.ts";
import { testPermitted } from "./support/needs.ts";
import { inRepository } from "./support/paths.ts";

testPermitted("the README shows the help and the scenarios as they are", async () => {
  const readme = await Deno.readTextFile(inRepository("README.md"));
  assert.ok(readme.includes(helpText()));
  for (const file of ["scenarios/latency.ts", "scenarios/songs.ts"]) {
    assert.ok(readme.includes(await Deno.readTextFile(inRepository(file))), file);
  }
});
