import assert from "node:assert/strict";
import { FORMATS } from "../../../src/report/formats.ts";
import { json } from "../../../src/report/json.ts";
import { markdown } from "../../../src/report/markdown.ts";
import { answerOf } from "../../../src/result/conclude/answer.ts";
import type { Result } from "../../../src/result/document.ts";
import { lacks, readResult } from "../../../src/result/read/read_result.ts";
import { testPermitted } from "../../support/needs.ts";
import { inRepository } from "../../support/paths.ts";
import { assertDocument } from "../../support/result_schema.ts";

const LATER = [
  "the times and errors of each coordinator",
  "how much CPU time the client took",
  "what the server says it is",
];

/** Documents that earlier states of cassbench wrote, oldest first, and what they lack. */
const OLD: Readonly<Record<string, readonly string[]>> = {
  "first.json": [
    "when each case started: the start of the run stands there",
    "whether the client was the limit, so no case counts as valid",
    "what happened second by second",
    "how many times were refused as they cannot be right",
    "how much of the client's CPU time was waiting",
    "how full the pool was",
    "how full the driver's connections were",
    "how much CPU time the client took",
    "how often the event loop stalled",
    "what the server says it is",
  ],
  "search.json": [...LATER.slice(0, 2), "how often the event loop stalled", ...LATER.slice(2)],
  "page.json": LATER,
};

function readOld(name: string): Result {
  return readResult(
    Deno.readTextFileSync(inRepository("tests", "fixtures", "documents", name)),
    name,
  );
}

for (const [name, lacking] of Object.entries(OLD)) {
  testPermitted(
    `the old document ${name} reads, and what it lacks is said once and for all`,
    () => {
      const result = readOld(name);
      assert.deepEqual(lacks(result), lacking);
      assert.deepEqual(readResult(json(result), name), result);
      assertDocument(json(result), name);
    },
  );

  testPermitted(`the old document ${name} is written in every format`, () => {
    const result = readOld(name);
    for (const [format, { write }] of Object.entries(FORMATS)) {
      const text = write(result);
      assert.ok(text.length > 0 || format === "svg", format);
      // The page holds code, in which these are words.
      if (format !== "html") assert.doesNotMatch(text, /\bNaN\b|undefined/, format);
    }
    for (const words of lacking) {
      assert.ok(markdown(result).replaceAll(/\s+/g, " ").includes(words), words);
    }
  });
}

testPermitted("what the first version did not judge counts as not valid", () => {
  const { belief, isValid } = answerOf(readOld("first.json"));
  assert.equal(isValid, false);
  assert.match(belief, /in 4 of 4 cases it was not judged whether the client was the limit/);
});

testPermitted(
  "the 95th percentile that the first version did not tell is that of its histogram",
  () => {
    for (const { serviceTime } of readOld("first.json").cases) {
      assert.ok(serviceTime !== null);
      const { p90, p95, p99 } = serviceTime;
      assert.ok(p90 <= p95 && p95 <= p99, `${p90} ${p95} ${p99}`);
    }
  },
);
