import assert from "node:assert/strict";
import type { CaseResult } from "../../../src/result/case.ts";
import { findFindings, findingsOf } from "../../../src/result/conclude/findings.ts";
import type { Speedup } from "../../../src/result/document.ts";
import type { Mode } from "../../../src/scenario/settings.ts";
import { caseOf, errorsOf, resultOf, summaryOf } from "../fixture.ts";
import { pageOf, type PageParts, pageResultOf, type StepParts } from "../page_fixture.ts";

const TWO: readonly Mode[] = ["serial", "concurrent"];
const THREE: readonly Mode[] = [...TWO, "threads"];

/** A request and three pieces of work, each of so many milliseconds. */
function computingSteps(request: number, work: number): StepParts[] {
  return [
    { name: "album", ms: request },
    ...[1, 2, 3].map((at) => ({ name: `thumbnail ${at}`, ms: work, kind: "compute" as const })),
  ];
}

/** What is said of a case of each mode, on one line. */
function said(modes: readonly Mode[], parts: Partial<PageParts> = {}): string {
  return textOf(modes.map((mode) => pageOf({ ...parts, mode })));
}

function textOf(cases: readonly CaseResult[], speedups?: readonly Speedup[]): string {
  return findFindings(pageResultOf(cases, speedups && { speedups }))
    .flatMap(({ message, advice }) => [message, advice ?? []].flat()).join(" ");
}

/** What is said of a speedup of pages whose chain allows 1.25 times. */
function saidOf(speedup: number, interval?: [low: number, high: number]): string {
  const [serial, concurrent] = TWO.map((mode) => pageOf({ mode })) as [CaseResult, CaseResult];
  return textOf([serial, concurrent], [{
    ...{ parameters: { latency: 0, poolSize: 1, workers: 1 }, mode: "concurrent", speedup },
    interval: interval ? { mean: speedup, low: interval[0], high: interval[1] } : null,
    allowed: 1.25,
  }]);
}

Deno.test("findFindings() says what was gained, and which chain allows how much", () => {
  assert.equal(
    said(TWO),
    "Against serial, concurrent is 1.3 × faster; the longest chain (posts → likes) allows 1.3 ×. " +
      "--repetitions 5 gives the speedups a confidence interval.",
  );
});

Deno.test("findFindings() says nothing of a confidence that is there, or of a speedup that is not", () => {
  const repeated = [1, 2].flatMap((repetition) => TWO.map((mode) => pageOf({ repetition, mode })));
  assert.doesNotMatch(textOf(repeated), /--repetitions/);
  assert.equal(said(["serial"]), "The longest chain (posts → likes) allows 1.3 ×.");
});

Deno.test("findFindings() has nothing to say without pages, without serial ones, and where all failed", () => {
  assert.deepEqual(findFindings(resultOf([caseOf({})])), []);
  assert.equal(said(["concurrent", "threads"]), "");
  assert.equal(said(TWO, { errors: errorsOf({ timeout: [1_000, "too slow"] }) }), "");
  assert.deepEqual(findFindings(pageResultOf([], { settings: { mode: TWO } })), []);
});

Deno.test("findFindings() says why work that computes gains nothing in one thread, and what it gains on others", () => {
  assert.match(
    said(THREE, { steps: computingSteps(1, 12) }),
    new RegExp(
      "^Against serial, concurrent gains nothing to speak of, as work that computes keeps its one " +
        "thread busy \\(share of compute steps of the serial page: 97\\.3 %\\); on Worker threads it " +
        "is 3\\.1 × faster: what computes runs on threads of its own; the longest chain \\(",
    ),
  );
});

Deno.test("findFindings() gives no reason that is not certain: work that computes for half of the page leaves the other half", () => {
  const steps = [{ name: "a", ms: 10 }, { name: "b", ms: 9, kind: "compute" as const }];
  const cases = TWO.map((mode) => pageOf({ mode, steps, serviceTime: summaryOf(19) }));
  const same = cases.map((measured) => ({ ...measured, responseTime: summaryOf(19) }));
  assert.match(
    textOf(same),
    /concurrent gains nothing to speak of \(share of compute steps of the serial page: 47\.4 %\); the/,
  );
  const bare = TWO.map((mode) => ({ ...pageOf({ mode }), responseTime: summaryOf(10) }));
  assert.match(textOf(bare), /concurrent gains nothing to speak of; the longest chain/);
});

Deno.test("findFindings() blames the chain where it is nearly the whole page, whatever computes in it", () => {
  const steps = (["requests", "compute"] as const).map((kind, at) => ({
    ...{ name: kind, ms: at === 0 ? 1 : 20, kind },
    after: at === 0 ? [] : ["requests"],
  }));
  for (const clause of said(THREE, { steps }).split("; ").slice(0, 2)) {
    assert.match(
      clause,
      /gains nothing to speak of, as the longest chain is nearly the whole page$/,
    );
  }
});

