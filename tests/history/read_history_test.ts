import assert from "node:assert/strict";
import { ResultError } from "../../src/errors.ts";
import { readHistory } from "../../src/history/read_history.ts";
import { lineOf } from "../../src/history/row.ts";
import { historyOf, rowOf } from "./fixture.ts";

const [one, two, three] = [1, 2, 3].map((number) => lineOf(rowOf(number)));

const refuse = (text: string) => {
  try {
    readHistory(text, "h.jsonl");
  } catch (error) {
    assert.ok(error instanceof ResultError);
    return `${error.message}\n${error.hint}`;
  }
  return assert.fail("it was read");
};

Deno.test("a history is read as it was written, with or without its last end of a line", () => {
  const rows = [rowOf(1), rowOf(2, { p50: null, p99: null, valid: false })];
  for (
    const text of [
      historyOf(rows),
      historyOf(rows).trimEnd(),
      historyOf(rows).replaceAll("\n", "\r\n"),
    ]
  ) {
    assert.deepEqual(readHistory(text, "h").map(({ row, number }) => ({ row, number })), [
      { row: rows[0], number: 1 },
      { row: rows[1], number: 2 },
    ]);
  }
  assert.deepEqual(readHistory("", "h"), []);
});

Deno.test("a row of a later version that has more fields is read", () => {
  const [line] = readHistory(`${one?.replace('"errors"', '"more":[1],"errors"')}\n`, "h");
  assert.equal(line?.row.commit, rowOf(1).commit);
});

/** What stands in a history, and what is said of it. */
const BAD: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
  "a line that is cut": [
    `${one}\n${two?.slice(0, 200)}\n${three}`,
    /^Cannot read the history "h\.jsonl" as line 2 is broken: found "… .*"\n.*git log -p/,
  ],
  "marks of a conflict": [
    `${one}\n<<<<<<< HEAD\n${two}\n=======\n${three}\n>>>>>>> work\n`,
    /as\n {2}- line 2 is a mark that git left of a conflict: found "<<<<<<< HEAD"\n {2}- line 4 .*"======="\n {2}- line 6 .*\n.*merge=union/,
  ],
  "a text": ["name,value\nx,1\n", /line 1 is no row of a history: found "name,value"\n[^]*--file/],
  "a result document": ['{\n  "schemaVersion": 1,\n', /line 1 is no row of a history: found "\{"/],
  "another program's lines": [
    '{"level":"info"}\n',
    /line 1 is no row of a history: found "\{"level"/,
  ],
  "a list": ["[1]\n", /line 1 is no row/],
  "null": ["null\n", /line 1 is no row/],
  "a later version": [
    one!.replace('"schemaVersion":1', '"schemaVersion":2'),
    /line 1 is of a later version: schemaVersion must be 1: found 2\nread it with/,
  ],
  "a figure that is no number": [
    one!.replace('"mean":1000', '"mean":"fast"'),
    /line 1 is no row as throughput\.mean must be a number/,
  ],
  "a commit that is none": [
    one!.replace(/"commit":"\w+"/, '"commit":"HEAD"'),
    /line 1 is no row as commit must be a hash of 7 to 64 hexadecimal digits/,
  ],
  "a time that is none": [
    one!.replace(/"at":"[^"]+"/, '"at":"yesterday"'),
    /line 1 is no row as at must be a time/,
  ],
  "a parameter of another kind": [
    one!.replace('"latency":5', '"latency":[5]'),
    /line 1 is no row as parameters\.latency must be a text, a number, true or false/,
  ],
  "two lines of one case and commit": [
    `${one}\n${two}\n${lineOf(rowOf(1, { errors: 7 }))}\n`,
    /as lines 1 and 3 are both of songs, latency 5, poolSize 100 at commit 0000001abcde\nkeep the one/,
  ],
  "two lines of one commit, once cut short": [
    `${one}\n${lineOf(rowOf(1, { commit: "0000001ab" }))}\n`,
    /lines 1 and 2 are both of songs/,
  ],
  "more than can be told": [
    "x\n".repeat(30),
    /- line 10 [^\n]*\n {2}- 20 more lines like these\n/,
  ],
  "signs that steer a terminal": ["\x1b[2Jhidden\n", /found "\\u001b\[2Jhidden"/],
};

for (const [name, [text, says]] of Object.entries(BAD)) {
  Deno.test(`a history with ${name} is refused`, () => assert.match(refuse(text), says));
}

Deno.test("rows of other cases at one commit are no doubles", () => {
  const other = rowOf(1, { parameters: { latency: 5, poolSize: 1, workers: 1 } });
  const another = rowOf(1, { scenario: "songs 2" });
  assert.equal(readHistory(historyOf([rowOf(1), other, another]), "h").length, 3);
});
