import assert from "node:assert/strict";
import { compare, type CompareOptions } from "../../src/compare/compare.ts";
import type { CaseComparison, PairComparison } from "../../src/compare/comparison.ts";
import { ResultError, ScenarioError } from "../../src/errors.ts";
import type { Result } from "../../src/result/document.ts";
import { INVALID, type ResultParts } from "../result/fixture.ts";
import { repeatedCase, resultOfAll, secondsCase } from "./fixture.ts";

function pairOf(base: Result, other: Result, options: CompareOptions = {}): PairComparison {
  return compare(base, [other], options).pairs[0]!;
}

function caseOfPair(base: Result, other: Result, options: CompareOptions = {}): CaseComparison {
  return pairOf(base, other, options).cases[0]!;
}

function metricOf({ metrics }: CaseComparison, name: string) {
  return metrics.find(({ metric }) => metric === name)!;
}

const BASE = resultOfAll([repeatedCase({ seed: 1 })]);
const SAME = resultOfAll([repeatedCase({ seed: 2 })]);
const SLOWER = resultOfAll([repeatedCase({ seed: 2, slower: 0.1 })]);

Deno.test("what did not change is unclear, with the smallest difference that would have shown", () => {
  const found = caseOfPair(BASE, SAME);
  assert.equal(found.verdict, "unclear");
  assert.deepEqual(found.counts, { base: 5, other: 5 });
  const { interval, smallest, difference } = metricOf(found, "throughput");
  assert.ok(interval!.low < 0 && interval!.high > 0);
  assert.ok(smallest! > 0.005 && smallest! < 0.05, `${smallest}`);
  assert.ok(interval!.low < difference! && difference! < interval!.high);
});

Deno.test("10 % slower at 1 % noise is worse, in throughput and every percentile", () => {
  const found = caseOfPair(BASE, SLOWER);
  assert.equal(found.verdict, "worse");
  assert.deepEqual(found.metrics.map(({ verdict }) => verdict), Array(5).fill("worse"));
  assert.ok(Math.abs(metricOf(found, "throughput").difference! + 0.1) < 0.02);
  assert.ok(Math.abs(metricOf(found, "p99").difference! - 0.1) < 0.02);
});

Deno.test("the other way round it is better", () => {
  assert.equal(caseOfPair(SLOWER, BASE).verdict, "better");
});

Deno.test("base and other are geometric means, whose ratio is the difference", () => {
  const { base, other, difference } = metricOf(caseOfPair(BASE, SLOWER), "p95");
  assert.ok(Math.abs(other! / base! - 1 - difference!) < 1e-12);
});

Deno.test("a regression is an interval that lies beyond the tolerance as a whole", () => {
  for (const tolerance of [0, 0.05, 0.0999, 0.1, 0.5]) {
    const { pairs: [pair], passed } = compare(BASE, [SLOWER], { tolerance });
    for (const { metric, interval, isRegression } of pair!.cases[0]!.metrics) {
      const isBeyond = metric === "throughput"
        ? interval!.high < -tolerance
        : interval!.low > tolerance;
      assert.equal(isRegression, isBeyond, `${metric} at ${tolerance}`);
    }
    assert.equal(passed, tolerance >= 0.0999);
  }
});

Deno.test("what got better is no regression", () => {
  assert.equal(compare(SLOWER, [BASE]).passed, true);
});

Deno.test("the more cases there are, the wider each interval is", () => {
  const many = (seed: number) =>
    resultOfAll(
      Array.from({ length: 20 }, (_, at) => repeatedCase({ seed: seed + 10 * at, latency: at })),
    );
  const alone = metricOf(caseOfPair(BASE, SAME), "throughput").smallest!;
  const among = metricOf(caseOfPair(many(1), many(2)), "throughput").smallest!;
  assert.ok(among > 1.3 * alone, `${alone}, ${among}`);
});

Deno.test("two repetitions each are compared, and show only large differences", () => {
  const [base, other] = [{ seed: 1 }, { seed: 2, slower: 0.1 }]
    .map((parts) => resultOfAll([repeatedCase({ ...parts, runs: 2 })])) as [Result, Result];
  const { smallest } = metricOf(caseOfPair(base, other), "throughput");
  const five = metricOf(caseOfPair(BASE, SLOWER), "throughput").smallest!;
  assert.ok(smallest! > 2 * five);
});

Deno.test("one run is compared with several by how those scatter", () => {
  const one = resultOfAll([repeatedCase({ runs: 1, seed: 9, slower: 0.5 })]);
  const found = caseOfPair(BASE, one);
  assert.equal(found.by, "repetitions");
  assert.equal(found.verdict, "worse");
});

