import assert from "node:assert/strict";
import type { Measured } from "../../src/measure/measured.ts";
import { mergeFigures } from "../../src/merge/merge_figures.ts";
import type { CaseResult } from "../../src/result/case.ts";
import { readHistogram } from "../../src/result/histogram.ts";
import { figures, randomStream } from "../measure/fixture.ts";
import {
  caseOfMachine,
  measuredTogether,
  mergeableCase as caseOf,
  randomMachines,
  START,
} from "./fixture.ts";

/** The figures of cases that were merged; whatever stands beside them is another test's. */
function mergedFigures(parts: readonly CaseResult[]): unknown {
  const { verdict: _, ...merged } = mergeFigures(parts).figures as Measured & CaseResult;
  return figures({ ...merged, parameters: {} });
}

/** A case of which these are the figures, so that it can be merged again. */
function asCase(parts: readonly CaseResult[]): CaseResult {
  return { ...mergeFigures(parts).figures, verdict: { valid: true, reasons: [] } };
}

for (const isOpen of [true, false]) {
  Deno.test(`what machines measured merges to what one client would have measured, second by second: for 5 random ${isOpen ? "open" : "closed"} loads`, () => {
    for (let seed = 1; seed <= 5; seed++) {
      const machines = randomMachines(seed);
      const parts = machines.map((machine) => caseOfMachine(machine, isOpen));
      const whole = measuredTogether(machines, isOpen);
      assert.deepEqual(mergedFigures(parts), figures({ ...whole, parameters: {} }));
      const times = mergeFigures(parts).figures.responseTime;
      assert.deepEqual(
        readHistogram(times?.histogram ?? ""),
        readHistogram(whole.responseTime?.histogram ?? ""),
        "bucket by bucket",
      );
    }
  });
}

Deno.test("whatever order or grouping machines are merged in, the figures are the same", () => {
  for (let seed = 30; seed <= 33; seed++) {
    const [first, ...others] = randomMachines(seed).map((machine) => caseOfMachine(machine));
    const parts = [first!, ...others];
    const whole = mergedFigures(parts);
    assert.deepEqual(mergedFigures(parts.toReversed()), whole);
    assert.deepEqual(mergedFigures([asCase(parts.slice(0, -1)), parts.at(-1)!]), whole);
    assert.deepEqual(mergedFigures([first!, asCase(others)]), whole);
  }
});

Deno.test("one document merges to its own figures", () => {
  const one = caseOfMachine({ stream: randomStream(3, 80, 2_500), length: 2_500, after: 0 });
  assert.deepEqual(mergeFigures([one]).figures, one);
});

Deno.test("threads, pools and rates add up, and axes do not", () => {
  const part = (poolSize: number, rate: number) =>
    caseOf({ own: { size: 7 }, latency: 5, poolSize, rate });
  const { figures: { parameters, schedule } } = mergeFigures([part(10, 200), part(20, 300)]);
  assert.deepEqual(parameters, { size: 7, latency: 5, rate: 500, poolSize: 30, workers: 2 });
  assert.equal(schedule?.rate, 500);
});

Deno.test("a schedule that began later ends later: what was sent is divided by the time of all", () => {
  const part = (after: number): CaseResult => ({
    ...caseOf({ rate: 100, operations: 1_000, elapsed: 10_000 }),
    startedAt: new Date(START + after).toISOString(),
  });
  const { figures: { schedule, throughput, elapsed }, starts } = mergeFigures([
    part(0),
    part(2_500),
  ]);
  const { rate, achieved, due, length, overrun } = schedule!;
  assert.deepEqual([rate, achieved, due, length, overrun], [200, 160, 2_000, 12_500, 0]);
  assert.deepEqual([throughput, elapsed], [160, 12_500]);
  assert.deepEqual(starts, { after: [0, 2_500], spread: 2_500, isTogether: true });
});

Deno.test("starts of half a second apart are one second, and of more the next", () => {
  for (const [after, seconds] of [[0, 2], [499, 2], [500, 3], [1_499, 3], [1_500, 4]] as const) {
    const machine = { stream: randomStream(1, 40, 1_900), length: 1_900 };
    const parts = [{ ...machine, after: 0 }, { ...machine, after }].map((one) =>
      caseOfMachine(one)
    );
    const { series } = mergeFigures(parts).figures;
    assert.equal(series.length, seconds, `${after} ms`);
    assert.equal(
      series.reduce((sum, { operations }) => sum + operations, 0),
      2 * parts[0]!.operations,
    );
  }
});

Deno.test("what was not measured at the same time is merged as if it had been, whatever its clock says", () => {
  const machine = { stream: randomStream(1, 40, 1_900), length: 1_900 };
  for (const after of [1_900, 86_400_000, 1e12]) {
    const parts = [{ ...machine, after: 0 }, { ...machine, after }].map((one) =>
      caseOfMachine(one)
    );
    const { figures: { series, elapsed }, starts: { isTogether } } = mergeFigures(parts);
    assert.deepEqual([series.length, elapsed, isTogether], [2, 1_900, false]);
  }
});

Deno.test("outages, tenths of a second and loads beside move with the clock of their machine", () => {
  const load = { ...caseOf({ rate: 10, operations: 20 }), name: "noise", poolSize: 5 };
  const part = (after: number): CaseResult => ({
    ...caseOf({ elapsed: 2_000 }),
    startedAt: new Date(START + after).toISOString(),
    outages: [{ from: 100, to: 900, errors: 3 }],
    intervals: [{ succeeded: 1, responseTime: 2 }, {
      succeeded: 3,
      responseTime: 4,
      errors: { x: 1 },
    }],
    loads: [load],
  });
  const { outages, intervals, loads } = mergeFigures([part(0), part(150)]).figures;
  assert.deepEqual(outages, [{ from: 100, to: 1_050, errors: 6 }]);
  assert.deepEqual(intervals, [
    { succeeded: 1, responseTime: 2 },
    { succeeded: 3, responseTime: 4, errors: { x: 1 } },
    { succeeded: 1, responseTime: 2 },
    { succeeded: 3, responseTime: 4, errors: { x: 1 } },
  ]);
  assert.deepEqual(
    loads?.map((
      { name, poolSize, operations, schedule },
    ) => [name, poolSize, operations, schedule?.rate]),
    [["noise", 10, 40, 20]],
  );
});
