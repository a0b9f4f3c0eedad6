import assert from "node:assert/strict";
import { compare, type CompareOptions } from "../../src/compare/compare.ts";
import type { Result } from "../../src/result/document.ts";
import { COMPARISON_FORMATS } from "../../src/report/comparison/formats.ts";
import { displayWidth } from "../../src/report/width.ts";
import { repeatedCase, resultOfAll, secondsCase } from "../compare/fixture.ts";
import { errorsOf, INVALID } from "../result/fixture.ts";
import { assertText } from "./snapshot.ts";

const NAMES = ["before.json", "after.json"];

function markdownOf(base: Result, other: Result, options: CompareOptions = {}): string {
  const comparison = compare(base, [other], { names: NAMES, ...options });
  return COMPARISON_FORMATS.markdown.write(comparison);
}

const BASE = resultOfAll([
  repeatedCase({ seed: 1, latency: 1 }),
  repeatedCase({ seed: 2, latency: 1, poolSize: 100 }),
  repeatedCase({ seed: 3, latency: 5 }),
]);
const OTHER = resultOfAll([
  repeatedCase({ seed: 4, latency: 1, slower: 0.129 }),
  repeatedCase({ seed: 5, latency: 1, poolSize: 100, slower: -0.2 }),
  repeatedCase({ seed: 6, latency: 5, errors: errorsOf({ writeTimeout: [20, "x"] }) }),
  repeatedCase({ seed: 7, latency: 10 }),
]);

Deno.test("a comparison says first what is worse, then on what that stands", async (t) => {
  await assertText(t, markdownOf(BASE, OTHER, { tolerance: 0.05 }));
});

Deno.test("what is not comparable is said with the reason and the way out", async (t) => {
  const other = resultOfAll([
    repeatedCase({ seed: 4, latency: 1, verdict: INVALID }),
    repeatedCase({ seed: 6, latency: 5 }),
  ], { settings: { consistency: "quorum" } });
  await assertText(t, markdownOf(BASE, other));
});

Deno.test("a comparison by seconds says that it is weaker", async (t) => {
  const [base, other] = [1, 2].map((seed) => resultOfAll([[secondsCase({ seed })]]));
  await assertText(t, markdownOf(base!, other!));
});

Deno.test("every line fits 80 columns", () => {
  for (const line of markdownOf(BASE, OTHER).split("\n")) assert.ok(displayWidth(line) <= 80, line);
});

Deno.test("names of any signs do nothing in any format", () => {
  const name = "</script><img src=x onerror=alert(1)>|{code}`*\n\u001b[31m=cmd()";
  const comparison = compare(BASE, [OTHER], { names: [name, `${name}2`] });
  for (const format of ["markdown", "html", "jira"] as const) {
    const text = COMPARISON_FORMATS[format].write(comparison, [BASE, OTHER]);
    // In Jira's markup an angle bracket is a letter.
    if (format !== "jira") {
      assert.doesNotMatch(text.replaceAll(/<script.*?<\/script>/gs, ""), /(?<!\\)<img/, format);
    }
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(text, /\u001b/, format);
  }
  assert.match(COMPARISON_FORMATS.jira.write(comparison), /^h1\. .*\\\{code/m);
});
