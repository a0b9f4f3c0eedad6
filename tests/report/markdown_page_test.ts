import assert from "node:assert/strict";
import { markdown } from "../../src/report/markdown.ts";
import type { Errors } from "../../src/result/case.ts";
import { findWarnings } from "../../src/result/conclude/warnings.ts";
import type { Result } from "../../src/result/document.ts";
import type { Mode } from "../../src/scenario/settings.ts";
import { errorsOf, INVALID, summaryOf } from "../result/fixture.ts";
import { pageOf, pageResultOf, type StepParts } from "../result/page_fixture.ts";
import { seededRandom } from "../support/random.ts";
import { assertText } from "./snapshot.ts";

/** Pages whose thumbnails compute, three times in three modes; in one case a few fail in a step. */
function pages(): Result {
  const stepsWith = (errors: Errors): StepParts[] => [
    { name: "user", ms: 0.5, latency: 2 },
    { name: "posts", ms: 1.5, errors },
    ...["thumbnail 1", "thumbnail 2"].map((name) =>
      ({ name, ms: 40, kind: "compute", after: ["posts"] }) as const
    ),
  ];
  const failed = (message: string) => errorsOf({ clientTimeout: [3, message] });
  const cases = [1, 2, 3].flatMap((repetition) =>
    [0, 5].flatMap((latency) =>
      (["serial", "concurrent", "threads"] as const).map((mode) => {
        const hasFailed = repetition === 2 && latency === 5 && mode === "concurrent";
        const page = pageOf({
          ...{ repetition, latency, mode },
          steps: stepsWith(hasFailed ? failed("no answer in 12 s") : errorsOf({})),
          errors: hasFailed ? failed("step posts failed: no answer in 12 s") : errorsOf({}),
        });
        return { ...page, responseTime: summaryOf((page.responseTime?.p50 ?? 0) + repetition) };
      })
    )
  );
  const { environment } = pageResultOf(cases);
  return pageResultOf(cases, { warnings: findWarnings(environment.target, cases) });
}

Deno.test("markdown() of a page shows its modes, what they gain and why, its steps and what failed in them", async (t) => {
  await assertText(t, markdown(pages()));
});

/** Pages on a schedule, the fast ones with others in front of them. */
function openPages(): Result {
  const cases = [50, 500].flatMap((rate) =>
    (["serial", "concurrent"] as const).map((mode) => {
      const page = pageOf({ rate, poolSize: 1_000, mode });
      const wait = rate === 500 && mode === "serial" ? 90 : 0.1;
      const responseTime = summaryOf((page.serviceTime?.p50 ?? 0) + wait);
      return { ...page, waitTime: summaryOf(wait), responseTime };
    })
  );
  return pageResultOf(cases);
}

Deno.test("markdown() of pages under an open load shows the load after them", async (t) => {
  await assertText(t, markdown(openPages()));
});

/** A scenario's page, as a person would write one, with up to two axes of several values. */
function anyPages(seed: number): Result {
  const random = seededRandom(seed);
  const axes = {
    kind: [undefined],
    latency: [random.pick([0, 5])],
    rate: [random.pick([undefined, undefined, 500])],
    poolSize: [random.pick([1, 100])],
    repetition: random.pick([[undefined], [1, 2, 3]]),
    ...random.pick([{}, { latency: [0, 5, 100] }, { poolSize: [1, 10, 1_000] }]),
    ...random.pick([{}, { rate: [50, 2_000] }, { kind: ["small", "large"] }]),
    mode: random.pick([["serial", "concurrent"], ["serial", "concurrent", "threads"], ["serial"]]),
  };
  const names = ["session", "user", "posts", "likes", "friends", "thumbnail 1", "thumbnail 2"];
  const steps = names.slice(random.below(names.length)).map((name): StepParts => ({
    ...{ name, ms: random.pick([0.5, 7, 120]), latency: random.pick([0, 20]) },
    ...name.startsWith("thumb") && { kind: "compute", latency: 0 },
  }));
  const verdict = random.pick([INVALID, { valid: true, reasons: [] }]);
  const operations = random.pick([20, 1_000, 100_000]);
  const combinations = Object.entries(axes).reduce<Record<string, unknown>[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) =>
        (values as unknown[]).map((value) => value === undefined ? row : { ...row, [name]: value })
      ),
    [{}],
  );
  return pageResultOf(combinations.map(({ kind, ...parts }) =>
    pageOf({
      ...{ steps, operations, verdict, ...kind !== undefined && { own: { kind: String(kind) } } },
      ...parts as { mode: Mode },
    })
  ));
}

Deno.test("markdown() of pages fits a terminal of 80 columns: 60 times with axes, modes, steps and loads at random", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const lines = markdown(anyPages(seed)).split("\n");
    assert.deepEqual(lines.filter(({ length }) => length > 80), [], `seed ${seed}`);
  }
});
