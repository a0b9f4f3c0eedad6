/** What is wrong with the options of agents is told before anybody is waited for. */
import assert from "node:assert/strict";
import type { AgentsOptions } from "../../src/agents/coordinator.ts";
import { ScenarioError } from "../../src/errors.ts";
import type { RunOptions } from "../../src/run/options.ts";
import { planRun, run } from "../../src/run/run.ts";
import { planSearch } from "../../src/run/search.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const PING: Scenario = { name: "ping", operation: () => Promise.resolve() };
const nats = { servers: "nats://127.0.0.1:1" };

/** Options, each with what is said of them. */
const WRONG: Record<string, { readonly options: unknown; readonly says: RegExp }> = {
  "no agents": {
    options: { count: 0 },
    says: /agents\.count must be an integer from 1 to 10000: found 0/,
  },
  "half an agent": { options: { count: 1.5 }, says: /agents\.count must be .*: found 1\.5/ },
  "no number": { options: { count: "4" }, says: /agents\.count must be .*: found '4'/ },
  "a time before now": { options: { timeout: -1 }, says: /agents\.timeout must be milliseconds/ },
  "another way to lose one": {
    options: { onLoss: "panic" },
    says: /agents\.onLoss must be "continue" or "stop": found 'panic'/,
  },
};

for (const [what, { options, says }] of Object.entries(WRONG)) {
  Deno.test(`${what} is refused by its field`, () => {
    const agents: AgentsOptions = { ...options as object, nats };
    assert.throws(() => planRun(PING, { agents }), (error) => {
      assert.ok(error instanceof ScenarioError);
      assert.match(error.message, says);
      return true;
    });
  });
}

/** Settings that agents cannot have, each with what is said of it. */
const REFUSED: Record<string, { readonly own: RunOptions; readonly says: RegExp }> = {
  "a network of proxies": {
    own: { network: { latency: [1] } },
    says: /network must go without agents, as its proxies are on one machine/,
  },
  "threads for steps": {
    own: { mode: ["threads"] },
    says: /mode must not hold threads beside agents/,
  },
  "a pool with fewer places than threads": {
    own: { poolSizes: [100, 3] },
    says: /poolSizes must be 4 or more, as all of 4 agents take part: found 3/,
  },
  "fewer operations than threads": {
    own: { operations: 7, workers: 2 },
    says: /operations must be 8 or more, as all of 4 agents of 2 threads each take part: found 7/,
  },
};

for (const [what, { own, says }] of Object.entries(REFUSED)) {
  Deno.test(`${what} is refused, of the scenario and of the options`, () => {
    const agents = { nats, count: 4 };
    const steps = own.mode &&
      { steps: ((page) => page.compute("a", () => 1)) as Scenario["steps"] };
    const { operation: _, ...others } = PING;
    const scenario = { ...steps ? { ...others, ...steps } : PING } as Scenario;
    assert.throws(() => planRun(scenario, { agents, ...own }), says);
    assert.throws(() => planRun({ ...scenario, ...own } as Scenario, { agents }), says);
  });
}

Deno.test("all that is wrong is told at once, before NATS is connected to", async () => {
  const agents = { nats, count: 0, onLoss: "x" as "stop" };
  await assert.rejects(run(PING, { agents, operations: 0 }), (error) => {
    assert.ok(error instanceof ScenarioError);
    for (const part of [/operations must/, /agents\.count/, /agents\.onLoss/]) {
      assert.match(error.message, part);
    }
    return true;
  });
});

Deno.test("a run on agents needs the scenario's file", async () => {
  await assert.rejects(
    run(PING, { agents: { nats } }),
    /Cannot run scenario "ping" on agents as they must get its file: found none/,
  );
});

Deno.test("the default pool has a place for each thread of each agent", () => {
  const poolsFor = (agents: number, workers = 1) => planRun(PING, { workers }, agents).settings;
  assert.deepEqual(poolsFor(1).poolSizes, [1, 100]);
  assert.deepEqual(poolsFor(4).poolSizes, [100]);
  assert.deepEqual(poolsFor(100, 2).poolSizes, [200]);
  assert.equal(poolsFor(100, 2).workers, 2, "the setting is of one agent");
});

Deno.test("a search plans for agents as a run does", () => {
  const agents = { nats, count: 4 };
  const settings: RunOptions = { thresholds: ["errors.total < 1"], poolSizes: [2] };
  assert.throws(
    () => planSearch(PING, { agents, ...settings }),
    /poolSizes must be 4 or more, .*: found 2$/,
  );
});
