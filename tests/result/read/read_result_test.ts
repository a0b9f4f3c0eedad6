import assert from "node:assert/strict";
import { ResultError } from "../../../src/errors.ts";
import { json } from "../../../src/report/json.ts";
import { lacks, readResult } from "../../../src/result/read/read_result.ts";
import { caseOf, HEALTHY, resultOf } from "../fixture.ts";

const client = { ...HEALTHY, cpuTime: 430 };
const RESULT = resultOf([
  caseOf({ client, latency: 0 }),
  caseOf({ client, latency: 5, rate: 100 }),
  caseOf({ client, latency: 10, poolSize: 100 }),
]);
const TEXT = json(RESULT);
const HALF = TEXT.slice(0, TEXT.length / 2);
const linesOf = (text: string) => text.trimEnd().split("\n").length;

// deno-lint-ignore no-explicit-any
type Edited = any;

/** The document after somebody edited it. */
function edited(edit: (document: Edited) => unknown): string {
  const document = JSON.parse(TEXT);
  const replaced = edit(document);
  return JSON.stringify(typeof replaced === "object" ? replaced : document);
}

/** What is wrong with a text: each what to read, and what the message says after `Cannot read "x.json" as`. */
const WRONG: Readonly<Record<string, readonly [text: string, message: string, hint: RegExp]>> = {
  "cut in half": [
    HALF,
    `it ends in the middle, in line ${linesOf(HALF)}: the rest was cut off`,
    /copy it again/,
  ],
  "cut before its last sign": [
    TEXT.trimEnd().slice(0, -1),
    `it ends in the middle, in line ${linesOf(TEXT) - 1}: the rest was cut off`,
    /copy it again/,
  ],
  "empty": ["", "it is empty", /--json FILE/],
  "a comparison of results": [
    '{ "schemaVersion": 1, "kind": "comparison" }',
    "it is a comparison",
    /name the results that it is made from/,
  ],
  "blank": ["\n \n", "it is empty", /--json FILE/],
  "a report": [
    "# latency\n\n| a |",
    "it is no JSON: it begins with '# latency | a |'",
    /--json FILE/,
  ],
  "bytes": ["\u0000\u001b[31m", "it is no JSON: it begins with '\\\\u0000\\\\u001b[31m'", /--json/],
  "JSON and more": ['{"a": 1}\n}', "it is no JSON: line 2 goes wrong at column 1", /--json FILE/],
  "a list": ["[1]", "it is no result of cassbench: it is a list", /--json FILE/],
  "null": ["null", "it is no result of cassbench: it is null", /--json FILE/],
  "a text": ['"x"', "it is no result of cassbench: it is a string", /--json FILE/],
  "another program's": [
    '{"metrics":{"http_req_duration":{"avg":1}}}',
    "it is no result of cassbench: it has no schemaVersion",
    /--json FILE/,
  ],
  "a later version's": [
    edited((result) => {
      result.schemaVersion = 2;
      result.environment.cassbench = "9.0.0";
    }),
    "its schemaVersion is 2, of cassbench 9.0.0: this one, 0.1.0, reads 1",
    /with the version that wrote it/,
  ],
  "a version that never was": [
    edited((result) => result.schemaVersion = 0),
    "schemaVersion must be 1: found 0",
    /changed after it was written/,
  ],
  "of a later version of the same shape, with a word that this one does not know": [
    edited((result) => {
      result.environment.cassbench = "0.10.0";
      result.status = "asleep";
    }),
    "status must be one of completed, aborted, failed: found 'asleep'",
    /cassbench 0\.10\.0 wrote it, and this is 0\.1\.0/,
  ],
  "a word in place of a number": [
    edited(({ cases }) => cases[2].throughput = "fast"),
    "cases[2].throughput must be a number: found 'fast'",
    /changed after it was written/,
  ],
  "a number that JSON has no place for": [
    edited(({ cases }) => cases[2].throughput = 17).replace(
      '"throughput":17',
      '"throughput":1e999',
    ),
    "cases[2].throughput must be a number: found Infinity",
    /changed after it was written/,
  ],
  "right in its parts, which contradict each other": [
    edited(({ cases, thresholds }) => {
      thresholds.push({ expression: "throughput > 1", case: 7, value: 2, passed: true });
      cases[0].errors.total = 2_000;
      cases[1].serviceTime.p99 = 0.001;
    }),
    [
      "",
      "thresholds[0].case must be the place of a case: found 7",
      "cases[0].errors.total must be 1000 at most: found 2000",
      "cases[1].serviceTime.p99 must not be less than p95: found 0.001",
    ].join("\n  - "),
    /changed after it was written/,
  ],
  "of a day that there is not": [
    edited(({ environment }) => environment.startedAt = "2026-02-31T25:00:00Z"),
    "environment.startedAt must be an instant such as 2026-11-22T06:25:01.000Z: " +
    "found '2026-02-31T25:00:00Z'",
    /changed after it was written/,
  ],
  "several faults at once": [
    edited(({ cases, environment, ...rest }) => {
      environment.startedAt = "yesterday";
      environment.settings.network = { latency: "x" };
      cases[0].serviceTime.p99 = null;
      cases[0].serviceTime.histogram = "abc";
      cases[1].operations = -3;
      cases[1].parameters.latency = [1];
      cases[2].errors = [];
      return { ...rest, cases, environment, warnings: undefined };
    }),
    [
      "",
      "environment.startedAt must be an instant such as 2026-11-22T06:25:01.000Z: found 'yesterday'",
      "environment.settings.network.latency must be a number or a list of numbers: found 'x'",
      "cases[0].serviceTime.p99 must be a number: found null",
      "cases[0].serviceTime.histogram must be a histogram: HISTF…, in base64: found 'abc'",
      "cases[1].operations must be 0 or more: found -3",
      "cases[1].parameters.latency must be a text, a number, true or false: found [ 1 ]",
      "cases[2].errors must be an object: found []",
      "warnings must be a list: found undefined",
    ].join("\n  - "),
    /changed after it was written/,
  ],
};

