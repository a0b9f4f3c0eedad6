import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { CaseResult, Result } from "../../mod.ts";
import { formatCode } from "../../src/init/format.ts";
import { scenarioFromStress } from "../../src/init/stress/scenario.ts";
import type { RunOptions } from "../../src/run/options.ts";
import { run } from "../../src/run/run.ts";
import { loadScenario } from "../../src/threads/load_scenario.ts";
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
  return casesWithoutErrors(JSON.parse(stdout), file);
}

/** The same in this process, which starts faster than another one. */
export async function assertRunsHere(
  file: string,
  options: RunOptions = {},
): Promise<readonly CaseResult[]> {
  const scenario = await loadScenario(file);
  const result = await run(scenario, { poolSizes: [10], operations: 100, file, ...options });
  return casesWithoutErrors(result, file);
}

function casesWithoutErrors({ cases, populate }: Result, file: string): readonly CaseResult[] {
  for (const { errors } of [...cases, ...populate === undefined ? [] : [populate]]) {
    assert.deepEqual(errors.byClass, {}, file);
  }
  return cases;
}

/** Writes the scenario of a profile of cassandra-stress, as `init --from-stress` does; returns what it does otherwise. */
export async function writeFromStress(profile: string, file: string): Promise<readonly string[]> {
  const yaml = await Deno.readTextFile(profile);
  const { text, notes } = scenarioFromStress({ file: profile, yaml });
  await Deno.writeTextFile(file, await formatCode(text, dirname(file)));
  return notes;
}
