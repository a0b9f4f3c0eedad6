import assert from "node:assert/strict";
import { mergeOutages, watchOutages } from "../../src/measure/outages.ts";

Deno.test("an outage lasts from the first failure without an answer to the next answer", () => {
  const outages = watchOutages();
  outages.answer(50);
  for (const at of [100, 101, 103, 250]) outages.fail(at);
  assert.equal(outages.lasts(300), 200);
  outages.answer(400);
  outages.answer(500);
  assert.equal(outages.lasts(600), 0);
  assert.deepEqual(outages.found(1_000), [{ from: 100, to: 400, errors: 4 }]);
});

Deno.test("an outage that has not ended lasts to the end of the case", () => {
  const outages = watchOutages();
  for (const at of [100, 110, 120]) outages.fail(at);
  assert.deepEqual(outages.found(900), [{ from: 100, to: null, errors: 3 }]);
});

Deno.test("less than 3 failures in a row, or less than 100 ms, are no outage", () => {
  const outages = watchOutages();
  for (const at of [100, 500]) outages.fail(at);
  outages.answer(800);
  for (const at of [900, 901, 902, 903]) outages.fail(at);
  outages.answer(999);
  assert.deepEqual(outages.found(2_000), []);
});

Deno.test("mergeOutages() makes one of those that overlap, from the first begin to the last end", () => {
  const merged = mergeOutages([
    { from: 900, to: null, errors: 1 },
    { from: 150, to: 300, errors: 10 },
    { from: 100, to: 200, errors: 20 },
    { from: 300, to: 310, errors: 5 },
    { from: 950, to: 960, errors: 2 },
    { from: 400, to: 500, errors: 7 },
  ]);
  assert.deepEqual(merged, [
    { from: 100, to: 310, errors: 35 },
    { from: 400, to: 500, errors: 7 },
    { from: 900, to: null, errors: 3 },
  ]);
});
