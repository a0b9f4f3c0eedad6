import assert from "node:assert/strict";
import { helpText } from "../src/cli/help.ts";
import { testPermitted } from "./support/needs.ts";
import { inRepository } from "./support/paths.ts";

testPermitted("the README shows the help and the main scenario as they are", async () => {
  const readme = await Deno.readTextFile(inRepository("README.md"));
  assert.ok(readme.includes(helpText()));
  assert.ok(readme.includes(await Deno.readTextFile(inRepository("scenarios/latency.ts"))));
});
