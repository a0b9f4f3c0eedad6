import { type HistoryRow, lineOf } from "../../src/history/row.ts";

/** A hash that begins with a number. */
export function commitOf(number: number): string {
  return `${String(number).padStart(7, "0")}abcdef`;
}

/** A row of a day, but for what the test says. */
export function rowOf(number: number, parts: Partial<HistoryRow> = {}): HistoryRow {
  return {
    schemaVersion: 1,
    commit: commitOf(number),
    at: new Date(Date.UTC(2026, 0, 1) + number * 86_400_000).toISOString(),
    scenario: "songs",
    parameters: { latency: 5, poolSize: 100, workers: 1 },
    repetitions: 5,
    valid: true,
    errors: 0,
    throughput: { mean: 1_000, low: 990, high: 1_010 },
    p50: { mean: 5, low: 4.9, high: 5.1 },
    p99: { mean: 9, low: 8, high: 10 },
    client: "cassbench 0.1.0, driver 4.10.0, deno 2.9.6",
    machine: "linux x86_64, 2 cpus",
    server: "Apache Cassandra 5.0.6, 3 nodes, existing cluster",
    settings: { consistency: "localOne", operations: 1_000, seed: 1 },
    ...parts,
  };
}

/** A history of such rows. */
export function historyOf(rows: readonly HistoryRow[]): string {
  return rows.map((row) => `${lineOf(row)}\n`).join("");
}
