import assert from "node:assert/strict";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";
import { type ArrivedSpan, labelsOf, startCollector } from "./collector.ts";
import { CASES } from "./pages.ts";

/** What a process exports of {@linkcode CASES}. */
async function collectSpans(): Promise<readonly ArrivedSpan[]> {
  const collector = startCollector(60_000);
  try {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", inRepository("tests/telemetry/exporting_spans.ts")],
      env: collector.env,
    }).output();
    assert.equal(code, 3, "exporting does not change how the process ends");
    return collector.spans();
  } finally {
    await collector.stop();
  }
}

/** Milliseconds, as far as a double keeps nanoseconds since 1970. */
function assertTimes(span: ArrivedSpan, start: number, end: number): void {
  const times = [span.startTimeUnixNano, span.endTimeUnixNano].map((text) => Number(text) / 1e6);
  [start, end].forEach((expected, at) => {
    const actual = times[at] ?? NaN;
    assert.ok(Math.abs(actual - expected) < 0.001, `${span.name}: ${actual} is not ${expected}`);
  });
}

testPermitted(
  "startSpans() exports every kept page once, whole, with its own trace id",
  async (t) => {
    const traces = Map.groupBy(await collectSpans(), ({ traceId }) => traceId);
    const pages = CASES.flatMap(({ timeline = [] }) => timeline);
    assert.equal(traces.size, pages.length);
    for (const { traceId, spans } of pages) {
      assert.equal(traces.get(traceId)?.length, 1 + spans.length, traceId);
    }

    const { timeline: [, page] = [] } = CASES[1] ?? {};
    assert.ok(page);
    const spans = traces.get(page.traceId) ?? [];
    const root = spans.find(({ name }) => name === "page");
    assert.ok(root);
    await t.step("a page is the root, with what it is of and its failure", () => {
      assertTimes(root, page.startedAt, page.startedAt + 20.5);
      assert.ok(!spans.some(({ spanId }) => spanId === root.parentSpanId));
      assert.deepEqual(labelsOf(root.attributes), {
        ...{ scenario: "page", mode: "concurrent", latency: 5, poolSize: 10, workers: 1 },
        ...{ operation: 7, kept: "failed" },
      });
      assert.deepEqual(root.status, { code: 2, message: "step 9 failed: no such table" });
    });
    await t.step("steps and what is in none are its children; each step has its own", () => {
      const children = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId);
      assert.deepEqual(
        new Set(children.map(({ name }) => name)),
        new Set(["wait", ...Array.from({ length: 10 }, (_, at) => `step ${at}`)]),
      );
      const last = children.find(({ name }) => name === "step 9");
      assert.deepEqual(last?.status, { code: 2, message: "no such table" });
      const own = spans.filter(({ parentSpanId }) => parentSpanId === last?.spanId);
      assert.deepEqual(
        own.map(({ name, attributes }) => ({ name, ...labelsOf(attributes) })),
        [
          { name: "latency", kind: "latency" },
          { name: "find user", kind: "request", trace: "trace 1 9" },
          { name: "coordinator", kind: "server", node: "10.0.0.1" },
        ],
      );
      const [, request] = own;
      assert.ok(request);
      assertTimes(request, page.startedAt + 10.25, page.startedAt + 17.5);
    });
    await t.step("of two tasks of one name, a request belongs to the one that ran", () => {
      const [whole, first, second, request] = traces.get("f".repeat(32)) ?? [];
      assert.equal(labelsOf(whole?.attributes ?? []).repetition, 2);
      assert.deepEqual([first?.name, second?.name, request?.name], ["ask", "ask", "find user"]);
      assert.equal(request?.parentSpanId, second?.spanId);
    });
  },
);