Deno.test("cases are matched by parameters, in whatever order; those of one side are named", () => {
  const base = resultOfAll([repeatedCase({ latency: 1 }), repeatedCase({ latency: 5 })]);
  const other = resultOfAll([repeatedCase({ latency: 9 }), repeatedCase({ latency: 1 })]);
  const { cases, onlyInBase, onlyInOther } = pairOf(base, other);
  assert.deepEqual(cases.map(({ parameters }) => parameters.latency), [1]);
  assert.deepEqual(onlyInBase.map(({ latency }) => latency), [5]);
  assert.deepEqual(onlyInOther.map(({ latency }) => latency), [9]);
});

Deno.test("several results are each compared with the base, and fail together", () => {
  const { pairs, passed } = compare(BASE, [SAME, SLOWER]);
  assert.deepEqual(pairs.map(({ cases }) => cases[0]!.verdict), ["unclear", "worse"]);
  assert.deepEqual(pairs.map(({ result }) => result.name), ["new 1", "new 2"]);
  assert.equal(passed, false);
});

Deno.test("one run each is compared by its seconds", () => {
  const run = (parts: { seed: number; slower?: number }) => resultOfAll([[secondsCase(parts)]]);
  const found = caseOfPair(run({ seed: 1 }), run({ seed: 2, slower: 0.2 }));
  assert.equal(found.by, "seconds");
  assert.deepEqual(found.counts, { base: 60, other: 60 });
  assert.equal(found.verdict, "worse");
  assert.equal(caseOfPair(run({ seed: 1 }), run({ seed: 2 })).verdict, "unclear");
});

Deno.test("seconds that depend on each other show less", () => {
  const run = (dependence: number, seed: number) =>
    resultOfAll([[secondsCase({ dependence, seed })]]);
  const smallest = (dependence: number) =>
    metricOf(caseOfPair(run(dependence, 1), run(dependence, 2)), "throughput").smallest!;
  assert.ok(smallest(0.7) > 1.5 * smallest(0));
});

Deno.test("an aborted repetition is left out", () => {
  const cases = repeatedCase({ runs: 6, seed: 2 });
  const other = resultOfAll([cases.with(2, { ...cases[2]!, status: "aborted", throughput: 1 })]);
  const found = caseOfPair(BASE, other);
  assert.deepEqual(found.counts, { base: 5, other: 5 });
  assert.equal(found.verdict, "unclear");
});

/** What makes a case not comparable: [the other result, the reason]. */
const NOT_COMPARABLE: readonly [string, Result, RegExp][] = [
  [
    "target",
    withEnvironment({ target: { kind: "embedded", version: "x", nodes: 1 } }),
    /^another kind of target: a real one, then the embedded server$/,
  ],
  [
    "server",
    withEnvironment({
      target: { kind: "external", product: "Apache Cassandra", version: "4.1.5", nodes: 3 },
    }),
    /^another server: Apache Cassandra 5\.0\.6, .*, then Apache Cassandra 4\.1\.5,/,
  ],
  [
    "server",
    withEnvironment({
      target: { kind: "external", product: "ScyllaDB", version: "2025.4.1", nodes: 3, shards: 8 },
    }),
    /^another server: Apache Cassandra 5\.0\.6, .*, then ScyllaDB 2025\.4\.1,/,
  ],
  ["driver", withEnvironment({ driver: "4.9.0" }), /^another driver: 4\.10\.0, then 4\.9\.0$/],
  [
    "machine",
    withEnvironment({ cpus: 8 }),
    /^another machine: linux x86_64, 2 CPUs, then linux x86_64, 8 CPUs$/,
  ],
  [
    "agents",
    withEnvironment({ agents: [agentOf("a1", 2), agentOf("a2", 4)] }),
    /^another number of agents: none, then 2$/,
  ],
  [
    "seed",
    resultOfAll([repeatedCase()], { scenario: { name: "latency", seed: 7 } }),
    /^another seed: 1, then 7$/,
  ],
  [
    "scenario",
    resultOfAll([repeatedCase()], { scenario: { name: "songs", seed: 1 } }),
    /^another scenario: latency, then songs$/,
  ],
  [
    "settings",
    resultOfAll([repeatedCase()], { settings: { consistency: "quorum" } }),
    /^another consistency: localOne, then quorum$/,
  ],
  [
    "settings",
    resultOfAll([repeatedCase()], { settings: { duration: 5_000 } }),
    /^another (operations: 1000, then none|duration: none, then 5000)$/,
  ],
  [
    "client",
    resultOfAll([repeatedCase({ own: { client: "wire" } })]),
    /^another client: driver, then wire$/,
  ],
  [
    "an invalid run",
    resultOfAll([repeatedCase({ verdict: INVALID })]),
    /^the new result is not valid, 5 of 5 repetitions: the client's thread was 99 % busy/,
  ],
  [
    "nothing whole",
    resultOfAll([repeatedCase({ status: "aborted" })]),
    /^the new result has no completed repetition$/,
  ],
];

