import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { bestOf } from "../support/best_of.ts";
import { cassbench } from "../support/cassbench.ts";
import { eventually } from "../support/eventually.ts";
import { interrupt, MARK, PROMPT, scenarioWith } from "../support/interrupt.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { startCollector } from "../telemetry/collector.ts";

const LATENCY = inRepository("scenarios/latency.ts");
const PAGE = inRepository("scenarios/page.ts");
/** The last second is a short one. */
const LOAD = ["--latency", "1", "--pool-sizes", "4", "--duration", "1200", "--warmup", "0"];

/** Asks until there is a second's worth of figures. */
async function scrape(port: number): Promise<string> {
  let text = "";
  await eventually(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
    text = await answer?.text() ?? "";
    return text.includes("cassbench_operations_total{");
  });
  return text;
}

testPermitted(
  "--metrics-port answers while the run goes on, with what was measured so far",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      const port = findFreePort(["127.0.0.1"]);
      let text = "";
      // It goes on for as long as it takes to ask.
      const { code, stderr } = await cassbench([
        ...[LATENCY, ...LOAD, "--duration", "1h", "--json", "x.json"],
        ...["--metrics-port", String(port)],
      ], {
        cwd,
        async onStart(child) {
          text = await scrape(port);
          child.kill("SIGINT");
        },
      });
      assert.equal(code, 130, stderr);
      assert.match(stderr, new RegExp(`^Metrics: http://127.0.0.1:${port}/metrics$`, "m"));
      const labels = 'scenario="latency",latency="1",poolSize="4"';
      const [, operations] =
        text.match(new RegExp(`^cassbench_operations_total\\{${labels}\\} (\\d+)$`, "m")) ?? [];
      const result: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
      let sum = 0;
      const sums = result.cases[0]?.series.map((second) => sum += second.operations);
      assert.ok(sums?.includes(Number(operations)), `${operations} of ${sums}`);
      for (const figure of ["in_flight", "service_time_seconds", "response_time_seconds"]) {
        assert.match(text, new RegExp(`^cassbench_${figure}\\{${labels}.*\\} [\\d.]+$`, "m"));
      }
    });
  },
);

testPermitted(
  "OTEL_DENO=true exports a run's totals, the last second's too, and changes nothing else",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      // All is exported at the end: an export that is due just then can hold Deno up.
      const collector = startCollector(60_000);
      try {
        const options = { cwd, env: collector.env };
        const { code, stderr } = await cassbench([LATENCY, ...LOAD, "--json", "x.json"], options);
        assert.equal(code, 0, stderr);
        const { cases }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
        assert.ok((cases[0]?.series.length ?? 0) >= 2);
        assert.deepEqual(collector.arrived("cassbench.operations").at(-1), {
          labels: { scenario: "latency", latency: 1, poolSize: 4 },
          value: cases[0]?.operations,
        });
      } finally {
        await collector.stop();
      }
    });
  },
);

testPermitted(
  "OTEL_DENO=true exports each page that a run has kept, with all its spans, and no other",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      const collector = startCollector(60_000);
      try {
        const load = ["--mode", "serial,concurrent", "--pool-sizes", "4", "--operations", "60"];
        const { code, stderr } = await cassbench(
          [PAGE, ...load, "--repetitions", "1", "--warmup", "0", "--json", "x.json"],
          { cwd, env: collector.env },
        );
        assert.equal(code, 0, stderr);
        const { cases }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
        const pages = cases.flatMap(({ timeline = [] }) => timeline);
        assert.ok(pages.length > 2 && pages.length < 60, `${pages.length} pages`);
        const arrived = Map.groupBy(collector.spans(), ({ traceId }) => traceId);
        assert.deepEqual(
          new Map([...arrived].map(([traceId, spans]) => [traceId, spans.length])),
          new Map(pages.map(({ traceId, spans }) => [traceId, 1 + spans.length])),
        );
      } finally {
        await collector.stop();
      }
    });
  },
);

testPermitted(
  "a collector that never answers costs two seconds at the end, and no figure",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const env = {
        OTEL_DENO: "true",
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${silent.addr.port}`,
      };
      const load = ["--latency", "0", "--pool-sizes", "4", "--operations", "20", "--warmup", "0"];
      const flags = [...load, "--json", "x.json"];
      const most = 2_000 + 1_000;
      const more = await bestOf(most, async () => {
        const { elapsed: usual } = await cassbench([LATENCY, ...flags], { cwd });
        const { code, elapsed } = await cassbench([LATENCY, ...flags], { cwd, env });
        assert.equal(code, 0);
        return elapsed - usual;
      });
      assert.ok(more < most, `took ${more} ms more`);
      const { status }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
      assert.equal(status, "completed");
    });
  },
);

testPermitted("after SIGINT a collector that never answers is left within a second", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const env = {
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${silent.addr.port}`,
  };
  const text = scenarioWith(`duration: 60_000,
    operation: (session) => { ${MARK} return look(session); }`);
  const { code, elapsed, stderr, result } = await interrupt(text, { env });
  assert.equal(code, 130, stderr);
  assert.equal(result?.status, "aborted");
  assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
});
