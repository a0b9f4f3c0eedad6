import assert from "node:assert/strict";
import { tellInFlags } from "../../src/cli/plan_problems.ts";
import { ScenarioError } from "../../src/errors.ts";
import { PlanError } from "../../src/run/plan_error.ts";
import { plan } from "../../src/run/plan.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Axes, Settings } from "../../src/scenario/settings.ts";

const ping = { name: "ping", operation: () => Promise.resolve() };
const HELP = "`deno run -A mod.ts --help` shows every flag";

/** What a person reads of a scenario in x.ts that is run with flags of these values. */
function told(
  own: object,
  settings: Settings,
  matrix: Axes = {},
): [message: string, hint: unknown] {
  try {
    plan({ ...ping, ...own } as Scenario, { ...settings, matrix });
  } catch (error) {
    assert.ok(error instanceof PlanError, String(error));
    const given = { settings, axes: matrix, command: "run", file: "x.ts" };
    const { message, hint } = tellInFlags(error, given);
    return [message.replace('Cannot plan scenario "ping" as', "").trim(), hint];
  }
  assert.fail("planned");
}

Deno.test("a value of a flag goes by its flag, and the hint shows how the flag is written", () => {
  assert.deepEqual(told({}, { operations: -5 }), [
    "--operations must be an integer from 1 to 1000000000: found -5",
    `as in --operations 1000; ${HELP}`,
  ]);
  assert.deepEqual(told({}, { poolSizes: [5, 0] }), [
    "--pool-sizes must be an integer from 1 to 32768: found 0",
    `as in --pool-sizes 1,100; ${HELP}`,
  ]);
  assert.deepEqual(told({}, { thresholds: ["throughput < 0"] }), [
    "--threshold can never hold, as no metric is below 0: found 'throughput < 0'",
    `as in --threshold 'throughput > 500'; ${HELP}`,
  ]);
  assert.deepEqual(told({}, { stages: [{ to: 5, duration: 0 }] }), [
    "--stages[0].duration must be milliseconds from 1 to 86400000: found 0",
    `as in --stages 900:10s,900:1m; ${HELP}`,
  ]);
});

Deno.test("a value of an axis goes by the axis's flag", () => {
  assert.deepEqual(told({ matrix: { valueSize: [1] } }, {}, { valueSize: [5, 5] }), [
    "--value-size must hold each value once: found [ 5, 5 ]",
    HELP,
  ]);
});

Deno.test("a wrong scenario keeps its fields and a hint about them, whatever flags there are", () => {
  assert.deepEqual(told({ seed: -1 }, { operations: 5 }), [
    "seed must be an integer from 0 to 4294967295: found -1",
    "change seed in the `scenario({ … })`",
  ]);
});

Deno.test("wrong flags and a wrong scenario are listed together, with both hints", () => {
  assert.deepEqual(told({ seed: -1 }, { operations: 0, arrivals: "poisson" }), [
    "- --operations must be an integer from 1 to 1000000000: found 0\n" +
    "  - seed must be an integer from 0 to 4294967295: found -1\n" +
    "  - --arrivals must stand beside rate or stages: found 'poisson'",
    `as in --operations 1000 --arrivals poisson; ${HELP}; change seed in the \`scenario({ … })\` of x.ts`,
  ]);
  assert.deepEqual(told({ warmup: 500 }, { duration: 100 }), [
    "warmup must not be longer than a case of 100 ms: found 500",
    `as in --duration 30s; ${HELP}; change warmup in the \`scenario({ … })\` of x.ts`,
  ]);
});

Deno.test("too many cases are a matter of all that multiplies them", () => {
  const many = Array.from({ length: 101 }, (_, at) => at + 1);
  assert.deepEqual(told({ latency: many }, { poolSizes: many }), [
    "it must have at most 10000 cases, repetitions included: found 10201",
    `as in --pool-sizes 1,100; ${HELP}; change latency in the \`scenario({ … })\` of x.ts`,
  ]);
});

Deno.test("what is no scenario keeps its own hint", () => {
  assert.throws(() => plan(5 as unknown as Scenario, { operations: 0 }), (error) => {
    assert.ok(error instanceof PlanError);
    const given = { settings: { operations: 0 }, axes: {}, command: "run", file: "x.ts" };
    const told = tellInFlags(error, given);
    assert.ok(told instanceof ScenarioError);
    assert.match(told.hint ?? "", /^a scenario file ends in/);
    return true;
  });
});
