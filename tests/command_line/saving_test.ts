/** What was measured is on disk at once, whatever happens next. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { untilWritten } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** Two cases of five operations, with what else the scenario has. */
function scenarioWith(more: string): string {
  return `
    import { scenario } from "${inRepository("mod.ts")}";
    export default scenario({
      name: "saving", poolSizes: [1, 2], operations: 5, warmup: 0,
      operation: (session) => session.execute("SELECT key FROM system.local"),
      ${more}
    });`;
}

async function readResult(...path: string[]): Promise<Result> {
  return JSON.parse(await Deno.readTextFile(join(...path)));
}

testPermitted("killed during the teardown of the last case, every case is on disk", async () => {
  await inTemporaryFolder(async (cwd) => {
    const teardown = `teardown: async (_, { poolSize }) => {
      if (poolSize === 2) { await Deno.writeTextFile("torn", ""); await new Promise(() => {}); }
    }`;
    await Deno.writeTextFile(join(cwd, "x.ts"), scenarioWith(teardown));
    await cassbench(["x.ts", "--json", "x.json"], {
      cwd,
      async onStart(child) {
        await untilWritten(join(cwd, "torn"), child);
        child.kill("SIGKILL");
      },
    });
    const { cases } = await readResult(cwd, "x.json");
    assert.deepEqual(cases.map(({ operations, nodes = [] }) => [operations, nodes.length]), [
      [5, 1],
      [5, 1],
    ]);
  });
});

testPermitted("a results folder that is removed meanwhile is made again", async () => {
  await inTemporaryFolder(async (cwd) => {
    const setup = 'setup: async () => await Deno.remove("out", { recursive: true })';
    await Deno.writeTextFile(join(cwd, "x.ts"), scenarioWith(setup));
    const { code, stderr } = await cassbench(["x.ts", "--json", "out/x.json"], { cwd });
    assert.equal(code, 0, stderr);
    assert.equal((await readResult(cwd, "out", "x.json")).cases.length, 2);
  });
});

testPermitted(
  "a file that cannot be written is told once, and the others are written",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      const setup = 'setup: async () => await Deno.mkdir("x.json", { recursive: true })';
      await Deno.writeTextFile(join(cwd, "x.ts"), scenarioWith(setup));
      const flags = ["--json", "x.json", "--markdown", "x.md"];
      const { code, stderr } = await cassbench(["x.ts", ...flags], { cwd });
      assert.equal(code, 1);
      assert.equal(stderr.match(/^error: Cannot write "x\.json" as /gm)?.length, 1, stderr);
      assert.match(stderr, /^Written: x\.md$/m);
      assert.match(await Deno.readTextFile(join(cwd, "x.md")), /^# saving/);
    });
  },
);

testPermitted("runs that start in the same second have a result each", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), scenarioWith(""));
    // A clock that stands still, so that all runs start at the same time.
    const clock = join(cwd, "clock.ts");
    await Deno.writeTextFile(
      clock,
      `
      globalThis.Date = class extends Date { constructor(at) { super(at ?? 0); } };`,
    );
    const args = ["run", "-A", "--quiet", "--preload", clock, inRepository("mod.ts"), "x.ts"];
    const runs = await Promise.all(
      Array.from({ length: 3 }, () => new Deno.Command(Deno.execPath(), { args, cwd }).output()),
    );
    assert.deepEqual(runs.map(({ code }) => code), [0, 0, 0]);
    const names = [...Deno.readDirSync(join(cwd, "results"))].map(({ name }) => name).sort();
    const base = "saving-1970-01-01T00-00-00Z";
    assert.deepEqual(
      names,
      ["", "-2", "-3"].flatMap((number) =>
        ["json", "md"].map((extension) => `${base}${number}.${extension}`)
      ).sort(),
    );
    for (const name of names.filter((name) => name.endsWith(".json"))) {
      const { status, cases } = await readResult(cwd, "results", name);
      assert.deepEqual([status, cases.length], ["completed", 2]);
    }
  });
});
