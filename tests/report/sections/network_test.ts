import assert from "node:assert/strict";
import { injectedLatencySection } from "../../../src/report/sections/injected_latency.ts";
import { networkSection } from "../../../src/report/sections/network.ts";
import { axisNames } from "../../../src/report/tables/coordinates.ts";
import type { NetworkResult } from "../../../src/result/network.ts";
import type { Network } from "../../../src/scenario/network.ts";
import { caseOf, resultOf, summaryOf } from "../../result/fixture.ts";

function networkOf(ms: number, late = 0.01): NetworkResult {
  const times = ms === 0 ? null : summaryOf(ms);
  return {
    ...{ held: times, late: times && summaryOf(late), bytes: 1_000, connections: 2 },
    ...{ cpu: 0.3, spinning: 0.1 },
  };
}

function resultWith(network: Network, ...each: NetworkResult[]) {
  const cases = each.map((one, at) => caseOf({ own: { networkLatency: at }, network: one }));
  const result = resultOf(cases);
  const { environment } = result;
  return {
    ...result,
    environment: { ...environment, settings: { ...environment.settings, network } },
  };
}

Deno.test("networkSection() has nothing to say without a network", () => {
  assert.deepEqual(networkSection(resultOf([caseOf({})])), []);
});

Deno.test("networkSection() shows what was held back each way, how late that was, and what the proxies took", () => {
  const [heading, table] = networkSection(
    resultWith({ latency: [0, 1] }, networkOf(0), networkOf(0.5)),
  );
  assert.ok(heading?.kind === "heading" && table?.kind === "table");
  assert.equal(heading.text, "Injected on the wire, each way, measured in ms");
  assert.deepEqual(table.columns.map(({ title }) => title), [
    ...["on the wire", "latency", "pool"],
    ...["p50", "p90", "p95", "p99", "p99.9", "max", "late", "proxies"],
  ]);
  const rows = table.rows.map((row) =>
    [row[0], row[3], ...row.slice(-2)].map((cell) => cell?.text)
  );
  assert.deepEqual(rows, [["0 ms", "–", "–", "20 %"], ["1 ms", "0.500", "0.010", "20 %"]]);
  assert.match(table.caption!.join(" "), /asked for: 0, 1 ms in each round trip\./);
});

Deno.test("networkSection() shows of several repetitions the one furthest off, and says so", () => {
  const { cases: [one], ...rest } = resultWith({ latency: 1 }, networkOf(0.5));
  const cases = [0.01, 0.3, 0.02].map((late, at) => ({
    ...{ ...one!, repetition: at + 1, network: networkOf(0.5, late) },
  }));
  const [, table] = networkSection({ ...rest, cases });
  assert.ok(table?.kind === "table");
  assert.deepEqual(table.rows.map((row) => row.at(-2)?.text), ["0.300"]);
  assert.match(table.caption!.join(" "), /Of several repetitions, the one furthest off\./);
});

Deno.test("networkSection() says in words what was asked for", () => {
  const network = {
    ...{ jitter: 0.5, bandwidth: 1_000_000 },
    nodes: { 2: { latency: 20 } },
    stages: [
      { at: 1_000, for: 500, node: 1, stall: true, latency: 3 },
      { at: 2_000, reset: true, refuse: true },
      { at: 3_000, reset: true },
    ],
  };
  const [, table] = networkSection(resultWith(network, networkOf(0.5)));
  assert.ok(table?.kind === "table");
  assert.match(
    table.caption!.join(" "),
    /asked for: 0 ms in each round trip, up to 0\.5 ms more at random, 1,000,000 bytes\/s each way; to node 2 20 ms in each round trip; from 1 s for 500 ms to node 1 nothing passes, 3 ms in each round trip; from 2 s on connections are reset, new connections are refused; at 3 s connections are reset\./,
  );
});

Deno.test("with a network the section of the client's latency says that it is the client's", () => {
  const heading = (of: Parameters<typeof caseOf>[0]) => {
    const [first] = injectedLatencySection(resultOf([caseOf({ latency: 1, ...of })]));
    return first?.kind === "heading" && first.text;
  };
  assert.equal(heading({}), "Injected latency, asked and measured in ms");
  assert.equal(
    heading({ network: networkOf(1) }),
    "Injected by the client before each request, asked and measured in ms",
  );
});

Deno.test("the network's latency is an axis of the first table, after the client's", () => {
  assert.deepEqual(axisNames([caseOf({ own: { size: 1, networkLatency: 2 } })]), [
    ...["size", "latency", "networkLatency"],
  ]);
});
