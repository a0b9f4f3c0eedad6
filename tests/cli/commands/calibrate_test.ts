import assert from "node:assert/strict";
import { calibrateCommand } from "../../../src/cli/commands/calibrate.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { ScenarioError } from "../../../src/errors.ts";

Deno.test("calibrateCommand() refuses all that it has no use for, at once", async () => {
  const commandLine = parseFlags(["calibrate", "now", "--workers", "2", "--what", "--quiet"]);
  await assert.rejects(
    calibrateCommand(["now"], commandLine, new AbortController().signal),
    (error) => {
      assert.ok(error instanceof ScenarioError);
      for (const part of [/--workers is no flag/, /--what is no flag/, /found now/]) {
        assert.match(error.message, part);
      }
      assert.doesNotMatch(error.message, /quiet/);
      return true;
    },
  );
});
