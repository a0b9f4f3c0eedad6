import assert from "node:assert/strict";
import { mergeResults } from "../../src/merge/merge_results.ts";
import { FORMATS } from "../../src/report/formats.ts";
import type { CaseResult } from "../../src/result/case.ts";
import type { Result } from "../../src/result/document.ts";
import { readResult } from "../../src/result/read/read_result.ts";
import { INVALID } from "../result/fixture.ts";
import { testPermitted } from "../support/needs.ts";
import { assertDocument } from "../support/result_schema.ts";
import {
  caseOfMachine,
  documentOf,
  mergeableCase as caseOf,
  randomMachines,
  START,
  timesOf,
} from "./fixture.ts";

/** Documents of the machines of a random case, each with a second case that all have. */
function randomDocuments(seed: number): Result[] {
  return randomMachines(seed).map((machine, at) => {
    const after = new Date(START + 60_000 + machine.after).toISOString();
    return documentOf(
      [caseOfMachine(machine), { ...caseOf({ poolSize: 100, latency: 5 }), startedAt: after }],
      at + 1,
      { settings: { thresholds: ["responseTime.p99 < 1", "throughput > 1"], latency: [0, 5] } },
    );
  });
}

const NAMES = ["a.json", "b.json", "c.json", "d.json"];

Deno.test("in whatever order documents are named, they merge to the same document", () => {
  const [one, two, ...others] = randomDocuments(2) as [Result, Result, ...Result[]];
  const [a = "", b = "", ...names] = NAMES;
  const merged = mergeResults([one, two, ...others], [a, b, ...names]);
  const other = mergeResults([two, one, ...others], [b, a, ...names]);
  assert.deepEqual(other, merged);
});

Deno.test("one document merges to its own figures", () => {
  const [one] = randomDocuments(3) as [Result];
  const { cases, warnings } = mergeResults([one], ["a.json"]);
  const figures = cases.map(({ agents: _, verdict: _v, ...figures }) => figures);
  assert.deepEqual(figures, one.cases.map(({ verdict: _, ...figures }) => figures));
  assert.deepEqual(warnings.filter(({ code }) => code === "clocks"), []);
});

testPermitted("a merged document is one of the schema, and is read as it was written", () => {
  for (let seed = 1; seed <= 3; seed++) {
    const text = FORMATS.json.write(mergeResults(randomDocuments(seed), NAMES));
    assertDocument(text, "merged");
    assert.equal(FORMATS.json.write(readResult(text, "merged")), text);
  }
});

Deno.test("everything that follows from figures is concluded from the merged ones", () => {
  const documents = randomDocuments(4);
  const { cases, thresholds, environment, outcome } = mergeResults(documents, NAMES);
  const { settings } = environment;
  const [first] = cases;
  assert.deepEqual(
    thresholds.filter((one) => one.case === 0).map(({ value }) => value),
    [first!.responseTime!.p99, first!.throughput],
  );
  const machines = documents.length;
  assert.equal(settings.workers, 3 * machines);
  assert.deepEqual(settings.poolSizes, [100 * machines]);
  assert.equal(settings.operations, 1_000 * machines);
  assert.equal(environment.cpus, 2 * machines);
  assert.equal(outcome?.succeeded, true);
});

Deno.test("each machine has a row with its own figures, and adds up to the whole", () => {
  const documents = randomDocuments(5);
  const { cases: [first], environment } = mergeResults(documents, NAMES);
  const { agents = [], operations, errors } = first!;
  assert.deepEqual(agents.map(({ agent }) => agent).sort(), NAMES.slice(0, documents.length));
  assert.deepEqual(environment.agents?.map(({ agent }) => agent), agents.map(({ agent }) => agent));
  for (const row of agents) {
    const own = documents[NAMES.indexOf(row.agent)]!.cases[0]!;
    assert.equal(row.operations, own.operations);
    assert.deepEqual([row.serviceTime, row.throughput], [own.serviceTime, own.throughput]);
    assert.equal(row.startedLate, Date.parse(own.startedAt) - START);
    assert.deepEqual([row.clock, row.threads], [null, 3]);
  }
  assert.equal(agents.reduce((sum, row) => sum + row.operations, 0), operations);
  assert.equal(agents.reduce((sum, row) => sum + row.errors, 0), errors.total);
});

/** Merges a case of each of two machines. */
function mergeTwo(
  one: Partial<CaseResult>,
  two: Partial<CaseResult>,
  parts: Parameters<typeof documentOf>[2] = {},
): Result {
  const documents = [one, two].map((own, at) =>
    documentOf([{ ...caseOf({ poolSize: 100 }), ...own }], at + 1, parts)
  );
  return mergeResults(documents, NAMES);
}

/** How long after the other machine a case started. */
const after = (ms: number) => ({ startedAt: new Date(START + ms).toISOString() });

