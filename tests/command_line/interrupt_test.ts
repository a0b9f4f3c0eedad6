/** One signal ends everything that can be ended, the second everything else. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench, type Finished } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** What hangs gets a second, and so does the machine. */
const PROMPT = 2_000;

/** Writes the file that the test waits for, once. */
const MARK = 'globalThis.marked ??= Deno.writeTextFileSync("marked", "") ?? true;';
const HANG = "await new Promise(() => {});";

function scenarioWith(more: string): string {
  return `
    import { scenario } from "${inRepository("mod.ts")}";
    const look = (session) => session.execute("SELECT key FROM system.local");
    export default scenario({ name: "x", poolSizes: [2], warmup: 0, ${more} });`;
}

/** Runs a scenario, and sends the signals once it has written its mark; `elapsed` counts from then. */
async function interrupt(
  text: string,
  words: readonly string[],
  signals: readonly Deno.Signal[],
): Promise<Finished> {
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), text);
    let signalledAt = 0;
    const finished = await cassbench([...words, "--json", "x.json"], {
      cwd,
      async onStart(child) {
        for await (const { paths } of Deno.watchFs(cwd)) {
          if (paths.some((path) => path.endsWith("marked"))) break;
        }
        signalledAt = performance.now();
        for (const signal of signals) {
          child.kill(signal);
          // Two of the same signal that wait to be delivered are one.
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      },
    });
    return { ...finished, elapsed: performance.now() - signalledAt };
  });
}

const PHASES: Record<string, { readonly text: string; readonly words?: readonly string[] }> = {
  "an import that waits": { text: `${MARK} ${HANG} export default {};` },
  "a setup that hangs": {
    text: scenarioWith(`operation: look, setup: async () => { ${MARK} ${HANG} }`),
  },
  "a warm-up": {
    text: scenarioWith(`duration: 60_000, warmup: 60_000,
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "a closed load": {
    text: scenarioWith(`duration: 60_000,
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "operations that hang": { text: scenarioWith(`operation: async () => { ${MARK} ${HANG} }`) },
  "an open load": {
    text: scenarioWith(`duration: 60_000, rate: [100],
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "pages": {
    text: scenarioWith(`duration: 60_000, steps: (page) => page
      .step("one", (session) => { ${MARK} return look(session); })`),
  },
  "several workers": {
    text: scenarioWith(`duration: 60_000, workers: 2,
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "a teardown that hangs": {
    text: scenarioWith(`operations: 5, operation: look,
      teardown: async () => { ${MARK} ${HANG} }`),
  },
  "a search": {
    text: scenarioWith(`thresholds: ["errors.total < 1"], duration: 60_000, rate: [50],
      operation: (session) => { ${MARK} return look(session); }`),
    words: ["search", "x.ts"],
  },
};

for (const [phase, { text, words = ["x.ts"] }] of Object.entries(PHASES)) {
  testPermitted(`SIGINT ends ${phase} soon, with 130`, async () => {
    const { code, elapsed, stderr } = await interrupt(text, words, ["SIGINT"]);
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^Interrupted(; what was measured is in x\.json| before anything)/m);
    assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  });
}

testPermitted("SIGHUP ends a run with 129, as when its terminal closes", async () => {
  const text = PHASES["a closed load"]?.text ?? "";
  const { code, stderr } = await interrupt(text, ["x.ts"], ["SIGHUP"]);
  assert.equal(code, 129, stderr);
  assert.match(stderr, /^Interrupted; what was measured is in x\.json$/m);
});

testPermitted("the second SIGINT ends a run that hangs at once", async () => {
  const text = scenarioWith(`operation: async () => { ${MARK} ${HANG} }`);
  const { code, elapsed, stderr } = await interrupt(text, ["x.ts"], ["SIGINT", "SIGINT"]);
  assert.equal(code, 130, stderr);
  assert.ok(elapsed < 900, `took ${elapsed} ms`);
});

for (
  const [what, text] of Object.entries({
    "an import": `${MARK} for (;;);`,
    "an operation": scenarioWith(`operation: async () => { ${MARK} for (;;); }`),
  })
) {
  testPermitted(`SIGINT ends ${what} that loops within three seconds, with 130`, async () => {
    const { code, elapsed, stderr } = await interrupt(text, ["x.ts"], ["SIGINT"]);
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^Interrupted; the scenario does not give its thread back/m);
    assert.ok(elapsed < 2_000 + 1_000, `took ${elapsed} ms`);
  });
}

testPermitted("SIGINT ends threads that loop within four seconds, with 130", async () => {
  const loop = `workers: 2, operation: async () => { ${MARK} for (;;); }`;
  const { code, elapsed, stderr } = await interrupt(scenarioWith(loop), ["x.ts"], ["SIGINT"]);
  assert.equal(code, 130, stderr);
  assert.match(stderr, /^Interrupted; what had not ended is lost$/m);
  assert.ok(elapsed < 3_000 + 1_000, `took ${elapsed} ms`);
});
