import assert from "node:assert/strict";
import { type DependentStep, findCycle, longestChain, orderOf } from "../../src/scenario/graph.ts";
import { type Random, seededRandom } from "../support/random.ts";

/** Likes must wait for the user and the posts, and adverts for the likes; messages for nobody. */
const PAGE: readonly DependentStep[] = [
  { name: "likes", after: ["user", "posts"] },
  { name: "messages", after: [] },
  { name: "user", after: [] },
  { name: "adverts", after: ["likes"] },
  { name: "posts", after: [] },
];

/** Steps after any of the others, or, with a `rank`, only after those of a lower one: then there is no circle. */
function randomSteps(random: Random, rank?: readonly number[]): DependentStep[] {
  const names = Array.from({ length: 1 + random.below(6) }, (_, at) => `s${at}`);
  const density = random.number();
  return names.map((name, at) => ({
    name,
    after: names.filter((_, other) =>
      other !== at && random.number() < density &&
      (rank === undefined || Number(rank[other]) < Number(rank[at]))
    ),
  }));
}

function randomRank(random: Random): number[] {
  return Array.from({ length: 6 }, (_, at) => at + 10 * random.below(6));
}

/** Every order of the first `count` places, smallest first. */
function* permutations(count: number, head: readonly number[] = []): Generator<readonly number[]> {
  if (head.length === count) yield head;
  for (let at = 0; at < count; at++) {
    if (!head.includes(at)) yield* permutations(count, [...head, at]);
  }
}

function stepOf(steps: readonly DependentStep[], name: string): DependentStep {
  return steps.find((step) => step.name === name) ?? assert.fail(name);
}

/** Every chain of steps that wait for each other and ends with this one. */
function chainsTo(steps: readonly DependentStep[], name: string): string[][] {
  const before = stepOf(steps, name).after.flatMap((earlier) => chainsTo(steps, earlier));
  return [[], ...before].map((chain) => [...chain, name]);
}

/** The steps that one must wait for, those included that these wait for. */
function waitsFor(steps: readonly DependentStep[], name: string, seen: Set<string> = new Set()) {
  for (const earlier of stepOf(steps, name).after) {
    if (seen.has(earlier)) continue;
    seen.add(earlier);
    waitsFor(steps, earlier, seen);
  }
  return seen;
}

Deno.test("orderOf() puts each step behind those that it is after, and else as they are written", () => {
  assert.deepEqual(orderOf(PAGE), [1, 2, 4, 0, 3]);
  assert.deepEqual(orderOf([]), []);
});

Deno.test("orderOf() is the first of all orders that can be, for 500 random graphs", () => {
  const random = seededRandom(5);
  for (let i = 0; i < 500; i++) {
    const steps = randomSteps(random, randomRank(random));
    const [first] = permutations(steps.length).filter((order) =>
      order.every((at, turn) => {
        const ended = order.slice(0, turn).map((earlier) => steps[earlier]?.name);
        return steps[at]?.after.every((earlier) => ended.includes(earlier));
      })
    );
    assert.deepEqual(orderOf(steps), first, JSON.stringify(steps));
  }
});

Deno.test("orderOf() leaves out the steps on a circle and those behind it, for 500 random graphs", () => {
  const random = seededRandom(6);
  for (let i = 0; i < 500; i++) {
    const steps = randomSteps(random);
    const isOnCircle = (name: string) => waitsFor(steps, name).has(name);
    const free = steps.map(({ name }, at) => ({ name, at })).filter(({ name }) =>
      ![name, ...waitsFor(steps, name)].some(isOnCircle)
    );
    assert.deepEqual(orderOf(steps).sort(), free.map(({ at }) => at), JSON.stringify(steps));
  }
});

Deno.test("findCycle() names the steps that wait for each other, and not those that only wait for them", () => {
  const circle = (...steps: [name: string, ...after: string[]][]) =>
    findCycle(steps.map(([name, ...after]) => ({ name, after })));
  assert.equal(findCycle(PAGE), undefined);
  assert.equal(findCycle([]), undefined);
  assert.deepEqual(circle(["likes", "posts"], ["posts", "likes"]), ["likes", "posts", "likes"]);
  assert.deepEqual(circle(["user"], ["adverts", "user", "likes"], ["likes", "likes"]), [
    "likes",
    "likes",
  ]);
});

Deno.test("findCycle() finds a circle where there is one, and only there, for 1,000 random graphs", () => {
  const random = seededRandom(7);
  const found = { some: 0, none: 0 };
  for (let i = 0; i < 1_000; i++) {
    const steps = randomSteps(random);
    const isThere = steps.some(({ name }) => waitsFor(steps, name).has(name));
    const circle = findCycle(steps);
    assert.equal(circle !== undefined, isThere, JSON.stringify(steps));
    found[isThere ? "some" : "none"]++;
    if (circle === undefined) continue;
    const [first, ...others] = circle;
    assert.equal(others.at(-1), first);
    assert.equal(new Set(others).size, others.length);
    for (const [at, name] of others.entries()) {
      assert.ok(stepOf(steps, circle[at] ?? "").after.includes(name), circle.join());
    }
  }
  assert.ok(found.some > 100 && found.none > 100, JSON.stringify(found));
});

Deno.test("longestChain() adds up the steps that must wait for each other", () => {
  assert.deepEqual(longestChain(PAGE, [5, 11, 3, 2, 4]), {
    length: 11,
    steps: ["messages"],
  });
  assert.deepEqual(longestChain(PAGE, [5, 10, 3, 2, 4]), {
    length: 11,
    steps: ["posts", "likes", "adverts"],
  });
  assert.deepEqual(longestChain([], []), { length: 0, steps: [] });
});

Deno.test("longestChain() is the longest of all chains, for 500 random graphs", () => {
  const random = seededRandom(8);
  for (let i = 0; i < 500; i++) {
    const steps = randomSteps(random, randomRank(random));
    const durations = steps.map(() => random.below(10));
    const sum = (chain: readonly string[]) =>
      chain.reduce(
        (total, name) => total + (durations[steps.indexOf(stepOf(steps, name))] ?? NaN),
        0,
      );
    const chains = steps.flatMap(({ name }) => chainsTo(steps, name));
    const chain = longestChain(steps, durations);
    assert.equal(chain.length, Math.max(...chains.map(sum)), JSON.stringify({ steps, durations }));
    assert.equal(sum(chain.steps), chain.length);
    for (const [at, name] of chain.steps.slice(1).entries()) {
      assert.ok(stepOf(steps, name).after.includes(chain.steps[at] ?? ""), chain.steps.join());
    }
  }
});
