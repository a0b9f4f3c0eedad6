import assert from "node:assert/strict";
import type { ScenarioError } from "../../src/errors.ts";
import { plan } from "../../src/run/plan.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Settings } from "../../src/scenario/settings.ts";

const ping = { name: "ping", operation: () => Promise.resolve() };

Deno.test("plan() gives a hint that fits the mistake: about options, about the scenario, or about what is none", () => {
  const hintOf = (value: unknown, overrides: Settings = {}) => {
    try {
      plan(value as Scenario, overrides);
    } catch (error) {
      return (error as ScenarioError).hint;
    }
    assert.fail("planned");
  };
  const own = { ...ping, warmup: 500 };
  assert.equal(hintOf(ping, { operations: 0 }), "change operations in the options");
  assert.equal(
    hintOf({ ...ping, seed: -1 }, { poolSizes: [2] }),
    "change seed in the `scenario({ … })`",
  );
  assert.equal(
    hintOf(own, { duration: 100 }),
    "change duration in the options; change warmup in the `scenario({ … })`",
  );
  assert.match(hintOf(5) ?? "", /^a scenario file ends in `export default scenario/);
});
