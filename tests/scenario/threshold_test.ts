import assert from "node:assert/strict";
import { isMetric, METRICS, parseThreshold } from "../../src/scenario/threshold.ts";

Deno.test("parseThreshold() takes apart every metric with every comparison", () => {
  assert.equal(METRICS.length, 39);
  for (const metric of METRICS) {
    for (const comparison of ["<", "<=", ">", ">="]) {
      const parsed = { part: undefined, metric, comparison, bound: 20 };
      assert.deepEqual(parseThreshold(`${metric} ${comparison} 20`), parsed);
      assert.deepEqual(parseThreshold(`  ${metric}${comparison}\t20 `), parsed);
    }
  }
});

Deno.test("parseThreshold() takes what comes before a metric for the name of an operation or a step", () => {
  for (const metric of METRICS) {
    for (const part of ["read", "session token", "a.b", "errors", "é 1"]) {
      const parsed = { part, metric, comparison: "<=", bound: 5 };
      assert.deepEqual(parseThreshold(`${part}.${metric} <= 5`), parsed);
    }
  }
});

Deno.test("parseThreshold() reads every number that is zero or more", () => {
  const numbers = {
    "0": 0,
    "20": 20,
    "0.001": 0.001,
    ".5": 0.5,
    "5.": 5,
    "1e3": 1_000,
    "1E-3": 0.001,
  };
  for (const [text, bound] of Object.entries(numbers)) {
    assert.equal(parseThreshold(`errors.rate < ${text}`)?.bound, bound, text);
  }
});

Deno.test("parseThreshold() takes nothing else for a threshold", () => {
  const wrong = [
    ...[
      "",
      "throughput",
      "throughput >",
      "> 5",
      "throughput 5",
      "throughput = 5",
      "5 < throughput",
    ],
    ...[
      "throughput => 5",
      "throughput >> 5",
      "throughput > -5",
      "throughput > NaN",
      "throughput > x",
    ],
    ...["throughput > Infinity", "throughput > 1e999", "throughput > 5 6", "throughput > 1_000"],
    ...["responseTime.p99 < 20ms", "response time < 20", "throughput > 5 and errors.total < 1"],
  ];
  for (const text of wrong) assert.equal(parseThreshold(text), undefined, text);
});

Deno.test("parseThreshold() leaves it to others whether the metric exists", () => {
  assert.equal(parseThreshold("nope < 1")?.metric, "nope");
  assert.ok(!METRICS.includes("nope"));
});

Deno.test("parseThreshold() knows a goodput by its milliseconds, also after a name", () => {
  const parsed = { part: undefined, comparison: ">", bound: 5_000 };
  assert.deepEqual(parseThreshold("goodput(20) > 5000"), { ...parsed, metric: "goodput(20)" });
  assert.deepEqual(parseThreshold("goodput(0.5)>5000"), { ...parsed, metric: "goodput(0.5)" });
  const ofPart = { ...parsed, part: "read", metric: "goodput(20)" };
  assert.deepEqual(parseThreshold("read.goodput(20) > 5000"), ofPart);
  for (const text of ["goodput(0)", "goodput()", "goodput(x)", "goodput(3600001)", "goodput(20"]) {
    assert.ok(!isMetric(parseThreshold(`${text} > 1`)?.metric ?? ""), text);
  }
});
