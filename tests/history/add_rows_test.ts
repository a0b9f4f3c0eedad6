import assert from "node:assert/strict";
import { addRows } from "../../src/history/add_rows.ts";
import { readHistory } from "../../src/history/read_history.ts";
import { type HistoryRow, lineOf } from "../../src/history/row.ts";
import { historyOf, rowOf } from "./fixture.ts";

const add = (text: string, rows: readonly HistoryRow[], isReplacing = false) =>
  addRows({ text, lines: readHistory(text, "h.jsonl"), name: "h.jsonl" }, rows, isReplacing);

Deno.test("rows are added after the others, whose lines stay as they are", () => {
  // Fields in another order, and blanks: as a person might have written it.
  const odd = `${JSON.stringify(rowOf(1), undefined, 1).replaceAll("\n", " ")}\n`;
  assert.equal(add(odd, [rowOf(2)]).text, odd + historyOf([rowOf(2)]));
  assert.equal(add(odd.trimEnd(), [rowOf(2)]).text, odd + historyOf([rowOf(2)]));
  assert.equal(add("", [rowOf(2), rowOf(3)]).text, historyOf([rowOf(2), rowOf(3)]));
});

Deno.test("rows end as the lines of the file do", () => {
  const text = historyOf([rowOf(1)]).replace("\n", "\r\n");
  assert.equal(add(text, [rowOf(2)]).text, `${text}${lineOf(rowOf(2))}\r\n`);
  const replaced = add(text, [rowOf(1, { errors: 3 })], true).text;
  assert.equal(replaced, `${lineOf(rowOf(1, { errors: 3 }))}\r\n`);
});

Deno.test("a row whose case the commit has is refused, with its line, and takes its place if asked", () => {
  const text = historyOf([rowOf(1), rowOf(2), rowOf(3)]);
  const again = rowOf(2, { commit: rowOf(2).commit.slice(0, 8), errors: 1 });
  assert.throws(() => add(text, [again]), {
    message:
      'Cannot add to "h.jsonl" what commit 0000002a has already: line 2 has songs, latency 5, poolSize 100',
    hint: /--replace puts the new figures in the place of these/,
  });
  const { text: replaced, replaced: count } = add(text, [again], true);
  assert.equal(replaced, historyOf([rowOf(1), again, rowOf(3)]));
  assert.equal(count, 1);
});

Deno.test("the order of fields and settings is always the same", () => {
  const row = rowOf(1);
  const shuffled = Object.fromEntries(Object.entries(row).reverse()) as unknown as HistoryRow;
  const settings = Object.fromEntries(Object.entries(row.settings).reverse());
  const parameters = Object.fromEntries(Object.entries(row.parameters).reverse());
  assert.equal(lineOf({ ...shuffled, settings, parameters }), lineOf(row));
});

Deno.test("a line holds no sign that steers a terminal, and reads as it was", () => {
  const row = rowOf(1, { scenario: 'a"b\u009b2J\u2028</script>\n=cmd()' });
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(lineOf(row), /[\u0000-\u001f\u007f-\u009f\u2028]/);
  assert.equal(readHistory(lineOf(row), "h")[0]?.row.scenario, row.scenario);
});
