import assert from "node:assert/strict";
import { findingsSection } from "../../../src/report/sections/findings.ts";
import type { Mode } from "../../../src/scenario/settings.ts";
import { caseOf, resultOf } from "../../result/fixture.ts";
import { pageOf, pageResultOf } from "../../result/page_fixture.ts";
import { assertText, rendered } from "../snapshot.ts";

const MODES: readonly Mode[] = ["serial", "concurrent"];

Deno.test("findingsSection() has a sentence for each combination, and of many says from where to where", async (t) => {
  const cases = (latencies: readonly number[]) =>
    latencies.flatMap((latency) => MODES.map((mode) => pageOf({ latency, mode })));
  const [few, many] = [[0, 5], [0, 1, 5, 10, 100]].map((latencies) =>
    rendered(findingsSection(pageResultOf(cases(latencies))))
  );
  await assertText(t, `${few}\n\n---\n\n${many}`);
});

Deno.test("findingsSection() shows the names of steps as text, in lines that fit a terminal", () => {
  const steps = [1, 2, 3, 4].map((at) => ({
    ...{ name: `<b>|step ${at})`, ms: 5 },
    after: at === 1 ? [] : [`<b>|step ${at - 1})`],
  }));
  const result = pageResultOf(MODES.map((mode) => pageOf({ mode, steps })));
  const text = rendered(findingsSection(result));
  assert.doesNotMatch(text, /<b>/);
  assert.deepEqual(text.split("\n").filter(({ length }) => length > 80), []);
});

Deno.test("findingsSection() shows what the document holds, with the same advice once", () => {
  const finding = { code: "modes", message: "Found.", advice: "More runs tell more." };
  const section = findingsSection(resultOf([caseOf({})], [1], { findings: [finding, finding] }));
  assert.equal(rendered(section), "Found.\n\nFound.\n\nMore runs tell more.");
});

Deno.test("findingsSection() has nothing to show without findings", () => {
  assert.deepEqual(findingsSection(resultOf([caseOf({})])), []);
});
