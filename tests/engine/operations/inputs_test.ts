import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { seededInputs } from "../../../src/engine/operations/inputs.ts";
import { type InputContext, type Scenario, scenario } from "../../../src/scenario/scenario.ts";
import { assertCounts, loadOf } from "../fixture.ts";

function withInput(input: (context: InputContext) => unknown): Scenario {
  return scenario({ name: "inputs", input, operation: () => Promise.resolve() });
}

const users = withInput(({ faker, index }) => ({
  index,
  id: faker.string.uuid(),
  name: faker.person.fullName(),
  born: faker.date.birthdate(),
  tags: faker.helpers.multiple(() => faker.lorem.word(), { count: { min: 1, max: 5 } }),
}));

function make(count: number, seed: number, scenario = users): unknown[] {
  const makeInput = seededInputs(scenario, seed, {});
  return Array.from({ length: count }, (_, index) => makeInput(index));
}

Deno.test("seededInputs() gives the same inputs for the same seed, and others for another", () => {
  const inputs = make(200, 7);
  assert.deepEqual(make(200, 7), inputs);
  for (const [index, other] of make(200, 8).entries()) assert.notDeepEqual(other, inputs[index]);
});

Deno.test("seededInputs() makes these inputs from the seed 7 since 0.1, with this version of faker", () => {
  const [first, second] = make(2, 7);
  assert.deepEqual(first, {
    index: 0,
    id: "a5722503-d35c-4822-81bd-5b9ec1d54776",
    name: "Ms. Jessika Kertzmann",
    born: new Date("1948-04-30T22:18:01.391Z"),
    tags: ["consequatur"],
  });
  assert.deepEqual((second as { tags: string[] }).tags, [
    ...["sursum", "asperiores", "sodalitas", "abduco"],
  ]);
});

Deno.test("seededInputs() makes each input from seed and index alone, in whatever order", () => {
  const inOrder = make(50, 7);
  const makeInput = seededInputs(users, 7, {});
  for (let index = 49; index >= 0; index--) assert.deepEqual(makeInput(index), inOrder[index]);
});

Deno.test("seededInputs() does not let an input change the next: by drawing more, or by a seed of its own", () => {
  const greedy = withInput(({ faker, index }) => {
    const id = faker.string.uuid();
    faker.seed(index % 2);
    for (let drawn = 0; drawn < index; drawn++) faker.number.int();
    return id;
  });
  const modest = withInput(({ faker }) => faker.string.uuid());
  assert.deepEqual(make(50, 7, greedy), make(50, 7, modest));
});

Deno.test("seededInputs() counts dates from a fixed day, so that tomorrow's run has the same", () => {
  const dates = withInput(({ faker }) => [faker.date.past(), faker.date.soon({ days: 1 })]);
  for (const pair of make(100, 1, dates) as [Date, Date][]) {
    const [past, soon] = pair.map((date) => date.toISOString());
    assert.ok(past !== undefined && past >= "2025-01-01" && past <= "2026-01-01", past);
    assert.ok(soon !== undefined && soon >= "2026-01-01" && soon <= "2026-01-03", soon);
  }
});

Deno.test("seededInputs() makes 100,000 inputs that are all distinct", () => {
  const ids = make(100_000, 1, withInput(({ faker }) => faker.string.uuid()));
  assert.equal(new Set(ids).size, 100_000);
});

Deno.test("seededInputs() spreads neighbouring indexes evenly: chi-square over 16 cells, and no echo of the index before", () => {
  const draws = make(32_000, 1, withInput(({ faker }) => faker.number.float())) as number[];
  const cells = Array<number>(16).fill(0);
  for (const draw of draws) cells[Math.floor(draw * 16)]! += 1;
  assertCounts(cells, cells.map(() => 2_000));

  const pairs = draws.slice(1).map((draw, at) => (draw - 0.5) * ((draws[at] ?? 0) - 0.5));
  const correlation = pairs.reduce((sum, product) => sum + product, 0) / pairs.length * 12;
  assert.ok(Math.abs(correlation) < 0.02, `${correlation}`);
});

Deno.test("seededInputs() passes the values of the scenario's own axes on", () => {
  const sized = withInput(({ faker, parameters }) => faker.string.alpha(Number(parameters.size)));
  const makeInput = seededInputs(sized, 1, { size: 12 });
  assert.equal(String(makeInput(0)).length, 12);
});

Deno.test("seededInputs() gives undefined to a scenario without input", () => {
  assert.deepEqual(make(3, 1, scenario({ name: "none", operation: () => Promise.resolve() })), [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("seededInputs() gives a `random` that repeats with seed and index, is from 0 to below 1, and even", () => {
  const pairs = withInput(({ random }) => [random(), random()]);
  const drawn = make(20_000, 3, pairs) as [number, number][];
  assert.deepEqual(make(20_000, 3, pairs), drawn);
  assert.notDeepEqual(make(20_000, 4, pairs), drawn);
  assert.ok(drawn.flat().every((value) => value >= 0 && value < 1));
  // Ten by ten cells: a pair's numbers are independent, too.
  const cells = Array<number>(100).fill(0);
  for (const [a, b] of drawn) cells[Math.floor(a * 10) * 10 + Math.floor(b * 10)]! += 1;
  assertCounts(cells, cells.map(() => 200));
});

Deno.test("the same seed gives every pool size and load the same inputs, each once", async () => {
  const expected = make(150, 7);
  for (const poolSize of [1, 7, 100]) {
    for (const rate of [{}, { rate: 2_000 }]) {
      const seen: unknown[] = [];
      const operation = (_session: unknown, input: unknown) => Promise.resolve(seen.push(input));
      const makeInput = seededInputs(users, 7, {});
      await runLoad(loadOf({ operations: 150, poolSize, ...rate, makeInput, operation }));
      // A busy machine can be late for the end of a schedule.
      const sent = "rate" in rate ? seen.length : 150;
      assert.ok(sent > 0);
      assert.deepEqual(seen, expected.slice(0, sent));
    }
  }
});
