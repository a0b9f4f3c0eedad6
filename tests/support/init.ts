import assert from "node:assert/strict";
import type { CaseResult, Result } from "../../mod.ts";
import { cassbench } from "./cassbench.ts";
import { inRepository } from "./paths.ts";

/** Scenario files are formatted, good to the linter, and compile in the checkout. */
export async function assertGoodCode(...files: readonly string[]): Promise<void> {
  assert.equal(await problemsOf("fmt", "--no-config", "--check", ...files), "");
  assert.equal(await problemsOf("lint", "--no-config", ...files), "");
  assert.equal(await problemsOf("check", ...files), "");
}

/** What Deno prints beside the files that it looked at; the checkout's deno.json says what cassbench is. */
async function problemsOf(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: inRepository(),
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  const lines = `${text.decode(stdout)}${text.decode(stderr)}`.split("\n");
  return lines.filter((line) => !/^(Check|Checked) |^$/.test(line)).join("\n");
}

/** Runs a scenario, on the embedded server unless flags say otherwise. Nothing may fail in it. */
export async function assertRuns(
  file: string,
  folder: string,
  flags: readonly string[] = [],
): Promise<readonly CaseResult[]> {
  const args = [file, "--pool-sizes", "10", "--operations", "100", "--quiet", "--json", "-"];
  const { code, stdout, stderr } = await cassbench([...args, ...flags], { cwd: folder });
  assert.equal(code, 0, stderr);
  const { cases, populate } = JSON.parse(stdout) as Result;
  for (const { errors } of [...cases, ...populate === undefined ? [] : [populate]]) {
    assert.deepEqual(errors.byClass, {}, file);
  }
  return cases;
}
