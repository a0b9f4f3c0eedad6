import assert from "node:assert/strict";
import { rowsOf } from "../../src/history/rows_of.ts";
import { caseOf, INVALID, resultOf, summaryOf } from "../result/fixture.ts";

const COMMIT = { commit: "0123456", name: "r.json" };

Deno.test("the repetitions of a case become a row: their mean, and its interval", () => {
  const cases = [90, 100, 110].map((throughput, at) =>
    caseOf({ throughput, repetition: at + 1, responseTime: summaryOf(throughput / 10) })
  );
  const { rows, leftOut } = rowsOf(resultOf(cases), COMMIT);
  assert.deepEqual(leftOut, []);
  assert.equal(rows.length, 1);
  const [row] = rows;
  assert.deepEqual(row?.throughput, { mean: 100, low: 75.1586, high: 124.841 });
  assert.equal(row?.p50?.mean, 10);
  assert.deepEqual(
    { commit: row?.commit, at: row?.at, repetitions: row?.repetitions, valid: row?.valid },
    { commit: "0123456", at: "2026-11-22T06:25:00.123Z", repetitions: 3, valid: true },
  );
  assert.equal(row?.server, "Apache Cassandra 5.0.6, 3 nodes, existing cluster");
});

Deno.test("a case that ran once has no interval, and each combination has a row", () => {
  const cases = [
    caseOf({ latency: 1 }),
    caseOf({ latency: 5 }),
    caseOf({ latency: 5, own: { size: 3 } }),
  ];
  const { rows } = rowsOf(resultOf(cases), { ...COMMIT, at: "2026-01-02T00:00:00.000Z" });
  assert.deepEqual(rows.map(({ parameters }) => parameters.latency), [1, 5, 5]);
  assert.deepEqual(rows[0]?.throughput, { mean: 1000 });
  assert.equal(rows[0]?.at, "2026-01-02T00:00:00.000Z");
});

Deno.test("of agents, how many there were and what machines they had is a condition", () => {
  const agentOf = (agent: string, cpus: number) => ({
    ...{ agent, host: agent, cpus, cassbench: "0.1.0", deno: "2.9.6" },
  });
  const agents = [agentOf("a1", 16), agentOf("a2", 8), agentOf("a3", 8)];
  const result = resultOf([caseOf({})]);
  const shared = { ...result, environment: { ...result.environment, agents } };
  assert.equal(rowsOf(shared, COMMIT).rows[0]?.machine, "3 agents, 8,16 cpus");
});

Deno.test("a case is valid if all its repetitions are, and one without success has no times", () => {
  const cases = [
    caseOf({ repetition: 1 }),
    caseOf({ repetition: 2, verdict: INVALID }),
    caseOf({ poolSize: 9, throughput: 0, responseTime: null }),
  ];
  const [first, second] = rowsOf(resultOf(cases), COMMIT).rows;
  assert.equal(first?.valid, false);
  assert.equal(second?.p50, null);
  assert.equal(second?.p99, null);
});

Deno.test("a case that was stopped is left out, and a result of such cases is refused", () => {
  const stopped = caseOf({ latency: 5, status: "aborted" });
  const { rows, leftOut } = rowsOf(resultOf([caseOf({}), stopped]), COMMIT);
  assert.equal(rows.length, 1);
  assert.deepEqual(leftOut, ["latency 5, poolSize 1 did not run to its end"]);
  assert.throws(() => rowsOf(resultOf([stopped]), COMMIT), {
    name: "ResultError",
    message:
      'Cannot add "r.json" as no case of it has figures: latency 5, poolSize 1 did not run to its end',
  });
  assert.throws(() => rowsOf(resultOf([]), COMMIT), {
    message: 'Cannot add "r.json" as no case of it has figures',
  });
});

Deno.test("of a search, the rate that it found is the row", () => {
  const cases = [caseOf({ rate: 100 }), caseOf({ rate: 200 })];
  const { rate: _, ...parameters } = cases[0]!.parameters;
  const search = (rate: number | null) => [{
    ...{ parameters, thresholds: ["responseTime.p99 < 20"], rate, limit: "thresholds" as const },
    steps: [
      { rate: 100, case: 0, passed: rate !== null, reasons: [] },
      { rate: 200, case: 1, passed: false, reasons: ["too slow"] },
    ],
  }];
  const [row] = rowsOf(resultOf(cases, [1], { search: search(100) }), COMMIT).rows;
  assert.deepEqual(row?.throughput, { mean: 100 });
  assert.equal(row?.parameters.rate, "highest that holds");
  assert.equal(row?.p50?.mean, Number(cases[0]?.responseTime?.p50.toPrecision(6)));
  assert.throws(
    () => rowsOf(resultOf(cases, [1], { search: search(null) }), COMMIT),
    /holds at no rate/,
  );
});

Deno.test("settings that are parameters are no conditions, and the others are", () => {
  const settings = { latency: [0, 9], poolSizes: [5], connections: 4, timeout: 9 };
  const [row] = rowsOf(resultOf([caseOf({})], [1], { settings }), COMMIT).rows;
  assert.equal(row?.settings.connections, 4);
  assert.equal(row?.settings.consistency, "localOne");
  for (const name of ["latency", "poolSizes", "timeout", "keyspace", "thresholds"]) {
    assert.ok(!(name in (row?.settings ?? {})), name);
  }
});
