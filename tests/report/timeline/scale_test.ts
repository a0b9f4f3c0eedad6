import assert from "node:assert/strict";
import { formatTick, marksBetween, ticks } from "../../../src/report/timeline/scale.ts";
import { seededRandom } from "../../support/random.ts";

Deno.test("ticks() are round and reach the end", () => {
  assert.deepEqual(ticks(45, 5), [0, 10, 20, 30, 40]);
  assert.deepEqual(ticks(40, 4), [0, 10, 20, 30, 40]);
  assert.deepEqual(ticks(0.3, 4).map(formatTick), ["0", "0.1", "0.2", "0.3"]);
  assert.deepEqual(ticks(7_200_000, 4).map(formatTick), [
    "0",
    "2,000,000",
    "4,000,000",
    "6,000,000",
  ]);
});

Deno.test("ticks() are never more than there is room for, and use at least a third of it", () => {
  const random = seededRandom(5);
  for (let i = 0; i < 10_000; i++) {
    const [length, most] = [10 ** (random.number() * 12 - 4), 3 + random.below(8)];
    const intervals = ticks(length, most).length - 1;
    assert.ok(intervals <= most && intervals >= Math.floor(most / 3), `${length} in ${most}`);
  }
});

Deno.test("marksBetween() are the round instants of a part of a scale", () => {
  assert.deepEqual(marksBetween(3, 21, 4), [5, 10, 15, 20]);
  assert.deepEqual(marksBetween(40, 45, 5), [40, 41, 42, 43, 44, 45]);
});
