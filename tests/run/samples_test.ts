/** Operations by themselves, of every kind of load, on the embedded server. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { CaseSamples, RunOptions } from "../../src/run/options.ts";
import type { Result } from "../../src/result/document.ts";
import { run } from "../../src/run/run.ts";
import { loadScenario } from "../../src/threads/load_scenario.ts";
import { onMachineOf } from "../support/machine.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const ONE = `operation: (session) => session.execute("SELECT key FROM system.local"),`;
const MIX = `mix: {
  read: { weight: 3, operation: (session) => session.execute("SELECT key FROM system.local") },
  write: { weight: 1, operation: (session) => session.execute("SELECT broken") },
},`;
const PAGE = `steps: (page) => page
  .step("one", (session) => session.execute("SELECT key FROM system.local"))
  .step("two", (session) => session.execute("SELECT key FROM system.local")),`;

/** Runs a scenario, and gives what it kept of each case. */
async function keep(
  body: string,
  options: RunOptions,
): Promise<{ result: Result; kept: CaseSamples[] }> {
  const kept: CaseSamples[] = [];
  let result: Result | undefined;
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "x.js");
    await Deno.writeTextFile(file, `export default { name: "x", ${body} };`);
    const onSamples = (samples: CaseSamples) => void kept.push(samples);
    result = await run(await loadScenario(file), { warmup: 0, ...options, file, onSamples });
  });
  return { result: result!, kept };
}

/** Asserts that what was kept is what a result counts, operation by operation and class by class. */
function assertAddsUp({ cases }: Result, kept: readonly CaseSamples[]): void {
  assert.deepEqual(kept.map(({ index }) => index), cases.map((_, at) => at));
  for (const [at, { operations, errors, mix = [], samples, nodes = [] }] of cases.entries()) {
    const { every, due, sent, done, outcome, classes, operation, coordinator } = kept[at]!;
    assert.deepEqual(samples, { kept: operations, every: 1 });
    assert.equal(every, 1);
    const counts = classes.map((name, place) => [
      name,
      outcome.filter((one) => one === place + 1).length,
    ]);
    assert.deepEqual(Object.fromEntries(counts), errors.byClass);
    assert.equal(outcome.filter((one) => one === 0).length, operations - errors.total);
    assert.deepEqual(
      mix.map((_, place) => operation.filter((one) => one === place).length),
      mix.map(({ operations }) => operations),
    );
    assert.ok(
      due.every((ms, place) => 0 <= ms && ms <= sent[place]! && sent[place]! <= done[place]!),
    );
    assert.ok(done.every((ms, place) => place === 0 || ms >= done[place - 1]!));
    assert.deepEqual([coordinator], nodes.map(({ address }) => address));
  }
}

const LOADS: readonly (readonly [name: string, body: string, options: RunOptions])[] = [
  ["a closed load", ONE, { operations: 200, poolSizes: [1, 10] }],
  ["client wire", ONE, { operations: 200, poolSizes: [10], client: ["wire"] }],
  ["a mix of which one fails", MIX, { operations: 200, poolSizes: [10], repetitions: 2 }],
  ["pages", PAGE, { operations: 50, poolSizes: [5], mode: ["serial", "concurrent"] }],
];

for (const [name, body, options] of LOADS) {
  testPermitted(`run() gives every operation of ${name} by itself, once`, async () => {
    const { result, kept } = await keep(body, options);
    assertAddsUp(result, kept);
    for (const { due, sent } of kept) assert.deepEqual(due, sent);
    assert.deepEqual(kept.map(({ repetition }) => repetition), [
      ...result.cases.map(({ repetition }) => repetition),
    ]);
  });
}

testPermitted(
  "run() gives the operations of several threads together",
  () =>
    onMachineOf(2, async () => {
      const { result, kept } = await keep(MIX, { operations: 400, poolSizes: [10], workers: 2 });
      assertAddsUp(result, kept);
    }),
);

testPermitted("an operation of an open load can be sent after it was due", async () => {
  const { result, kept } = await keep(ONE, {
    ...{ operations: 100, rate: [20_000], poolSizes: [1], latency: [2], overflow: "drop" },
  });
  const [{ sent, due, done } = assert.fail("no case")] = kept;
  assertAddsUp(result, kept);
  assert.ok(sent.some((ms, at) => ms > due[at]!));
  const responses = [...done].map((ms, at) => ms - due[at]!);
  const { responseTime } = result.cases[0]!;
  assert.ok(Math.abs(Math.max(...responses) - responseTime!.max) < 1e-6);
});

testPermitted(
  "of more operations than there is room for a sample is kept, and a warning says so",
  async () => {
    const { result, kept } = await keep(ONE, {
      ...{ operations: 1_000, poolSizes: [10, 20], maxSamples: 300 },
    });
    const rows = kept.map(({ due }) => due.length);
    assert.ok(rows.reduce((sum, count) => sum + count) <= 300, `${rows}`);
    for (const [at, { samples }] of result.cases.entries()) {
      assert.deepEqual(samples, { kept: rows[at], every: kept[at]!.every });
      assert.ok(samples!.every! > 1);
    }
    const warnings = result.warnings.filter(({ code }) => code === "samples");
    assert.equal(warnings.length, 2);
    assert.match(
      warnings[0]!.message,
      /^Of the case latency 0, poolSize 10 \d+ of 1,000 operations were kept by themselves, .*: each by chance, one in \d+$/,
    );
  },
);

testPermitted("nothing is kept where nobody asks for it, and nothing said of it", async () => {
  const { samples } = (await run({
    ...{ name: "x", operations: 5, poolSizes: [1], warmup: 0, operation: async () => {} },
  })).cases[0]!;
  assert.equal(samples, undefined);
});
