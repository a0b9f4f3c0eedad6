import assert from "node:assert/strict";
import { outagesSection } from "../../../src/report/sections/outages.ts";
import { caseOf, resultOf } from "../../result/fixture.ts";

Deno.test("outagesSection() is empty where everything was answered", () => {
  assert.deepEqual(outagesSection(resultOf([caseOf({}), caseOf({ poolSize: 100 })])), []);
});

Deno.test("outagesSection() says from when to when nothing was answered, how long that took, and how many errors it made", () => {
  const outages = [{ from: 120, to: 320, errors: 5 }, { from: 400, to: null, errors: 1_000 }];
  const [, table, ...more] = outagesSection(
    resultOf([caseOf({}), caseOf({ poolSize: 100, outages })]),
  );
  assert.deepEqual(more, []);
  assert.ok(table?.kind === "table");
  assert.deepEqual(table.rows.map((row) => row.slice(-4).map(({ text }) => text)), [
    ["120 ms", "320 ms", "200 ms", "5"],
    ["400 ms", "not ended", "more than 600 ms", "1,000"],
  ]);
});

Deno.test("outagesSection() shows the ten longest outages of a case in their order, and counts the others", () => {
  const outages = Array.from({ length: 30 }, (_, at) => ({
    ...{ from: at * 1_000, to: at * 1_000 + (at % 3 === 0 ? 500 : 200), errors: 3 },
  }));
  const [, table, rest] = outagesSection(resultOf([caseOf({ elapsed: 30_000, outages })]));
  assert.ok(table?.kind === "table" && rest?.kind === "paragraph");
  assert.deepEqual(
    table.rows.map((row) => row.at(-4)?.value),
    Array.from({ length: 10 }, (_, at) => at * 3_000),
  );
  assert.match(JSON.stringify(rest), /20 shorter outages/);
});
