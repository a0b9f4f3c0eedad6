import assert from "node:assert/strict";
import { markdown } from "../../../src/report/markdown.ts";
import { timelineSection } from "../../../src/report/timeline/timeline.ts";
import { displayWidth } from "../../../src/report/width.ts";
import type { CaseResult } from "../../../src/result/case.ts";
import { caseOf, resultOf } from "../../result/fixture.ts";
import { assertText, rendered } from "../snapshot.ts";
import { pageCaseOf, pageOf, randomCases, SITE, siteCases } from "./timeline_fixture.ts";

function sectionOf(cases: readonly CaseResult[]): string {
  return rendered(timelineSection(resultOf(cases)));
}

Deno.test("timelineSection() shows the median and the slowest page of each mode, in 60 lines", async (t) => {
  const section = sectionOf(siteCases());
  await assertText(t, section);
  assert.ok(section.split("\n").length <= 60);
});

Deno.test("timelineSection() shows the first combination and says where the others are", () => {
  const first = siteCases({ latency: 1 });
  const section = sectionOf([...first, ...siteCases({ latency: 5 }), ...siteCases({ latency: 9 })]);
  const shown = sectionOf(first).replace("```\n\n```", "```\n\nlatency 1 ms:\n\n```");
  assert.ok(section.startsWith(`${shown}\n\nThe SVG`));
  assert.ok(!section.includes("latency 5 ms"));
  const last = "The SVG and the JSON hold all 12 that were kept, of all 3 combinations.";
  assert.equal(section.split("\n").at(-1), last);
});

Deno.test("timelineSection() shows a failed and a traced page of each mode wherever there is one", () => {
  const cases = [1, 5].flatMap((latency) =>
    siteCases({ latency }).map((measured) => ({
      ...measured,
      timeline: [
        ...measured.timeline ?? [],
        ...latency === 1 ? [] : [
          pageOf(SITE, "serial", { kept: "failed", error: "the first failure" }),
          pageOf(SITE, "serial", { kept: "failed", error: "the second failure" }),
          pageOf(SITE, "serial", { kept: "traced" }),
        ],
      ],
    }))
  );
  const section = sectionOf(cases);
  const titles = section.match(/^\w+: (?:a|the) \w+ page|^latency .*:$/gm);
  assert.deepEqual(titles, [
    ...["latency 1 ms:", "serial: the median page", "concurrent: the median page"],
    ...["serial: the slowest page", "concurrent: the slowest page"],
    ...["latency 5 ms:", "serial: a failed page", "concurrent: a failed page"],
    ...["serial: a traced page", "concurrent: a traced page"],
  ]);
  assert.ok(section.includes("the first failure") && !section.includes("the second failure"));
});

Deno.test("timelineSection() shows the first median of repetitions, and the slowest page of all", () => {
  const cases = [1, 2, 3].map((repetition) =>
    pageCaseOf("serial", [
      ...repetition === 1 ? [] : [pageOf(SITE, "serial")],
      pageOf(SITE, "serial", { kept: "slowest", factor: repetition === 2 ? 9 : 2 }),
    ], { repetition })
  );
  const titles = sectionOf(cases).match(/^serial: .*$/gm)?.map((title) =>
    title.replaceAll(/, [\d.]+ ms|, longest chain [\d.]+ ms/g, "")
  );
  assert.deepEqual(titles, [
    "serial: the median page, repetition 2",
    "serial: the slowest page, repetition 2",
  ]);
});

Deno.test("timelineSection() of an operation with tasks needs no mode", async (t) => {
  const page = pageOf(SITE.slice(0, 3), "concurrent");
  await assertText(t, sectionOf([caseOf({ timeline: [page] })]));
});

Deno.test("timelineSection() has nothing to say without a timeline", () => {
  assert.deepEqual(timelineSection(resultOf([caseOf({}), caseOf({ timeline: [] })])), []);
});

Deno.test("timelineSection() is a section of the page, of lines that fit a terminal and stay in their fence", () => {
  for (let seed = 0; seed < 100; seed++) {
    const result = resultOf(randomCases(seed));
    const section = rendered(timelineSection(result));
    assert.ok(markdown(result).includes(section));
    const lines = section.split("\n");
    assert.deepEqual(lines.filter((line) => displayWidth(line) > 80), [], `seed ${seed}`);
    // deno-lint-ignore no-control-regex
    assert.deepEqual(lines.filter((line) => /[\u0000-\u001f]/.test(line)), []);
    const fences = lines.filter((line) => line.trimStart().startsWith("```"));
    assert.deepEqual(fences, fences.map((_, at) => at % 2 === 0 ? "```text" : "```"));
  }
});
