/** Neither an error that nothing catches nor a scenario that ends the process loses what was measured. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** Runs two cases, and does something in the fourth operation of each for which `where` holds. */
async function runWith(what: string, where = "true", flags: readonly string[] = []) {
  return await inTemporaryFolder(async (cwd) => {
    const text = `
      import { EventEmitter } from "node:events";
      import process from "node:process";
      import { scenario } from "${inRepository("mod.ts")}";
      export default scenario({
        name: "x", poolSizes: [2, 4], operations: 20, warmup: 0,
        input: ({ index }) => index,
        async operation(session, index) {
          if (index === 3 && ${where}) { ${what} }
          await session.execute("SELECT key FROM system.local");
          await new Promise((resolve) => setTimeout(resolve, 5));
        },
        setup: async (_, { poolSize }) => { globalThis.poolSize = poolSize; },
      });`;
    await Deno.writeTextFile(join(cwd, "x.ts"), text);
    const finished = await cassbench(["x.ts", "--json", "x.json", ...flags], { cwd });
    const result: Result | undefined = await Deno.readTextFile(join(cwd, "x.json"))
      .then(JSON.parse, () => undefined);
    return { ...finished, result };
  });
}

for (
  const [where, what] of Object.entries({
    "a timer": 'setTimeout(() => { throw new Error("stray"); }, 1)',
    "a microtask": 'queueMicrotask(() => { throw new Error("stray"); })',
    "an emitter": `const emitter = new EventEmitter();
    setTimeout(() => emitter.emit("error", new Error("stray")), 1)`,
    "a promise that nothing awaits": 'void Promise.reject(new Error("stray"))',
  })
) {
  testPermitted(`what ${where} throws is a warning, and the run goes on`, async () => {
    const { code, stderr, stdout, result } = await runWith(what);
    assert.equal(code, 0, stderr);
    assert.equal(stderr.match(/^warning: .*: stray$/gm)?.length, 1, stderr);
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.deepEqual(result?.cases.map(({ operations }) => operations), [20, 20]);
    const { message = "" } = result.warnings.find(({ code }) => code === "uncaught") ?? {};
    assert.match(message, /^2 errors of no operation, .*; the first: stray$/);
    assert.match(stdout.replaceAll(/\s+/g, " "), /- 2 errors of no operation, /);
  });
}

for (
  const [call, name] of [
    ["Deno.exit(0)", "exit(0)"],
    ["process.exit(0)", "exit(0)"],
    ["try { Deno.exit() } catch {}", "exit()"],
    ["close()", "close()"],
  ] as const
) {
  testPermitted(`${call} in a scenario ends the run with 1, and loses no case`, async () => {
    const { code, stderr, result } = await runWith(call, "globalThis.poolSize === 4");
    assert.equal(code, 1, stderr);
    assert.ok(stderr.includes(`error: The scenario called ${name}, which is refused`), stderr);
    assert.match(stderr, /^Interrupted; what was measured is in x\.json$/m);
    assert.equal(result?.cases[0]?.operations, 20);
    assert.equal(result.status, "aborted");
  });
}

for (const call of ["Deno.exit(0)", "self.close()"]) {
  testPermitted(`${call} in a worker ends the run with 1, and does not hang it`, async () => {
    const { code, stderr, result } = await runWith(call, "true", [
      "--workers",
      "2",
      "--pool-sizes",
      "4",
    ]);
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /^error: Cannot go on as a worker ended: The scenario called \S+\(0?\), /m,
    );
    assert.equal(result?.status, "failed");
  });
}

testPermitted("Deno.exit() at import ends the process with 1", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), "Deno.exit(0);");
    const { code, stderr } = await cassbench(["x.ts"], { cwd });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^error: The scenario called exit\(0\), which is refused$/m);
  });
});