Deno.test("findFindings() says of threads without work that computes only what they gain", () => {
  assert.match(said(["serial", "threads"]), /^Against serial, threads is 1\.3 × faster; the/);
});

Deno.test("findFindings() says of an interval only what it leaves no doubt of", () => {
  const outcome = (speedup: number, interval?: [number, number]) =>
    /concurrent (.*?)(?:;|$)/.exec(saidOf(speedup, interval))?.[1];
  assert.equal(outcome(1.9, [1.8, 2]), "is 1.9 × faster");
  assert.equal(outcome(1.2, [1.01, 1.4]), "is 1.2 × faster");
  assert.equal(outcome(0.5, [0.4, 0.6]), "is 2.0 × slower");
  assert.equal(outcome(1.02, [0.96, 1.08]), "gains nothing to speak of");
  assert.equal(outcome(1.08, [1.07, 1.09]), "gains nothing to speak of");
  const unclear = "as fast, which more repetitions narrow";
  assert.equal(outcome(1.3, [0.9, 1.8]), `is 1.3 × ± 0.5 ${unclear}`);
  assert.equal(outcome(1.08, [1.02, 1.15]), `is 1.1 × ± 0.1 ${unclear}`);
  assert.equal(outcome(0.8, [0.6, 1.1]), `is 0.8 × ± 0.3 ${unclear}`);
});

Deno.test("findFindings() takes a tenth more or less in one measurement for nothing to speak of", () => {
  for (const speedup of [0.92, 1, 1.09]) assert.match(saidOf(speedup), /gains nothing to speak of/);
  assert.match(saidOf(1.1), /is 1\.1 × faster/);
  assert.match(saidOf(0.9), /is 1\.1 × slower/);
});

Deno.test("findFindings() names no chain where the repetitions disagree on it", () => {
  const cases = [1, 2].flatMap((repetition) =>
    TWO.map((mode) => {
      const page = pageOf({ repetition, mode });
      const steps = repetition === 1 ? ["posts"] : ["user"];
      return { ...page, longestChain: { time: summaryOf(8), steps } };
    })
  );
  assert.match(textOf(cases), /; the longest chain allows 1\.3 ×\.$/);
});

Deno.test("findFindings() keeps the wait of an open load apart from what the chain allows", () => {
  const rated = TWO.map((mode) => pageOf({ mode, rate: 500 }));
  assert.match(textOf(rated), /\(posts → likes\) allows 1\.3 ×, the wait for the pool aside\./);
});

Deno.test("findFindings() is one finding for each of a few combinations, and one for many together", () => {
  const casesOf = (latencies: readonly number[]) =>
    latencies.flatMap((latency) => TWO.map((mode) => pageOf({ latency, mode })));
  const placesOf = (latencies: readonly number[]) =>
    findFindings(pageResultOf(casesOf(latencies))).map(({ code, parameters }) => [
      code,
      parameters?.latency,
    ]);
  assert.deepEqual(placesOf([5]), [["modes", undefined]]);
  assert.deepEqual(placesOf([0, 5]), [["modes", 0], ["modes", 5]]);
  assert.deepEqual(placesOf([0, 1, 5, 10, 100]), [["modes", undefined]]);
});

Deno.test("findingsOf() is what the document holds, and for one from before it held any the same, found now", () => {
  const result = pageResultOf(TWO.map((mode) => pageOf({ mode })));
  const held = [{ code: "modes", message: "held" }];
  assert.deepEqual(findingsOf({ ...result, findings: held }), held);
  assert.deepEqual(findingsOf(result), findFindings(result));
});

Deno.test("findFindings() of many combinations that differ says how fast, not that it is faster", () => {
  const cases = [1, 2, 5, 10, 20].flatMap((ms, at) =>
    TWO.map((mode) => {
      const time = mode === "serial" ? 10 : ms;
      return { ...pageOf({ own: { at }, mode }), responseTime: summaryOf(time) };
    })
  );
  assert.match(textOf(cases), /^Against serial, concurrent is 0\.5 × to 10\.0 × as fast; the/);
});

Deno.test("findFindings() says that one thread gains nothing by computing at once, however unsure the measured ratio is", () => {
  const cases = TWO.map((mode) => pageOf({ mode, steps: computingSteps(1, 20) }));
  const unsure = (speedup: number, low: number, high: number): Speedup[] => [{
    ...{ parameters: { latency: 0, poolSize: 1, workers: 1 }, mode: "concurrent", speedup },
    ...{ interval: { mean: speedup, low, high }, allowed: 3 },
  }];
  assert.match(
    textOf(cases, unsure(1.1, 0.8, 1.4)),
    /gains nothing to speak of, as work that computes keeps/,
  );
  assert.match(textOf(cases, unsure(1.5, 1.3, 1.7)), /concurrent is 1\.5 × faster/);
});
