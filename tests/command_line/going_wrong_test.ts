import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { untilWritten } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const SLOW = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "slow",
  latency: [0, 60_000],
  poolSizes: [2],
  operations: 20,
  warmup: 0,
  operation: (session) => session.execute("SELECT key FROM system.local"),
});
`;

/** Waits until the first case is written, then signals. */
function signalAfterFirstCase(file: string, signals: readonly Deno.Signal[]) {
  return async (child: Deno.ChildProcess) => {
    await untilWritten(file, child);
    for (const signal of signals) child.kill(signal);
  };
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  testPermitted(`${signal} ends the run with ${code}, and what was measured is saved`, async () => {
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(join(cwd, "slow.ts"), SLOW);
      const file = join(cwd, "x.json");
      const onStart = signalAfterFirstCase(file, [signal]);
      const finished = await cassbench(["slow.ts", "--json", "x.json"], { cwd, onStart });
      assert.equal(finished.code, code, finished.stderr);
      assert.match(finished.stderr, /Interrupted; what was measured is in x\.json/);
      const result: Result = JSON.parse(await Deno.readTextFile(file));
      assert.equal(result.status, "aborted");
      assert.deepEqual(result.cases[0]?.status, "completed");
      assert.equal(result.cases[0]?.operations, 20);
      assert.deepEqual([...Deno.readDirSync(cwd)].map(({ name }) => name).sort(), [
        "slow.ts",
        "x.json",
      ]);
    });
  });
}

// Ctrl-\ is for a program that is to end at once.
for (const signal of ["SIGKILL", "SIGQUIT"] as const) {
  testPermitted(
    `${signal} ends a run at once, and the files of the cases before are whole`,
    async () => {
      await inTemporaryFolder(async (cwd) => {
        await Deno.writeTextFile(join(cwd, "slow.ts"), SLOW);
        const file = join(cwd, "x.json");
        const { code } = await cassbench(["slow.ts", "--json", "x.json"], {
          cwd,
          onStart: signalAfterFirstCase(file, [signal]),
        });
        assert.equal(code, signal === "SIGKILL" ? 137 : 131);
        const result: Result = JSON.parse(await Deno.readTextFile(file));
        assert.equal(result.status, "aborted");
        assert.equal(result.cases.length, 1);
      });
    },
  );
}

testPermitted("a full standard output loses no file", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "slow.ts"), SLOW);
    const args = [
      "run",
      "-A",
      inRepository("mod.ts"),
      "slow.ts",
      "--latency",
      "0",
      "--json",
      "x.json",
    ];
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-c", '"$0" "$@" > /dev/full', Deno.execPath(), ...args],
      cwd,
    }).output();
    assert.equal(code, 0);
    assert.match(new TextDecoder().decode(stderr), /warning: standard output is lost/);
    const result: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
    assert.equal(result.status, "completed");
  });
});

testPermitted("a promise that an operation left behind does not end the run", async () => {
  await inTemporaryFolder(async (cwd) => {
    const stray = SLOW.replace(
      "operation: (session) =>",
      'operation: (session) => (Promise.reject(new Error("stray")), 0) ||',
    );
    await Deno.writeTextFile(join(cwd, "stray.ts"), stray);
    const finished = await cassbench(["stray.ts", "--latency", "0", "--json", "x.json"], { cwd });
    assert.equal(finished.code, 0, finished.stderr);
    assert.equal(
      finished.stderr.match(/a promise that nothing waited for failed: stray/g)?.length,
      1,
    );
  });
});
