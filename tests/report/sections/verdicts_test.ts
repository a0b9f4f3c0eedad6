import assert from "node:assert/strict";
import { verdictSection } from "../../../src/report/sections/verdicts.ts";
import { caseOf, HEALTHY, INVALID, resultOf } from "../../result/fixture.ts";
import { assertText, rendered } from "../snapshot.ts";

function verdictOf(...cases: Parameters<typeof caseOf>[0][]): string {
  return rendered(verdictSection(resultOf(cases.map(caseOf))));
}

Deno.test("verdictSection() says in a line that all is well, and by how much at worst", async (t) => {
  const busier = { ...HEALTHY, cpu: 0.95, spinning: 0.3, eventLoopLag: null };
  await assertText(t, verdictOf({ rate: 1_000 }, { rate: 2_000, client: busier }));
});

Deno.test("verdictSection() of cases too short for a probe says nothing of the event loop", () => {
  const section = verdictOf({ client: { ...HEALTHY, eventLoopLag: null } });
  assert.equal(section, "## Verdict\n\nThe case is valid: the client was at most 43 % busy.");
});

Deno.test("verdictSection() gives the same advice once, with every case that it would help", async (t) => {
  const [busy] = INVALID.reasons;
  assert.ok(busy);
  const late = {
    code: "schedule",
    message: "71,000 of 80,000 operations per second were sent: the pool was full for 90 % of it",
    advice: "a lower rate, or more threads (--workers)",
  } as const;
  await assertText(
    t,
    verdictOf(
      { rate: 1_000 },
      { rate: 70_000, verdict: INVALID },
      { rate: 80_000, verdict: { valid: false, reasons: [busy, late] } },
    ),
  );
});

Deno.test("verdictSection() counts the repetitions of a case, and lets the first one speak", async (t) => {
  const repetitions = [1, 2, 3].flatMap((repetition) => [
    { repetition, poolSize: 1 },
    { repetition, poolSize: 100, ...repetition > 1 && { verdict: INVALID } },
  ]);
  await assertText(t, verdictOf(...repetitions));
});

Deno.test("verdictSection() of a single case names no case", () => {
  assert.match(
    verdictOf({ verdict: INVALID }),
    /^\*\*The case is not valid .*\n[^]*\n {2}- the client's/m,
  );
});

Deno.test("verdictSection() has nothing to say of no case", () => {
  assert.equal(verdictOf(), "");
});

Deno.test("verdictSection() of a case in which a server ended accuses neither client nor schedule", () => {
  const advice = "find out why it ended, and run it again";
  const reasons = [{ code: "ended", message: "node 2 ended", advice }] as const;
  const text = verdictOf({ verdict: { valid: false, reasons } });
  assert.match(text, /^\*\*The case is not valid \(✗\)\*\*: a server of the target ended\.$/m);
  assert.match(
    text,
    /- What would help: find out why it ended, and run it again\n {2}- node 2 ended/,
  );
});