for (const [what, [text, message, hint]] of Object.entries(WRONG)) {
  Deno.test(`a document that is ${what} is refused in words`, () => {
    assert.throws(() => readResult(text, "x.json"), (error) => {
      assert.ok(error instanceof ResultError);
      assert.equal(
        error.message,
        `Cannot read "x.json" as${message.startsWith("\n") ? "" : " "}${message}`,
      );
      assert.match(error.hint ?? "", hint);
      return true;
    });
  });
}

Deno.test("of very many faults the first 20 are said, and how many more there are", () => {
  const text = edited((result) => {
    result.cases = Array(1_000).fill(7);
  });
  assert.throws(() => readResult(text, "x.json"), (error) => {
    const lines = (error as Error).message.split("\n");
    assert.equal(lines.length, 22);
    assert.equal(lines.at(-1), "  - and 980 more");
    return true;
  });
});

Deno.test("a document reads as it was written, with fields that a later version added", () => {
  assert.deepEqual(readResult(TEXT, "x.json"), RESULT);
  assert.deepEqual(lacks(readResult(TEXT, "x.json")), []);
  const later = edited((result) => result.cases[0].colour = "blue");
  assert.equal(json(readResult(later, "x.json")), json(JSON.parse(later)));
});

Deno.test("a document without what later ones have reads, and says what it lacks", () => {
  const old = readResult(
    edited(({ cases }) => cases.forEach((one: Edited) => delete one.verdict)),
    "old.json",
  );
  assert.deepEqual(lacks(old), ["whether the client was the limit, so no case counts as valid"]);
  assert.deepEqual(old.cases.map(({ verdict }) => verdict.valid), [false, false, false]);
  assert.deepEqual(lacks(readResult(json(old), "again.json")), lacks(old));
});