function agentOf(agent: string, cpus: number) {
  return { agent, host: `host-${agent}`, cpus, cassbench: "0.1.0", deno: "2.9.6" };
}

function withEnvironment(parts: Partial<Result["environment"]>): Result {
  const result = resultOfAll([repeatedCase()]);
  return { ...result, environment: { ...result.environment, ...parts } };
}

for (const [what, other, reason] of NOT_COMPARABLE) {
  Deno.test(`not comparable: ${what} (${reason.source.slice(1, 30)})`, () => {
    const { verdict, reasons, metrics } = caseOfPair(BASE, other);
    assert.equal(verdict, "notComparable");
    assert.match(reasons[0]!, reason);
    assert.ok(metrics.every((one) => one.verdict === "notComparable" && one.interval === null));
    assert.equal(compare(BASE, [other]).passed, false);
  });
}

Deno.test("what differs on purpose does not forbid a comparison, and is told", () => {
  const other = withEnvironment({ driver: "4.9.0" });
  const { cases, conditions } = pairOf(BASE, other, { across: ["driver"] });
  assert.equal(cases[0]!.verdict, "unclear");
  assert.deepEqual(conditions.map(({ kind, forbids }) => [kind, forbids]), [["driver", false]]);
});

Deno.test("the driver's version does not matter to cases of the wire client", () => {
  const wire = (parts: ResultParts = {}) =>
    resultOfAll([repeatedCase({ own: { client: "wire" } })], parts);
  const other = { ...wire(), environment: { ...wire().environment, driver: "4.9.0" } };
  assert.equal(caseOfPair(wire(), other).verdict, "unclear");
});

Deno.test("axes, repetitions and thresholds may differ; cassbench's version is told", () => {
  const other = resultOfAll([repeatedCase({ runs: 7 })], {
    settings: { latency: [0], repetitions: 7, thresholds: ["errors.rate <= 0"], keyspace: "k" },
  });
  const newer = { ...other, environment: { ...other.environment, cassbench: "9.9.9" } };
  const { cases, conditions } = pairOf(BASE, newer);
  assert.equal(cases[0]!.verdict, "unclear");
  assert.deepEqual(conditions.map(({ message }) => message), [
    "another cassbench: 0.1.0, then 9.9.9",
  ]);
});

Deno.test("one run each of a few seconds is not comparable, and the reason says how to be", () => {
  const run = (seed: number) => resultOfAll([[secondsCase({ seconds: 12, seed })]]);
  const { reasons } = caseOfPair(run(1), run(2));
  assert.deepEqual(reasons, [
    "one run each, of 12 whole seconds where 30 are needed: use --repetitions 5, or a longer --duration",
  ]);
});

Deno.test("a percentile of too few operations is no figure, the others are", () => {
  const few = repeatedCase().map((one) => ({
    ...one,
    responseTime: { ...one.responseTime!, count: 400 },
  }));
  const found = caseOfPair(BASE, resultOfAll([few]));
  assert.equal(metricOf(found, "p999").why, "it needs 1,000 operations in a repetition");
  assert.equal(metricOf(found, "p99").verdict, "unclear");
});

Deno.test("where nothing succeeded there is no figure, and no exception", () => {
  const none = repeatedCase({ throughput: 0, responseTime: null }).map((one) => ({
    ...one,
    ...{ throughput: 0, responseTime: null },
  }));
  const found = caseOfPair(BASE, resultOfAll([none]));
  assert.equal(found.verdict, "notComparable");
  assert.equal(metricOf(found, "throughput").why, "no operation succeeded");
});

Deno.test("a comparison is plain data: it is the same after JSON", () => {
  const comparison = compare(BASE, [SLOWER, withEnvironment({ driver: "1" })]);
  assert.deepEqual(JSON.parse(JSON.stringify(comparison)), comparison);
});

Deno.test("no case in common is an error that names cases of both", () => {
  const other = resultOfAll([repeatedCase({ latency: 9 })]);
  assert.throws(
    () => compare(BASE, [other], { names: ["a.json", "b.json"] }),
    (error) =>
      error instanceof ResultError &&
      error.message === 'Cannot compare "b.json" with "a.json" as they have no case in common: ' +
          "found latency 9, poolSize 1 in the former, latency 0, poolSize 1 in the latter",
  );
});

Deno.test("a search is not compared", () => {
  assert.throws(() => compare({ ...BASE, search: [] }, [SAME]), ResultError);
  assert.throws(() => compare(BASE, [{ ...SAME, search: [] }]), /the former is a search/);
});

for (const tolerance of [-0.01, NaN, Infinity]) {
  Deno.test(`a tolerance of ${tolerance} is refused`, () => {
    assert.throws(() => compare(BASE, [SAME], { tolerance }), ScenarioError);
  });
}
