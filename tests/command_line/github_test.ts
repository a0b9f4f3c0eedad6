/** What a run leaves for GitHub, and the workflow that is offered to be copied. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parse } from "yaml";
import { readCommandLine } from "../../src/cli/command.ts";
import { findCommand } from "../../src/cli/commands.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const SCENARIO = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "x", poolSizes: [1, 2], operations: 5, warmup: 0, operation: async () => {},
});
`;

/** Runs the scenario with this summary, and gives what is in it then. */
async function runWith(before: string | undefined, summary = "summary.md") {
  let text: string | undefined;
  let finished: Awaited<ReturnType<typeof cassbench>> | undefined;
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), SCENARIO);
    const path = join(cwd, summary);
    if (before !== undefined) await Deno.writeTextFile(path, before);
    const args = ["x.ts", "--json", "x.json", "--threshold", "throughput > 0"];
    finished = await cassbench(args, { cwd, env: { GITHUB_STEP_SUMMARY: path } });
    text = await Deno.readTextFile(path).catch(() => undefined);
  });
  return { ...finished!, text };
}

testPermitted("a run adds its result in brief to the summary of its step", async () => {
  const { code, stderr, text = "" } = await runWith("what was there\n");
  assert.equal(code, 0, stderr);
  assert.match(text, /^what was there\n\n## x\n\n\*\*[^]+\n\nTarget: embedded server/);
  assert.match(text, /^\| throughput > 0 /m);
});

testPermitted(
  "a summary that is full, or cannot be written, is a warning and no failure",
  async () => {
    const full = await runWith("x".repeat(1_048_576));
    assert.equal(full.code, 0, full.stderr);
    assert.match(
      full.stderr,
      /^warning: the summary for GitHub is not written: it has .* already/m,
    );
    assert.equal(full.text?.length, 1_048_576);
    const missing = await runWith(undefined, "no/folder/summary.md");
    assert.equal(missing.code, 0, missing.stderr);
    assert.match(missing.stderr, /^warning: the summary for GitHub is not written: No such file/m);
  },
);

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

testPermitted("the workflow is YAML, and its commands are ones that cassbench takes", async () => {
  const text = await Deno.readTextFile(inRepository("docs/github_workflow.yml"));
  const workflow = parse(text, { strict: true, uniqueKeys: true });
  assert.deepEqual(Object.keys(workflow.on), ["push", "pull_request"]);
  const jobs: { steps: Step[] }[] = Object.values(workflow.jobs);
  const steps = jobs.flatMap(({ steps }) => steps);
  for (const { uses, run } of steps) assert.ok((uses === undefined) !== (run === undefined));
  const scripts = steps.flatMap(({ run }) => run ?? []);
  // What comes from a pull request would be run where a script names it.
  for (const script of scripts) assert.doesNotMatch(script, /\$\{\{/);
  const commands = scripts.flatMap((script) =>
    script.split("\n").flatMap((line) => /^deno run -A jsr:\S+ (.*)$/.exec(line.trim())?.[1] ?? [])
  );
  const called = commands.map((command) => {
    const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
      .map(([, single, double, plain]) => single ?? double ?? plain ?? "");
    const { name } = findCommand(words);
    const { others } = readCommandLine(findCommand(words), words);
    assert.deepEqual([...others], [], command);
    return name;
  });
  assert.deepEqual(called, [
    ...["run", "history add", "history show", "run", "run", "compare"],
  ]);
  assert.equal(scripts.join("\n").match(/cassbench\/cassbench/g)?.length, commands.length);
});
