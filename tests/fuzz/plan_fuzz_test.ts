/** Settings that nobody means, as they come from JavaScript and from files. */
import assert from "node:assert/strict";
import { ScenarioError } from "../../src/errors.ts";
import { plan } from "../../src/run/plan.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { SETTING_ENTRIES } from "../../src/scenario/settings_table.ts";
import { fuzz } from "../support/fuzz.ts";
import { randomText } from "../support/mutate.ts";
import type { Random } from "../support/random.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

const NUMBERS = [0, -0, 1, 2, 0.5, -1, 100, 1e3, 1e9, 1e12, 2 ** 31, 2 ** 53, 1e308, NaN, Infinity];
const OTHERS = [null, undefined, true, false, "", "1", "wire", "driver", "serial", "quorum", 1n];
const KEYS = [
  "to",
  "from",
  "duration",
  "at",
  "do",
  "node",
  "latency",
  "after",
  "most",
  "__proto__",
];

/** Settings that can be: most of what is tried is one of these with something wrong in it. */
const GOOD: Record<string, unknown> = {
  latency: [0, 1],
  poolSizes: [1, 10],
  operations: 100,
  rate: [100],
  stages: [{ to: 100, duration: 1_000 }],
  matrix: { size: [1, 2], kind: ["a", "b"] },
  thresholds: ["responseTime.p99 < 20"],
  replication: { dc1: 3 },
};

function randomValue(random: Random, depth = 3): unknown {
  const kind = random.below(depth === 0 ? 3 : 6);
  if (kind === 0) return random.pick(NUMBERS);
  if (kind === 1) return random.pick(OTHERS);
  if (kind === 2) return randomText(random, 8);
  const size = random.below(4);
  const parts = Array.from({ length: size }, () => randomValue(random, depth - 1));
  if (kind === 3) return parts;
  if (kind === 4) return random.pick([new Map(), new Date(NaN), () => 1, Symbol("s"), /x/]);
  return Object.fromEntries(parts.map((part) => [random.pick(KEYS), part]));
}

function randomSettings(random: Random): Record<string, unknown> {
  const names = [...SETTING_ENTRIES.map(([name]) => name), "tables", "constructor"];
  return Object.fromEntries(Array.from({ length: 1 + random.below(4) }, () => {
    const isGood = random.below(2) === 0;
    const name = random.pick(isGood ? Object.keys(GOOD) : names);
    return [name, isGood ? GOOD[name] : randomValue(random)];
  }));
}

Deno.test("plan: each of thousands of random settings is planned, or refused with every problem named", async () => {
  const ended = { planned: 0, refused: 0 };
  await fuzz(7, (random) => {
    const scenario = {
      ...{ name: "fuzz", models: [Item], operation: () => Promise.resolve() },
      ...random.below(2) === 0 && randomSettings(random),
    };
    const overrides = randomSettings(random);
    try {
      const agents = 1 + random.below(3);
      const { cases, settings } = plan(scenario as never, overrides as never, [], agents);
      assert.ok(cases.length > 0);
      const distinct = new Set(cases.map((one) => Deno.inspect(one, { depth: 5 })));
      assert.equal(distinct.size, cases.length);
      for (const { parameters: { latency, poolSize } } of cases) {
        assert.ok(latency >= 0 && Number.isInteger(poolSize) && poolSize > 0);
      }
      assert.ok((settings.operations ?? 1) > 0 && settings.repetitions > 0);
      ended.planned++;
    } catch (error) {
      const what = Deno.inspect([scenario, overrides], { depth: 9 });
      assert.ok(error instanceof ScenarioError, `${what}: ${Object(error).stack}`);
      assert.match(error.message, /^Cannot plan scenario "fuzz" as\s/);
      ended.refused++;
    }
  });
  assert.ok(ended.planned > 100 && ended.refused > 100, JSON.stringify(ended));
});
