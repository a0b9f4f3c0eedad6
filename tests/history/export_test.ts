import assert from "node:assert/strict";
import { parse } from "yaml";
import { githubExport } from "../../src/history/export/github.ts";
import { otavaExport } from "../../src/history/export/otava.ts";
import { seriesOf } from "../../src/history/series.ts";
import { parseCsv } from "../support/csv.ts";
import { testPermitted } from "../support/needs.ts";
import { commitOf, rowOf } from "./fixture.ts";

const OTHER = { parameters: { latency: 0, poolSize: 1, workers: 1 } };

Deno.test("Otava gets a table for each case, none of whose fields is empty", () => {
  const rows = [
    ...[rowOf(1), rowOf(2), rowOf(3, { valid: false }), rowOf(4, { p50: null, p99: null })],
    ...[rowOf(1, OTHER), rowOf(2, OTHER)],
  ];
  const { tables, leftOut } = otavaExport(seriesOf(rows), "out/h.csv");
  assert.equal(leftOut, 2);
  assert.deepEqual([...tables.keys()], [
    "out/h-songs-latency-5-poolSize-100.csv",
    "out/h-songs-latency-0-poolSize-1.csv",
  ]);
  assert.deepEqual(parseCsv([...tables.values()][0]!), [
    ["time", "commit", "throughput", "p50", "p99"],
    ["2026-01-02T00:00:00.000Z", commitOf(1), "1000", "5", "9"],
    ["2026-01-03T00:00:00.000Z", commitOf(2), "1000", "5", "9"],
  ]);
});

testPermitted(
  "Otava's configuration names the tables, their columns and which way is better",
  () => {
    const { tables, configuration } = otavaExport(
      seriesOf([rowOf(1, { scenario: 'a: "b"\n#' })]),
      "x y.csv",
    );
    assert.deepEqual([...tables.keys()], ["x y.csv"]);
    assert.deepEqual(parse(configuration), {
      tests: {
        "a-b-latency-5-poolSize-100": {
          ...{ type: "csv", file: "x y.csv", time_column: "time", attributes: ["commit"] },
          metrics: {
            throughput: { column: "throughput", direction: 1 },
            p50: { column: "p50", direction: -1 },
            p99: { column: "p99", direction: -1 },
          },
        },
      },
    });
  },
);

Deno.test("cases whose names are the same as words get tables of their own", () => {
  const rows = ["a b", "a/b", "A-B", "…"].map((scenario) => rowOf(1, { scenario, parameters: {} }));
  assert.deepEqual([...otavaExport(seriesOf(rows), "h.csv").tables.keys()], [
    ...["h-a-b.csv", "h-a-b-2.csv", "h-A-B-3.csv", "h-case.csv"],
  ]);
});

Deno.test("github-action-benchmark gets the newest commit, by direction", () => {
  const rows = [rowOf(9), rowOf(9, OTHER), rowOf(2), rowOf(9, { scenario: "bad", valid: false })];
  const { commit, bigger, smaller, leftOut } = githubExport(rows);
  assert.equal(commit, commitOf(9));
  assert.equal(leftOut, 1);
  const extra = "5 repetitions\nApache Cassandra 5.0.6, 3 nodes, existing cluster\n" +
    "linux x86_64, 2 cpus\ncassbench 0.1.0, driver 4.10.0, deno 2.9.6";
  assert.deepEqual(JSON.parse(bigger), [
    {
      ...{ name: "songs, latency 5, poolSize 100: throughput", unit: "operations/s", value: 1000 },
      ...{ range: "± 10", extra },
    },
    {
      ...{ name: "songs, latency 0, poolSize 1: throughput", unit: "operations/s", value: 1000 },
      ...{ range: "± 10", extra },
    },
  ]);
  assert.deepEqual(
    JSON.parse(smaller).map((
      { name, unit, value }: Record<string, unknown>,
    ) => [name, unit, value]),
    [
      ["songs, latency 5, poolSize 100: p50", "ms", 5],
      ["songs, latency 5, poolSize 100: p99", "ms", 9],
      ["songs, latency 0, poolSize 1: p50", "ms", 5],
      ["songs, latency 0, poolSize 1: p99", "ms", 9],
    ],
  );
});

Deno.test("a history without a valid figure is not exported", () => {
  const rows = [rowOf(1, { valid: false }), rowOf(2, { p50: null, p99: null })];
  const none = /^ResultError: Cannot export .* as none of its figures is valid$/;
  assert.throws(() => otavaExport(seriesOf(rows), "h.csv"), none);
  assert.throws(() => githubExport(rows), none);
});
