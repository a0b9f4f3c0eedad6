import assert from "node:assert/strict";
import { stepSummary } from "../../src/report/step_summary.ts";
import { judgeThresholds } from "../../src/result/conclude/thresholds.ts";
import { caseOf, PUBLISHED, resultOf } from "../result/fixture.ts";
import { assertText } from "./snapshot.ts";

const ROOM = 1_048_576;

Deno.test("a step's summary is the answer, whether to believe it, the table and the thresholds", async (t) => {
  const thresholds = judgeThresholds(PUBLISHED, ["throughput > 500"]);
  await assertText(t, stepSummary(resultOf(PUBLISHED, [1, 100], { thresholds }), ROOM) ?? "");
});

Deno.test("names in a summary are links of nothing, and make no HTML", () => {
  const own = { axis: '@org/team #12 GH-3 </script><b> | \x1b[2J =cmd() "x"\ny' };
  const scenario = { name: "@bob #1 <img src=x>", seed: 1 };
  const text = stepSummary(resultOf([caseOf({ own })], [1], { scenario }), ROOM) ?? "";
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /@\w|#\d|GH-\d|<[a-z/!]|\x1b/i);
  assert.match(text, /^## @\u2060bob #\u20601 &lt;img src=x>$/m);
});

Deno.test("a summary leaves out rows rather than be too large, and says so", () => {
  const cases = Array.from({ length: 3_000 }, (_, size) => caseOf({ own: { size } }));
  const result = resultOf(cases, [1]);
  const bytes = (text = "") => new TextEncoder().encode(text).length;
  const whole = bytes(stepSummary(result, ROOM));
  assert.ok(whole > 50_000, `${whole}`);
  for (const [room, left] of [[whole - 1, "2,000"], [20_000, "2,900"], [1_500, "2,990"]] as const) {
    const text = stepSummary(result, room);
    assert.ok(bytes(text) <= room, `${bytes(text)} of ${room}`);
    assert.ok(text?.includes(`${left} rows are left out`), `${room}`);
  }
  assert.equal(stepSummary(result, 10), undefined);
  assert.equal(stepSummary(result, -5), undefined);
});
