import assert from "node:assert/strict";
import { createExposition } from "../../src/telemetry/exposition.ts";
import { summaryOf } from "../result/fixture.ts";
import { assertText } from "../report/snapshot.ts";
import { MEASURED, secondOf } from "./fixture.ts";

/** The lines of a figure, without HELP and TYPE. */
function linesOf(text: string, figure: string): string[] {
  return text.split("\n").filter((line) => line.startsWith(`${figure}{`));
}

Deno.test("createExposition() writes every figure with its help and its type", async (t) => {
  const { observe, text } = createExposition("latency");
  observe(secondOf({ errors: 3, dropped: 2, unsent: 5, poolSize: 100, inFlight: 42 }));
  await assertText(t, text());
});

Deno.test("createExposition() has no values before the first second, and no gauges between cases", () => {
  const { observe, text } = createExposition("latency");
  assert.match(text(), /^(# (HELP|TYPE) cassbench_\w+ .+\n)+$/);
  observe(secondOf({}));
  observe(MEASURED);
  assert.deepEqual(linesOf(text(), "cassbench_in_flight"), []);
  assert.deepEqual(linesOf(text(), "cassbench_operations_total"), [
    'cassbench_operations_total{scenario="latency",latency="0",poolSize="1"} 1000',
  ]);
});

Deno.test("createExposition() adds the seconds of a case up, repetitions too, and keeps cases apart", () => {
  const { observe, text } = createExposition("latency");
  for (const poolSize of [1, 100, 1]) {
    observe(secondOf({ poolSize, operations: 10, errors: 1 }));
    observe(secondOf({ poolSize, operations: 5 }));
    observe(MEASURED);
  }
  const labels = (poolSize: number) => `{scenario="latency",latency="0",poolSize="${poolSize}"}`;
  assert.deepEqual(linesOf(text(), "cassbench_operations_total"), [
    `cassbench_operations_total${labels(1)} 30`,
    `cassbench_operations_total${labels(100)} 15`,
  ]);
  assert.deepEqual(linesOf(text(), "cassbench_errors_total"), [
    `cassbench_errors_total${labels(1)} 2`,
    `cassbench_errors_total${labels(100)} 1`,
  ]);
});

Deno.test("createExposition() gives the last second's times in seconds, and none when nothing succeeded", () => {
  const { observe, text } = createExposition("latency");
  observe(secondOf({ serviceTime: summaryOf(500), responseTime: summaryOf(2_000) }));
  const values = (figure: string) => linesOf(text(), figure).map((line) => line.split(" ").at(-1));
  assert.deepEqual(values("cassbench_service_time_seconds"), ["0.5", "0.6", "0.7", "0.75"]);
  assert.deepEqual(values("cassbench_response_time_seconds"), ["2", "2.4", "2.8", "3"]);
  observe(secondOf({ serviceTime: null, responseTime: null }));
  assert.deepEqual(values("cassbench_service_time_seconds"), []);
  assert.deepEqual(values("cassbench_response_time_seconds"), []);
});

Deno.test("createExposition() takes the service time for the response time of a closed load", () => {
  const { observe, text } = createExposition("latency");
  observe(secondOf({ serviceTime: summaryOf(500) }));
  assert.deepEqual(
    linesOf(text(), "cassbench_response_time_seconds"),
    linesOf(text(), "cassbench_service_time_seconds")
      .map((line) => line.replace("service", "response")),
  );
});

Deno.test("createExposition() escapes what labels hold", () => {
  const { observe, text } = createExposition('a "b"\\\n');
  observe(secondOf({ own: { kind: "c\nd", isWide: true } }));
  assert.deepEqual(linesOf(text(), "cassbench_in_flight"), [
    'cassbench_in_flight{scenario="a \\"b\\"\\\\\\n",kind="c\\nd",isWide="true",latency="0",poolSize="1"} 1',
  ]);
});

Deno.test("createExposition() has each label once, also when an axis is named like one of its own", () => {
  const { observe, text } = createExposition("latency");
  observe(secondOf({ own: { scenario: "a", quantile: 5 } }));
  for (const line of text().split("\n").filter((line) => line.includes("{"))) {
    const names = [...line.matchAll(/[{,](\w+)="/g)].map(([, name]) => name);
    assert.equal(new Set(names).size, names.length, line);
    assert.ok(names.includes("exported_scenario") && names.includes("exported_quantile"), line);
  }
});
