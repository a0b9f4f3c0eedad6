/** Histories that are spoilt, and such with names of any signs. */
import assert from "node:assert/strict";
import { parse } from "yaml";
import { ResultError } from "../../src/errors.ts";
import { githubExport } from "../../src/history/export/github.ts";
import { otavaExport } from "../../src/history/export/otava.ts";
import { readHistory } from "../../src/history/read_history.ts";
import { seriesOf } from "../../src/history/series.ts";
import { historyReport } from "../../src/report/history.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { historyOf, rowOf } from "../history/fixture.ts";
import { fuzz } from "../support/fuzz.ts";
import { testPermitted } from "../support/needs.ts";
import { mutateText, randomText } from "../support/mutate.ts";

const WORDS = ["\n", '"mean":', "null", "<<<<<<< HEAD\n", "1e999", "__proto__", '{"commit":"'];

Deno.test("a spoilt history is shown, or refused with the numbers of its lines", async () => {
  const text = historyOf([1, 2, 3].map((number) => rowOf(number)));
  await fuzz(61, (random, round) => {
    try {
      const lines = readHistory(mutateText(random, text, WORDS), "h");
      // To show one takes ten times as long as to read it.
      if (lines.length > 0 && round % 10 === 0) {
        renderMarkdown(historyReport(seriesOf(lines.map(({ row }) => row))));
      }
    } catch (error) {
      assert.ok(error instanceof ResultError, String(error));
      assert.match(error.message, /^Cannot read the history "h" as[^]* lines? \d+/);
    }
  });
});

testPermitted("names of any signs are read as they were, and do nothing in an export", async () => {
  await fuzz(62, (random, round) => {
    const name = () => randomText(random, 6);
    const rows = [1, 2].map((number) =>
      rowOf(number, {
        ...{ scenario: name(), parameters: { [`a${name()}`]: name(), latency: 1 } },
        ...{ server: name(), settings: { consistency: name() } },
      })
    );
    const text = historyOf(rows);
    assert.equal(text.split("\n").length, 3);
    // Half of a surrogate pair is the one sign that JSON has no other way to write.
    const read = readHistory(text, "h").map(({ row }) => row);
    assert.deepEqual(read, JSON.parse(JSON.stringify(rows)));
    // To read YAML takes ten times as long as all before.
    if (round % 10 > 0) return;
    const { tables, configuration } = otavaExport(seriesOf(read), "h.csv");
    assert.equal(Object.keys(parse(configuration).tests).length, tables.size);
    for (const file of tables.keys()) assert.match(file, /^h(-[\w.-]+)?\.csv$/);
    assert.equal(JSON.parse(githubExport(read).bigger).length, 1);
  });
});
