import assert from "node:assert/strict";
import { countConditions } from "../../src/history/conditions.ts";
import { seriesOf } from "../../src/history/series.ts";
import type { HistoryRow } from "../../src/history/row.ts";
import { commitOf, rowOf } from "./fixture.ts";
import { noisySeries } from "./noise.ts";

/** 60 commits, of which those from the 40th on are slower. */
function slowed(parts: (number: number) => Partial<HistoryRow> = () => ({})): HistoryRow[] {
  const throughputs = noisySeries([[40, 1_000], [20, 871]], 0.01, 1);
  const times = noisySeries([[40, 5], [20, 5.7]], 0.01, 2);
  const tails = noisySeries([[60, 9]], 0.05, 3);
  return throughputs.map((mean, at) =>
    rowOf(at, {
      throughput: { mean },
      p50: { mean: times[at]! },
      p99: { mean: tails[at]! },
      ...parts(at),
    })
  );
}

Deno.test("a change says of what, between which commits, how much, and whether it is better", () => {
  const [series] = seriesOf(slowed());
  const changes = series?.changes.map(({ measure, at, between, verdict, change }) => ({
    ...{ measure, at, between, verdict, change: Math.round(change * 100) },
  }));
  const between = [commitOf(39), commitOf(40)];
  assert.deepEqual(changes, [
    { measure: "throughput", at: 40, between, verdict: "worse", change: -13 },
    { measure: "p50", at: 40, between, verdict: "worse", change: 14 },
  ]);
});

Deno.test("rows are in the order of time, whatever that of the file is", () => {
  const rows = slowed();
  const [series] = seriesOf(rows.toReversed());
  assert.deepEqual(series?.rows, rows);
  assert.equal(series?.changes.length, 2);
});

Deno.test("each case is a series of its own", () => {
  const other = rowOf(3, { parameters: { latency: 0, poolSize: 1, workers: 1 } });
  assert.deepEqual(
    seriesOf([rowOf(1), other, rowOf(2), rowOf(4, { scenario: "else" })]).map(({ rows }) =>
      rows.length
    ),
    [2, 1, 1],
  );
});

Deno.test("invalid figures are not looked at", () => {
  const rows = slowed((at) =>
    at % 10 === 5 ? { valid: false, throughput: { mean: 1 }, p50: { mean: 900 } } : {}
  );
  const [series] = seriesOf(rows);
  assert.deepEqual(series?.changes.map(({ at }) => at), [40, 40]);
  assert.ok(series?.changes.every(({ from }) => from.count === 36));
});

Deno.test("other conditions are told, and said of a change that is there", () => {
  const server = (patch: number) => `Apache Cassandra 5.0.${patch}, 3 nodes, existing cluster`;
  const [series] = seriesOf(slowed((at) => ({
    server: server(at < 41 ? 5 : 6),
    settings: { consistency: at < 10 ? "one" : "localOne", ...at > 50 && { retries: 1 } },
  })));
  assert.deepEqual(series?.conditions.map(({ at, differences }) => [at, ...differences]), [
    [10, "consistency one → localOne"],
    [41, "server Apache Cassandra 5.0.5 → Apache Cassandra 5.0.6"],
    [51, "retries not set → 1"],
  ]);
  assert.deepEqual(series?.changes.map(({ conditions }) => conditions.map(({ at }) => at)), [[41], [
    41,
  ]]);
  assert.equal(countConditions(series?.rows ?? []), 4);
});

Deno.test("values that scatter otherwise around the same mean are told as that", () => {
  const means = [...noisySeries([[60, 1_000]], 0.002, 1), ...noisySeries([[60, 1_000]], 0.05, 7)];
  const [series] = seriesOf(means.map((mean, at) => rowOf(at, { throughput: { mean } })));
  assert.equal(series?.changes.length, 1);
  assert.equal(series?.changes[0]?.verdict, "spread");
});
