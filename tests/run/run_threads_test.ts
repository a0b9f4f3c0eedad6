/** Pages whose steps compute on threads of their own, run as a user's would be. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { ScenarioError } from "../../src/errors.ts";
import type { CaseResult } from "../../src/result/case.ts";
import { run } from "../../src/run/run.ts";
import { loadScenario } from "../../src/threads/load_scenario.ts";
import { bestOf } from "../support/best_of.ts";
import { onMachineOf } from "../support/machine.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const PAGE = `
  function hash(_input, _results, { mode }) {
    for (const until = performance.now() + 30; performance.now() < until;);
    return [mode, globalThis.DedicatedWorkerGlobalScope !== undefined];
  }
  export default {
    name: "hashes",
    operations: 5, poolSizes: [1], warmup: 0, mode: ["concurrent", "threads"],
    steps: (page) => page
      .compute("one", hash)
      .compute("other", hash)
      .step("ask", { after: ["one", "other"] }, async (session, _input, { one, other }) => {
        for (const [mode, isOnThread] of [one, other]) {
          if (isOnThread !== (mode === "threads")) throw new Error(mode + " on the wrong thread");
        }
        await session.execute("SELECT key FROM system.local");
      }),
  };`;

function inPage(body: (file: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, "page.js");
    await Deno.writeTextFile(file, PAGE);
    await body(file);
  });
}

testPermitted(
  "run() in mode threads needs the scenario's file, and says so at once",
  () =>
    inPage(async (file) => {
      const options = { target: { contactPoints: ["127.0.0.1:1"] } };
      await assert.rejects(run(await loadScenario(file), options), (error) => {
        assert.ok(error instanceof ScenarioError);
        assert.match(
          error.message,
          /^Cannot run scenario "hashes" in mode threads as each must load its file: found none$/,
        );
        assert.match(error.hint ?? "", /`file`/);
        return true;
      });
    }),
);

testPermitted(
  "run() in mode threads computes steps on other threads at the same time, and in mode concurrent one after the other here",
  () =>
    onMachineOf(2, () =>
      inPage(async (file) => {
        // Where another program has a processor, the threads get the other one in turns.
        const apart = await bestOf(0, async () => {
          const { cases } = await run(await loadScenario(file), { file });
          const [concurrent, threads] = cases as [CaseResult, CaseResult];
          for (const { errors, operations, steps = [] } of cases) {
            assert.deepEqual(errors.byClass, {});
            assert.deepEqual(steps.map(({ operations }) => operations), Array(3).fill(operations));
          }
          assert.ok(overlapsOf(concurrent).every((ms) => ms <= 0), `${overlapsOf(concurrent)}`);
          return -Math.max(...overlapsOf(threads));
        });
        assert.ok(apart < 0, `${apart}`);
      })),
);

/** For how many milliseconds both steps computed at once, in each page that was kept. */
function overlapsOf({ timeline = [] }: CaseResult): number[] {
  assert.ok(timeline.length > 0);
  return timeline.map(({ spans }) => {
    const computing = spans.filter(({ kind }) => kind === "compute");
    assert.equal(computing.length, 2);
    return Math.min(...computing.map(({ end }) => end)) -
      Math.max(...computing.map(({ start }) => start));
  });
}
