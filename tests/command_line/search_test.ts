import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** A server that does one thing after the other, 5 ms each: it holds somewhat under 200 operations per second. */
const ONE_BY_ONE = `
import { scenario } from "${inRepository("mod.ts")}";
let last = Promise.resolve();
export default scenario({
  name: "one by one",
  duration: 400,
  warmup: 0,
  operation: () => last = last.then(() => new Promise((resolve) => setTimeout(resolve, 5))),
});
`;

async function searchFor(
  threshold: string,
  rate: string,
  check: (code: number, result: Result, stdout: string, stderr: string) => void,
): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), ONE_BY_ONE);
    const flags = ["--threshold", threshold, "--rate", rate, "--json", "x.json"];
    const { code, stdout, stderr } = await cassbench(["search", "x.ts", ...flags], { cwd });
    check(code, JSON.parse(await Deno.readTextFile(join(cwd, "x.json"))), stdout, stderr);
  });
}

testPermitted(
  "search says the highest rate that holds, with its steps, and ends with 0",
  async () => {
    // A stall of a busy machine is in the p99 of so few operations, and not in their p50.
    await searchFor("responseTime.p50 < 50", "50", (code, { search = [] }, stdout, stderr) => {
      assert.equal(code, 0, stderr);
      const [{ rate, steps } = { rate: null, steps: [] }] = search;
      assert.ok(rate !== null && rate <= 200, `${rate}`);
      assert.equal(rate, Math.max(...steps.map((step) => step.passed ? step.rate : 0)));
      assert.ok(steps.some((step, at) => step.rate > rate && steps[at + 1]?.rate === step.rate));
      assert.match(stdout, /holds [\d,.]+ ops\/s with responseTime\.p50 < 50 ms/);
    });
  },
);

testPermitted("search ends with 3 when not even the lowest rate holds", async () => {
  await searchFor("responseTime.p50 < 1", "4", (code, { search = [] }, stdout, stderr) => {
    assert.equal(code, 3, stderr);
    assert.equal(search[0]?.rate, null);
    assert.match(stdout, /does not even hold [\d,.]+ ops\/s with responseTime\.p50 < 1 ms/);
  });
});
