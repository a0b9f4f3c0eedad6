import assert from "node:assert/strict";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";
import { startCollector } from "./collector.ts";

const CASE = { scenario: "latency", latency: 0, poolSize: 1 };

testPermitted(
  "startOpenTelemetry() exports gauges as it goes, and totals up to the last second when the process ends",
  async () => {
    // The child ends right after an export: one that is due while a process ends can hold Deno up.
    const collector = startCollector(800);
    try {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--quiet", inRepository("tests/telemetry/exporting.ts")],
        env: collector.env,
        stdin: "piped",
      }).spawn();
      await collector.hasArrived("cassbench.response_time");
      await child.stdin.close();
      const { code } = await child.status;
      assert.equal(code, 3, "exporting does not change how the process ends");
      const total = (metric: string) => collector.arrived(`cassbench.${metric}`).at(-1);
      assert.deepEqual(total("operations"), { labels: CASE, value: 1_500 });
      assert.deepEqual(total("errors"), { labels: CASE, value: 3 });
      assert.deepEqual(total("dropped"), { labels: CASE, value: 2 });
      assert.deepEqual(collector.arrived("cassbench.in_flight")[0], { labels: CASE, value: 42 });
      const times = collector.arrived("cassbench.service_time").slice(0, 4);
      assert.deepEqual(
        new Map(times.map(({ labels, value }) => [labels.quantile, value])),
        new Map([["0.5", 0.002], ["0.9", 0.0024], ["0.95", 0.0028], ["0.99", 0.003]]),
      );
    } finally {
      await collector.stop();
    }
  },
);