Deno.test("one machine that was the limit makes the case not valid, and is named by its file", () => {
  const { cases: [only], outcome } = mergeTwo({}, { verdict: INVALID });
  const [reason, ...others] = only!.verdict.reasons;
  assert.deepEqual([only!.verdict.valid, others, outcome?.valid], [false, [], false]);
  assert.match(reason!.message, /^agent b\.json: the client's thread was 99 % busy/);
  assert.doesNotMatch(reason!.advice, /--agents/);
  assert.deepEqual(only!.agents!.map(({ verdict }) => verdict.valid), [true, false]);
});

Deno.test("a document whose client nobody judged makes none of the case", () => {
  const verdict = {
    valid: false,
    reasons: [{ code: "notJudged", message: "nobody judged it", advice: "again" }],
  } as const;
  const { cases: [only] } = mergeTwo({ verdict }, {});
  assert.deepEqual(only!.verdict.reasons.map(({ code }) => code), ["notJudged"]);
});

Deno.test("the spread of starts is said, and makes the case not valid past a tenth of it", () => {
  for (const [ms, isValid] of [[0, true], [100, true], [130, false], [999, false]] as const) {
    const { cases: [only], warnings } = mergeTwo({ operations: 999 }, after(ms));
    assert.equal(only!.verdict.valid, isValid, `${ms} ms`);
    const said = warnings.find(({ code }) => code === "clocks")?.message ?? "";
    assert.match(
      said,
      new RegExp(`up to ${ms === 0 ? "0.00" : ms} ms apart, .*2 machines.*not compared`),
    );
    if (isValid) continue;
    assert.match(only!.verdict.reasons[0]!.message, /agent b\.json last; by their own clocks/);
  }
});

Deno.test("machines that did not measure at the same time are no measurement", () => {
  const { cases: [only] } = mergeTwo({ elapsed: 100 }, { ...after(500), elapsed: 60_000 });
  assert.deepEqual(only!.verdict.reasons.map(({ code }) => code), ["agentStart"]);
  assert.match(only!.verdict.reasons[0]!.message, /one had ended before another began/);
  assert.equal(only!.elapsed, 60_000);
});

Deno.test("a case that one machine has not is merged of the others, and said", () => {
  const both = caseOf({ poolSize: 100 });
  const alone = caseOf({ poolSize: 100, latency: 5, own: {} });
  const { cases, warnings } = mergeResults(
    [documentOf([both, alone], 1), documentOf([{ ...both, operations: 999 }], 2)],
    NAMES,
  );
  assert.deepEqual(cases.map(({ operations }) => operations), [1_999, 1_000]);
  const [reason] = cases[1]!.verdict.reasons;
  assert.match(reason!.message, /share of agent b\.json is missing, which has no such case/);
  assert.equal(cases[1]!.agents?.[1]?.lost, "has no such case");
  const said = warnings.find(({ code }) => code === "missing")?.message ?? "";
  assert.match(said, /1 case: latency 5, poolSize 100.* is of "a\.json" alone/);
});

Deno.test("repetitions are matched one by one, whatever their order", () => {
  const repetition = (count: number, operations: number) =>
    caseOf({ poolSize: 100, repetition: count, operations });
  const { cases, estimates } = mergeResults([
    documentOf([repetition(1, 10), repetition(2, 20)], 1, { settings: { repetitions: 2 } }),
    documentOf([repetition(2, 200), repetition(1, 100)], 2, { settings: { repetitions: 2 } }),
  ]);
  assert.deepEqual(cases.map(({ repetition, operations }) => [repetition, operations]), [
    [1, 110],
    [2, 220],
  ]);
  assert.equal(estimates[0]?.repetitions, 2);
});

Deno.test("nodes that both saw are one: what each coordinated is added, and one says what it did", () => {
  const server = (reads: number) => ({
    ...{ reads, writes: 5, flushes: 0, blockedTasks: {}, cacheHits: {} },
    pendingCompactions: { before: 0, after: 0 },
  });
  const node = (address: string, coordinated: number, reads: number) => ({
    ...{ address, coordinated, share: 1, errors: 1, requestTime: timesOf([1, 2]) },
    server: server(reads),
  });
  const { cases: [only] } = mergeTwo(
    { nodes: [node("10.0.0.1:9042", 30, 7)] },
    { nodes: [node("10.0.0.2:9042", 60, 8), node("10.0.0.1:9042", 10, 9)] },
  );
  const told = only!.nodes!.map((
    { requestTime, server, ...node },
  ) => [
    node.address,
    node.coordinated,
    node.share,
    node.errors,
    requestTime?.count,
    server?.reads,
  ]);
  assert.deepEqual(told, [
    ["10.0.0.1:9042", 40, 0.4, 2, 4, 9],
    ["10.0.0.2:9042", 60, 0.6, 1, 2, 8],
  ]);
});

Deno.test("what was verified, what proxies did and what was kept by itself add up", () => {
  const verified = {
    ...{ acknowledged: 10, readBack: 7, overwritten: 2, missing: 1, different: 0 },
    ...{ unknown: 1, unknownApplied: 1, elapsed: 5, examples: ["one"] },
  };
  const network = {
    held: timesOf([1]),
    late: null,
    bytes: 9,
    connections: 2,
    cpu: 0.5,
    spinning: 0.4,
  };
  const { cases: [only] } = mergeTwo(
    { verified, network, samples: { kept: 5, every: 1 } },
    {
      ...{ verified: { ...verified, elapsed: 9 }, samples: { kept: 6, every: 4 } },
      network: { ...network, cpu: 0.3, spinning: 0.1 },
    },
  );
  assert.deepEqual(only!.verified, {
    ...{ acknowledged: 20, readBack: 14, overwritten: 4, missing: 2, different: 0 },
    ...{ unknown: 2, unknownApplied: 2, elapsed: 9, examples: ["one", "one"] },
  });
  const { held, ...proxies } = only!.network!;
  assert.equal(held?.count, 2);
  assert.deepEqual(proxies, { late: null, bytes: 18, connections: 4, cpu: 0.3, spinning: 0.1 });
  assert.deepEqual(only!.samples, { kept: 11, every: 4 });
});

Deno.test("an event that both were told is one, and what it did is of both, until the first of them ended", () => {
  const intervals = Array.from(
    { length: 100 },
    (_, at) =>
      at >= 50 && at < 60
        ? { succeeded: 0, responseTime: 0, errors: { closed: 5 } }
        : { succeeded: 10, responseTime: 20 },
  );
  const kill = {
    ...{ planned: 5_000, node: 2, address: "10.0.0.2:9042", do: "kill", took: 10 } as const,
    ...{ throughputBefore: 100, dip: null, recoveredAfter: null, responseTime: null },
    errors: { total: 50, byClass: { closed: 50 } },
  };
  const part = (at: number) => ({ elapsed: 10_000, intervals, events: [{ ...kill, at }] });
  const { cases: [only] } = mergeTwo(part(5_001), { ...part(5_002), ...after(200) });
  const [event, ...others] = only!.events!;
  assert.deepEqual(others, []);
  assert.deepEqual([event!.at, event!.errors.byClass], [5_001, { closed: 100 }]);
  assert.deepEqual([event!.dip?.throughput, event!.recoveredAfter], [20, 1_199]);
});

Deno.test("the same seed on two machines is said, and what runs said by themselves", () => {
  const warnings = [{ code: "afterAll", message: "it failed", advice: "look" }];
  const documents = [1, 2].map((operations) =>
    documentOf([caseOf({ poolSize: 100, operations })], 7, { warnings })
  );
  const merged = mergeResults(documents, NAMES);
  const said = merged.warnings.map(({ code, message }) => `${code}: ${message}`).join("\n");
  assert.match(said, /^seed: "a\.json" and "b\.json" have the seed 7.* wrote the same rows$/m);
  assert.match(said, /^afterAll: a\.json: it failed\nafterAll: b\.json: it failed$/m);
});

Deno.test("a populate of one machine stays, and those of several add up", () => {
  const { parameters: _p, schedule: _s, verdict: _v, dropped: _d, client: _c, ...rest } = caseOf(
    {},
  );
  const { injectedLatency: _i, series: _e, warmup: _w, ...figures } = rest;
  const populate = { parameters: { poolSize: 10, workers: 1 }, asked: 1_000, ...figures };
  const merge = (...populated: Partial<Result>[]) =>
    mergeResults(
      populated.map((own, at) => documentOf([caseOf({ operations: at + 1 })], at, own)),
      NAMES,
    ).populate;
  assert.deepEqual(merge({ populate }, {}), populate);
  const { parameters, asked, operations, throughput } = merge({ populate }, { populate })!;
  assert.deepEqual({ parameters, asked, operations, throughput }, {
    parameters: { poolSize: 20, workers: 2 },
    ...{ asked: 2_000, operations: 2_000, throughput: 2_000 },
  });
});

Deno.test("names from outside do nothing in any format", () => {
  const nasty = '</script><b>|\x1b[31m"=cmd()\n- x';
  const documents = randomDocuments(2).slice(0, 2);
  const merged = mergeResults(documents, [nasty, `${nasty}2`]);
  for (const [name, { write }] of Object.entries(FORMATS)) {
    const text = write(merged);
    assert.ok(!text.includes("\x1b[31m"), name);
    if (name === "html") assert.doesNotMatch(text, /<\/script><b>/, name);
  }
});
