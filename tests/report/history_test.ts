import assert from "node:assert/strict";
import { seriesOf } from "../../src/history/series.ts";
import { historyJson, historyReport } from "../../src/report/history.ts";
import { sparkline } from "../../src/report/history/sparkline.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { displayWidth } from "../../src/report/width.ts";
import { rowOf } from "../history/fixture.ts";
import { noisySeries } from "../history/noise.ts";
import { assertText } from "./snapshot.ts";

/** Two cases over 60 commits. One becomes slower at the 40th, where the server is another one; one commit is invalid. */
function rows() {
  const throughputs = noisySeries([[40, 16_800], [20, 14_630]], 0.01, 1);
  const times = noisySeries([[40, 5], [20, 5.7]], 0.01, 2);
  return throughputs.flatMap((mean, at) => {
    const server = `Apache Cassandra 5.0.${at < 40 ? 5 : 6}, 3 nodes, existing cluster`;
    return [
      rowOf(at, { throughput: { mean }, p50: { mean: times[at]! }, server }),
      rowOf(at, {
        parameters: { latency: 5, poolSize: 1, workers: 1 },
        throughput: { mean: 190 },
        server,
        valid: at !== 33,
      }),
    ];
  });
}

Deno.test("a history is a page: what changed last, and each case", async (t) => {
  const page = renderMarkdown(historyReport(seriesOf(rows())));
  await assertText(t, page);
  assert.ok(page.split("\n").every((line) => displayWidth(line) <= 80));
});

Deno.test("a history that is too short says so", () => {
  const page = renderMarkdown(historyReport(seriesOf([1, 2].map((at) => rowOf(at)))));
  assert.match(page, /No change in 1 case over 2 commits: a change shows from 9 commits on/);
  assert.match(page, /## songs\n/);
});

Deno.test("conditions that take turns are warned of", () => {
  const machines = Array.from({ length: 12 }, (_, at) => rowOf(at, { machine: `${at % 2} cpus` }));
  const page = renderMarkdown(historyReport(seriesOf(machines)));
  assert.match(page, /under 2 conditions that take turns: keep a history\nfor each/);
  assert.doesNotMatch(page, /other conditions between/);
});

Deno.test("figures that go with those before them are warned of, where they changed", () => {
  const rows = Array.from(
    { length: 60 },
    (_, at) => rowOf(at, { p50: { mean: (at < 30 ? 5 : 9) + Math.sin(at / 3) } }),
  );
  const page = renderMarkdown(historyReport(seriesOf(rows)));
  assert.match(
    page,
    /^The p50 of a commit goes with that of the commit before \(correlation 0\.\d\d\)/m,
  );
});

Deno.test("cases of several scenarios, and such of other parameters, are told apart", () => {
  const all = seriesOf([
    rowOf(1),
    rowOf(1, { scenario: "albums" }),
    rowOf(1, { parameters: { latency: 5, poolSize: 100, size: 3, workers: 1 } }),
  ]);
  const page = renderMarkdown(historyReport(all));
  assert.match(page, /^# History of songs, albums\n/);
  assert.deepEqual(page.match(/^## .*$/gm), [
    "## songs: latency 5, poolSize 100",
    "## albums: latency 5, poolSize 100",
    "## songs: latency 5, poolSize 100, size 3",
  ]);
});

Deno.test("names do nothing in a page", () => {
  const scenario = "</script>|a\n# b\x1b[2J *c* =cmd()";
  const page = renderMarkdown(historyReport(seriesOf([rowOf(1, { scenario })])));
  assert.match(page, /^# History of &lt;\/script>\\\|a # b\\\\u001b\[2J \\\*c\\\* =cmd\(\)\n/);
});

Deno.test("figures of a history have their points, gaps and marks", () => {
  const figures = historyReport(seriesOf(rows())).flatMap((block) =>
    block.kind === "figure" && block.figure.kind === "lines" ? [block.figure] : []
  );
  assert.deepEqual(figures.map(({ id }) => id), [
    ...["history-a-throughput", "history-a-times", "history-b-throughput", "history-b-times"],
  ]);
  assert.deepEqual(figures[0]?.marks.map(({ x }) => x), [40.5]);
  assert.match(figures[0]?.summary ?? "", /^60 commits: throughput −12\.\d % at 0000040\.$/);
  assert.equal(figures[2]?.lines[0]?.points[33]?.y, null);
});

Deno.test("the document of a history has its rows and changes", () => {
  const { schemaVersion, series } = JSON.parse(historyJson(seriesOf(rows())));
  assert.equal(schemaVersion, 1);
  assert.equal(series[0].rows.length, 60);
  assert.equal(series[0].changes[0].measure, "throughput");
});

Deno.test("a trend goes from the lowest to the highest sign, and a change is between two", () => {
  assert.deepEqual(sparkline([1, 2, 3, 8], []), { each: 1, text: "▁▂▃█" });
  assert.deepEqual(sparkline([5, 5], []), { each: 1, text: "▅▅" });
  assert.deepEqual(sparkline([], []), { each: 1, text: "" });
  assert.deepEqual(sparkline([1, 1, 9, 9], [2]), { each: 1, text: "▁▁│██" });
  const long = sparkline(Array.from({ length: 100 }, (_, at) => at), [50]);
  assert.equal(long.each, 5);
  assert.equal(long.text.length, 21);
});
