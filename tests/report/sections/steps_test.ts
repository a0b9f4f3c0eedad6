import assert from "node:assert/strict";
import { errorsSection } from "../../../src/report/sections/errors.ts";
import { injectedLatencySection } from "../../../src/report/sections/injected_latency.ts";
import { stepsSection } from "../../../src/report/sections/steps.ts";
import type { CaseResult } from "../../../src/result/case.ts";
import type { Mode } from "../../../src/scenario/settings.ts";
import { caseOf, errorsOf, resultOf, summaryOf } from "../../result/fixture.ts";
import { pageOf, pageResultOf, type StepParts } from "../../result/page_fixture.ts";
import { assertText, rendered, tableLines } from "../snapshot.ts";

const MODES: readonly Mode[] = ["serial", "concurrent"];

const SITE: readonly StepParts[] = [
  { name: "user", ms: 2 },
  { name: "posts", ms: 5, latency: 8, errors: errorsOf({ clientTimeout: [3, "no answer"] }) },
  { name: "likes", ms: 3, after: ["posts"] },
];

/** An operation with tasks, which is no page. */
function tasksOf(latency: number): CaseResult {
  const { steps = [] } = pageOf({ mode: "concurrent", latency, steps: SITE });
  return caseOf({ latency, steps, injectedLatency: null });
}

Deno.test("stepsSection() shows each step of each case: what it was asked, how often, how long, and its share", async (t) => {
  const cases = MODES.map((mode) => pageOf({ mode, steps: SITE }));
  await assertText(t, rendered(stepsSection(pageResultOf(cases))));
});

Deno.test("stepsSection() says what computes, and that injects nothing", async (t) => {
  const steps = [...SITE, { name: "render", ms: 4, kind: "compute", after: ["likes"] } as const];
  const result = pageResultOf([pageOf({ mode: "serial", latency: 5, steps })]);
  await assertText(t, rendered(stepsSection(result)));
});

Deno.test("stepsSection() of repetitions shows sums, means and the longest of all", () => {
  const cases = [1, 2, 3].map((repetition) => {
    const page = pageOf({ mode: "serial", repetition });
    const steps = page.steps?.map((step) => ({
      ...step,
      serviceTime: summaryOf(10 * repetition),
      share: repetition / 10,
    })) ?? [];
    return { ...page, steps };
  });
  const section = stepsSection(pageResultOf(cases));
  const rows = tableLines(section).slice(2);
  assert.equal(rows.length, 3);
  assert.match(rows[0] ?? "", /user .*3,000 .* 20 % \| 20\.0 .* 30\.0 \| 90\.0 \|$/);
  assert.match(rendered(section), /means and maxima of the repetitions/);
});

Deno.test("stepsSection() has no figures of a step that never succeeded", () => {
  const errors = errorsOf({ timeout: [1_000, "too slow"] });
  const steps = [{ name: "user", ms: 2, errors }];
  const section = stepsSection(pageResultOf([pageOf({ mode: "serial", steps, errors })]));
  assert.match(
    tableLines(section)[2] ?? "",
    /user .* 1,000 \| +1,000 \| +– \| +– \| +– \| +– \| +– \|$/,
  );
});

Deno.test("stepsSection() of an operation with tasks speaks of tasks, and there is none without", async (t) => {
  await assertText(t, rendered(stepsSection(resultOf([tasksOf(0)]))));
  assert.deepEqual(stepsSection(resultOf([caseOf({})])), []);
});

Deno.test("errorsSection() tells what failed by case, step and class", async (t) => {
  const errors = errorsOf({ clientTimeout: [3, "step posts failed: no answer"] });
  const cases = MODES.map((mode) => pageOf({ mode, steps: SITE, errors }));
  await assertText(t, rendered(errorsSection(pageResultOf([...cases]))));
});

Deno.test("errorsSection() shows a task's error, also where no operation failed of it", () => {
  const [head = "", , row = ""] = tableLines(errorsSection(resultOf([tasksOf(0)])));
  assert.match(head, /\| task +\| class +\|/);
  assert.match(row, /\| posts \| clientTimeout \| +3 \| no answer +\|$/);
});

Deno.test("injectedLatencySection() shows what was asked and measured by step; of repetitions the one furthest off", async (t) => {
  const cases = [1, 2].flatMap((repetition) =>
    MODES.map((mode) => {
      const page = pageOf({ mode, repetition, latency: 5, steps: SITE });
      const steps = page.steps?.map((step) => ({
        ...step,
        injectedLatency: summaryOf(step.latency + (step.name === "likes" ? 1 / repetition : 0)),
      })) ?? [];
      return { ...page, steps };
    })
  );
  await assertText(t, rendered(injectedLatencySection(pageResultOf(cases))));
});

Deno.test("injectedLatencySection() shows an operation's own beside that of its tasks", () => {
  const both = { ...tasksOf(5), injectedLatency: summaryOf(5.01) };
  const table = rendered(injectedLatencySection(resultOf([both])));
  const names = [...table.matchAll(/\| (\S+) +\| +(?:5|13) ms \|/g)].map(([, name]) => name);
  assert.deepEqual(names, ["(operation)", "user", "posts", "likes"]);
});
