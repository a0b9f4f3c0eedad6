import assert from "node:assert/strict";
import { renderGrowing, renderMarkdown } from "../../../src/report/markdown.ts";
import { drawBar, type Look, PLAIN } from "../../../src/report/markdown/look.ts";
import type { Report, TableBlock } from "../../../src/report/model.ts";
import { textCell } from "../../../src/report/model.ts";
import { growingReport, streamedReport } from "../../../src/report/report.ts";
import { displayWidth } from "../../../src/report/width.ts";
import { findWarnings } from "../../../src/result/conclude/warnings.ts";
import { caseOf, errorsOf, INVALID, PUBLISHED, resultOf, summaryOf } from "../../result/fixture.ts";
import { siteCases } from "../timeline/timeline_fixture.ts";
import { assertText } from "../snapshot.ts";

const COLORED: Look = { columns: 80, hasColors: true, hasBars: true };
const NARROW: Look = { columns: 40, hasColors: false, hasBars: true };

// deno-lint-ignore no-control-regex
const COLORS = /\x1b\[[\d;]*m/g;

/** Results of each kind. */
const RESULTS = [
  resultOf(PUBLISHED),
  resultOf([caseOf({}), caseOf({ poolSize: 100, verdict: INVALID })]),
  resultOf(siteCases()),
  resultOf([caseOf({ rate: 1_000, poolSize: 100, responseTime: summaryOf(3) })], [100], {
    settings: { rate: [1_000], duration: 5_000 },
  }),
];

Deno.test("with colours a report says what it says without, but for the asterisks of what stands out", () => {
  for (const result of RESULTS) {
    const blocks = streamedReport(result);
    const colored = renderMarkdown(blocks, { ...COLORED, hasBars: false });
    assert.notEqual(colored, colored.replaceAll(COLORS, ""));
    assert.equal(
      colored.replaceAll(COLORS, ""),
      renderMarkdown(blocks, PLAIN).replaceAll("**", ""),
    );
  }
});

Deno.test("the table of a run that goes on has bars that compare the figures of a row, in 80 columns", async (t) => {
  const result = resultOf(PUBLISHED);
  const look = { ...COLORED, hasColors: false };
  const grown = renderGrowing(growingReport(result), look);
  await assertText(t, grown);
  assert.ok(renderMarkdown(streamedReport(result), look).startsWith(grown.trimEnd()));
  const before = renderGrowing(growingReport(resultOf(PUBLISHED.slice(0, 4))), look);
  assert.ok(grown.startsWith(before.trimEnd()), "what was printed stays as it is");
});

Deno.test("bars are left out where there is no room for them", () => {
  const pools = [1, 10, 100, 1_000];
  const cases = pools.map((poolSize) => caseOf({ poolSize }));
  assert.doesNotMatch(renderMarkdown(streamedReport(resultOf(cases, pools)), COLORED), /█/);
});

Deno.test("a report in 40 columns has no line that is wider, whatever it is of", () => {
  for (const result of RESULTS) {
    const page = renderMarkdown(streamedReport(result), NARROW);
    const text = page.replaceAll(/^(#|- [a-z]+).*$|\S{30,}/gm, "");
    assert.deepEqual(text.split("\n").filter((line) => displayWidth(line) > 40), []);
  }
});

Deno.test("a report in 40 columns reads well", async (t) => {
  await assertText(t, renderMarkdown(streamedReport(resultOf(PUBLISHED)), NARROW));
});

Deno.test("a table that is too wide for 40 columns has an item for each row, and nothing is lost", async (t) => {
  const titles = ["a long title", "another title", "a third title"];
  const table: TableBlock = {
    kind: "table",
    columns: titles.map((title) => ({ title })),
    rows: [["1", "2", "3"], ["4", "a text that is longer than the line has room for", "6"]]
      .map((row) => row.map(textCell)),
  };
  await assertText(t, renderMarkdown([table], NARROW).trimEnd());
});

Deno.test("no escape but a colour reaches a terminal, whatever a run's texts hold", () => {
  const nasty = "\u001b[2J\u001b]0;title\u0007\u009b31m<script>|`\r\n# x";
  const errors = errorsOf({ [nasty]: [1, nasty] });
  const cases = [caseOf({ own: { kind: nasty }, errors }), caseOf({ own: { kind: "plain" } })];
  const plain = resultOf(cases);
  const blocks: Report = [
    ...streamedReport({
      ...plain,
      scenario: { name: nasty, seed: 1 },
      warnings: findWarnings(plain.environment.target, cases),
    }),
    { kind: "code", text: nasty },
  ];
  for (const columns of [80, 40, 10]) {
    const page = renderMarkdown(blocks, { ...COLORED, columns });
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(page.replaceAll(COLORS, ""), /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  }
});

Deno.test("drawBar() is as wide as the share, to an eighth of a column", () => {
  assert.equal(drawBar(1, 4), "████");
  assert.equal(drawBar(0.5, 4), "██");
  assert.equal(drawBar(0.3, 4), "█▎");
  assert.equal(drawBar(0, 4), "");
  assert.equal(drawBar(7, 2), "██");
  assert.equal(drawBar(-1, 2), "");
});
