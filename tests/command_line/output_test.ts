/** Documents that go to standard output, to a pipe or to a device, as one would use them in a shell. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const SCENARIO = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "x", poolSizes: [1, 2], operations: 5, warmup: 0, operation: async () => {},
});
`;

/** Runs the scenario with these flags, and gives what it leaves in its folder. */
async function runIn(cwd: string, ...flags: string[]) {
  await Deno.writeTextFile(join(cwd, "x.ts"), SCENARIO);
  const finished = await cassbench(["x.ts", ...flags], { cwd });
  const left = [...Deno.readDirSync(cwd)].map(({ name }) => name).filter((name) => name !== "x.ts");
  return { ...finished, left };
}

testPermitted(
  "--json - writes the document to standard output, once, and nothing else",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      const { code, stdout, stderr, left } = await runIn(cwd, "--json", "-");
      assert.equal(code, 0, stderr);
      const { cases, status }: Result = JSON.parse(stdout);
      assert.deepEqual([cases.length, status], [2, "completed"]);
      assert.match(stderr, /^Written: standard output$/m);
      assert.deepEqual(left, []);
    });
  },
);

testPermitted("--markdown - writes the whole page to standard output, beside a file", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { code, stdout, left } = await runIn(cwd, "--markdown", "-", "--json", "x.json");
    assert.equal(code, 0);
    assert.equal(stdout.match(/^# x/gm)?.length, 1);
    assert.match(stdout, /^- started /m);
    assert.deepEqual(left, ["x.json"]);
  });
});

testPermitted(
  "a pipe gets the document once, when its reader comes, and stays a pipe",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      const pipe = join(cwd, "pipe");
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      const [{ code, stdout }, text] = await Promise.all([
        runIn(cwd, "--json", "pipe"),
        Deno.readTextFile(pipe),
      ]);
      assert.equal(code, 0);
      assert.equal((JSON.parse(text) as Result).cases.length, 2);
      assert.match(stdout, /^\\|/m, "the tables stay on standard output");
      assert.ok(Deno.statSync(pipe).isFifo);
    });
  },
);

testPermitted("/dev/null takes any number of documents, so that no file is written", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { code, stderr, left } = await runIn(
      cwd,
      "--json",
      "/dev/null",
      "--markdown",
      "/dev/null",
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(left, []);
  });
});

testPermitted(
  "a document for standard output is written, too, when the run fails midway",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(
        join(cwd, "fails.ts"),
        SCENARIO.replace(
          "operation:",
          "setup: async (_, { poolSize }) => { if (poolSize > 1) throw 1; }, operation:",
        ),
      );
      const { code, stdout } = await cassbench(["fails.ts", "--json", "-", "--quiet"], { cwd });
      assert.equal(code, 1);
      const { cases, status }: Result = JSON.parse(stdout);
      assert.deepEqual([cases.length, status], [1, "failed"]);
    });
  },
);

testPermitted(
  "--help after a command shows that command, and a flag of another is not among it",
  async () => {
    const { code, stdout } = await cassbench(["cassandra", "start", "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /^deno run -A mod\.ts cassandra start \[--nodes 3\]/);
    assert.match(stdout, /^ {2}--nodes 3/m);
    assert.doesNotMatch(stdout, /--rate/);
  },
);
