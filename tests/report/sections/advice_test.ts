import assert from "node:assert/strict";
import { adviceSection } from "../../../src/report/sections/advice.ts";
import { caseOf, INVALID, resultOf } from "../../result/fixture.ts";
import { bounded, law, POOLS, sweepOf } from "../../result/conclude/advice/sweep.ts";
import { assertText, rendered } from "../snapshot.ts";

const TWO = resultOf([
  ...sweepOf({ of: bounded(11, 4_000), latency: 10 }),
  ...sweepOf({ of: bounded(51, 4_000), latency: 50 }),
], POOLS);
const CURVE = resultOf(
  sweepOf({ of: law(950, 0.02, 0.0005), latency: 1, repetitions: 3, noise: 0.02 }).map((one) =>
    one.parameters.poolSize === 500 ? { ...one, verdict: INVALID } : one
  ),
  POOLS,
);

Deno.test("adviceSection() says which pool to use, and what that rests on", async (t) => {
  const texts = [TWO, CURVE].map((result) => rendered(adviceSection(result)));
  await assertText(t, texts.join("\n\n---\n\n"));
});

Deno.test("adviceSection() says in brief the advice alone", () => {
  assert.equal(
    rendered(adviceSection(TWO, "brief")),
    "## Pool size\n\n- **At 10 ms use a pool of 50: more gains nothing.**\n" +
      "- **At 50 ms use a pool of 200: a pool of 500 gains 2 %.**",
  );
});

Deno.test("adviceSection() has nothing to say without a sweep", () => {
  assert.deepEqual(adviceSection(resultOf([caseOf({})])), []);
});

Deno.test("adviceSection() shows names as text", () => {
  const own = { "</script>|*x*": "a\n=cmd()\u001b[31m" };
  const other = { "</script>|*x*": "`b`" };
  const text = rendered(adviceSection(resultOf([
    ...sweepOf({ of: bounded(11, 4_000), own }),
    ...sweepOf({ of: bounded(11, 4_000), own: other }),
  ])));
  assert.doesNotMatch(text, /<\/script>|[^\\]\|/);
  assert.ok(!text.includes("\u001b"));
});
