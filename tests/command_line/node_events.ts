import assert from "node:assert/strict";
import { join } from "node:path";
import type { CaseResult, Result } from "../../mod.ts";
import { cassbench, type Finished } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** Creates rows for as long as its flags say; what takes longer than half a second has failed. */
const CREATES = `
import { model, scenario } from "${inRepository("mod.ts")}";
const Row = model("event_row", { id: "int" }, ["id"]);
export default scenario({
  name: "creates", models: [Row], poolSizes: [20], warmup: 500, timeout: 500,
  input: ({ index }) => ({ id: index }),
  operation: (session, row) => session.create(Row, row),
});`;

/** Runs a scenario on the Cassandra that runs already, with events on its nodes. */
export async function runWithEvents(
  cache: string,
  words: readonly string[],
): Promise<{ readonly finished: Finished; readonly result: Result }> {
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "creates.ts"), CREATES);
    const finished = await cassbench(
      ["creates.ts", "--cassandra", "--json", "x.json", ...words],
      { cwd, env: { CASSBENCH_CACHE: cache } },
    );
    const text = await Deno.readTextFile(join(cwd, "x.json"))
      .catch(() => assert.fail(finished.stderr));
    const result: Result = JSON.parse(text);
    return { finished, result };
  });
}

/** Asserts that all that was counted of a case adds up, second by second and tenth by tenth of a second. */
export function assertCountedOnce(
  { operations, errors, series, intervals = [] }: CaseResult,
): void {
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const failed = intervals.flatMap((one) => Object.values(one.errors ?? {}));
  assert.equal(sum(Object.values(errors.byClass)), errors.total);
  assert.equal(sum(series.map((second) => second.operations)), operations);
  assert.equal(sum(series.map((second) => second.errors)), errors.total);
  assert.equal(sum(intervals.map(({ succeeded }) => succeeded)), operations - errors.total);
  assert.equal(sum(failed), errors.total);
}
