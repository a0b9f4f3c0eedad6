import assert from "node:assert/strict";
import { coordinatorFigures, errorFigure } from "../../../src/report/figures/count_figures.ts";
import { figuresOf, withFigures } from "../../../src/report/figures/figures.ts";
import { report } from "../../../src/report/report.ts";
import { renderMarkdown } from "../../../src/report/markdown.ts";
import { caseOf, errorsOf, resultOf, summaryOf } from "../../result/fixture.ts";
import { fullAtEight } from "./fixture.ts";

Deno.test("errors by class have a line for each case with errors, over the classes of all", () => {
  const [figure] = errorFigure(resultOf([
    caseOf({ poolSize: 1 }),
    caseOf({ poolSize: 2, errors: errorsOf({ writeTimeout: [3, "late"] }) }),
    caseOf({
      poolSize: 4,
      errors: errorsOf({ overloaded: [5, "full"], writeTimeout: [1, "late"] }),
    }),
  ]));
  assert.deepEqual(figure!.lines.map(({ label, points }) => [label, points.map(({ y }) => y)]), [
    ["pool 2", [3, 0]],
    ["pool 4", [1, 5]],
  ]);
  assert.equal(figure!.lines[0]!.points[1]!.label, "overloaded");
  assert.deepEqual(errorFigure(resultOf([caseOf({})])), []);
});

Deno.test("several coordinators have their shares and times; one has no figure", () => {
  const node = (address: string, share: number, ms?: number) => ({
    ...{ address, share, coordinated: share * 100, server: null },
    ...ms && { errors: 0, requestTime: summaryOf(ms) },
  });
  const nodes = [node("127.0.0.2:9042", 0.75, 4), node("127.0.0.1:9042", 0.25, 2)];
  const [shares, times] = coordinatorFigures(resultOf([caseOf({ nodes })]));
  assert.deepEqual(shares!.lines[0]!.points.map(({ y, label }) => [label, y]), [
    ["127.0.0.1:9042", 0.25],
    ["127.0.0.2:9042", 0.75],
  ]);
  assert.deepEqual(times!.lines.map(({ measure, points }) => [measure, points[1]!.y]), [
    ["p50", 4],
    ["p99", 6],
  ]);
  const old = nodes.map(({ address, share, coordinated, server }) => ({
    ...{ address, share, coordinated, server },
  }));
  assert.deepEqual(coordinatorFigures(resultOf([caseOf({ nodes: old })])).map(({ id }) => id), [
    "requests-by-node",
  ]);
  assert.deepEqual(coordinatorFigures(resultOf([caseOf({ nodes: nodes.slice(1) })])), []);
});

Deno.test("a report with figures has them below its table, and in Markdown only the heading", () => {
  const result = resultOf([1, 2, 4].map((size) => fullAtEight(size)));
  const blocks = withFigures(report(result), result);
  const drawn = blocks.flatMap((block) => block.kind === "figure" ? [block.figure.id] : []);
  assert.deepEqual(drawn, [
    "throughput-by-pool",
    "latency-by-throughput",
    "percentiles",
    "pool-size",
  ]);
  assert.equal(new Set(drawn).size, drawn.length);
  const headings = blocks.flatMap((block) => block.kind === "heading" ? [block.text] : []);
  assert.equal(headings[1], "Figures");
  assert.equal(
    renderMarkdown(blocks).replace("## Figures\n\n", ""),
    renderMarkdown(report(result)),
  );
  assert.deepEqual(figuresOf(resultOf([])), []);
});
