import assert from "node:assert/strict";
import { markdown, renderGrowing, renderMarkdown } from "../../src/report/markdown.ts";
import { growingReport, report, streamedReport } from "../../src/report/report.ts";
import type { Report } from "../../src/report/model.ts";
import { displayWidth } from "../../src/report/width.ts";
import { estimate } from "../../src/result/conclude/estimates.ts";
import { judgeThresholds } from "../../src/result/conclude/thresholds.ts";
import { findWarnings } from "../../src/result/conclude/warnings.ts";
import type { Result } from "../../src/result/document.ts";
import { caseOf, errorsOf, INVALID, PUBLISHED, resultOf, summaryOf } from "../result/fixture.ts";
import { assertText } from "./snapshot.ts";

Deno.test("markdown() is a whole page of a completed run", async (t) => {
  await assertText(t, markdown(resultOf(PUBLISHED)));
});

Deno.test("markdown() of an aborted run on the embedded server has axes, errors and warnings", async (t) => {
  const cases = [
    caseOf({ own: { size: 10 }, latency: 1 }),
    caseOf({
      ...{ own: { size: 10 }, latency: 1, poolSize: 100, elapsed: 50 },
      errors: errorsOf({
        unavailable: [30, "Not enough replicas available for query\nat LOCAL_ONE (1 | 0)"],
        clientTimeout: [2, "The host did not reply before timeout 12000 ms"],
      }),
    }),
    caseOf({
      ...{ own: { size: 20 }, latency: 1, operations: 250, elapsed: 400, status: "aborted" },
      errors: errorsOf({ TypeError: [250, "cannot read properties of undefined"] }),
    }),
  ];
  const target = { kind: "embedded", version: "5.0.6", nodes: 1 } as const;
  const { environment } = resultOf(cases);
  const page = markdown(resultOf(cases, [1, 100], {
    environment: { ...environment, target },
    status: "aborted",
    warnings: findWarnings(target, cases),
  }));
  await assertText(t, page);
});

/** An open load at three rates, the last of which the client could not send. */
function openLoad(): Result {
  const settings = {
    ...{ latency: [0], rate: [1_000, 10_000, 100_000], duration: 10_000, workers: 2 },
    ...{ arrivals: "poisson", overflow: "drop", poolSizes: [1_000] } as const,
  };
  const mix = ["read", "write"].map((name, at) => ({
    ...{ name, operations: 9_000 - at * 8_000, unsent: 0, errors: errorsOf({}) },
    ...{ serviceTime: summaryOf(1), waitTime: summaryOf(0.1), responseTime: summaryOf(1.1 + at) },
  }));
  const calm = {
    ...{ reads: 9_000, writes: 1_000, flushes: 0, blockedTasks: {}, cacheHits: { keys: 0.97 } },
    pendingCompactions: { before: 0, after: 0 },
  };
  const nodes = [3_000, 7_000].map((coordinated, at) => ({
    address: `10.0.0.${at + 1}:9042`,
    ...{ coordinated, share: coordinated / 10_000, server: calm },
  }));
  const cases = [
    caseOf({ rate: 1_000, poolSize: 1_000, operations: 10_000, elapsed: 10_000, mix, nodes }),
    caseOf({
      ...{ rate: 10_000, poolSize: 1_000, operations: 100_000, elapsed: 10_000, mix },
      errors: errorsOf({ overloaded: [12, "Too many in-flight hints"] }),
      nodes: nodes.map((node) => ({ ...node, server: { ...calm, flushes: 2 } })),
    }),
    caseOf({
      ...{ rate: 100_000, poolSize: 1_000, operations: 716_000, elapsed: 10_050 },
      ...{ dropped: 284_000, refused: 2, verdict: INVALID, mix, nodes },
      schedule: { rate: 100_000, achieved: 71_243.7, due: 1_000_000, length: 10_000, overrun: 50 },
    }),
  ];
  const { environment } = resultOf(cases, [1_000], { settings });
  return {
    ...resultOf(cases),
    environment: {
      ...environment,
      calibration: { at: "2026-11-22T05:00:00.000Z", error: 0.12, passed: true },
    },
    thresholds: judgeThresholds(cases, ["responseTime.p99 < 1.5", "errors.rate < 0.001"]),
    warnings: findWarnings(environment.target, cases),
  };
}

Deno.test("markdown() of an open load shows schedules, drops, the verdict and where the time went", async (t) => {
  await assertText(t, markdown(openLoad()));
});

/** Two latencies and two pools, three times in turns. */
function repeated(): Result {
  const cases = [1, 2, 3].flatMap((repetition) =>
    [0, 10].flatMap((latency) =>
      [1, 100].map((poolSize) =>
        caseOf({
          ...{ repetition, latency, poolSize },
          elapsed: (3_000 + latency * 1_000) / poolSize ** 0.5 * (1 + repetition / 100),
          ...poolSize === 100 && repetition === 2 && { verdict: INVALID },
        })
      )
    )
  );
  return resultOf(cases, [1, 100], {
    settings: { latency: [0, 10], repetitions: 3 },
    estimates: estimate(cases),
  });
}

Deno.test("markdown() of repetitions shows means with their confidence, and every repetition", async (t) => {
  await assertText(t, markdown(repeated()));
});

/** A search that found what holds. */
function searched(): Result {
  const rates = [1_000, 2_000, 4_000, 8_000, 6_000];
  const thresholds = ["responseTime.p99 < 20"];
  const cases = rates.map((rate) =>
    caseOf({
      ...{ rate, poolSize: 1_000, operations: rate * 5, elapsed: 5_000 },
      responseTime: summaryOf(rate > 5_000 ? 30 : 3),
    })
  );
  return resultOf(cases, [1_000], {
    settings: { latency: [0], rate: [1_000], duration: 5_000, thresholds: [] },
    thresholds: judgeThresholds(cases, thresholds),
    search: [{
      ...{ parameters: { latency: 0, poolSize: 1_000 }, thresholds, rate: 4_000 },
      limit: "thresholds",
      steps: rates.map((rate, at) => ({
        ...{ rate, case: at, passed: rate < 5_000 },
        reasons: rate < 5_000 ? [] : ["responseTime.p99 < 20: it was 45"],
      })),
    }],
  });
}

Deno.test("markdown() of a search begins with its answer", async (t) => {
  await assertText(t, markdown(searched()));
});

Deno.test("markdown() fits a terminal of 80 columns: every line but an error's example", () => {
  const pages = [resultOf(PUBLISHED), openLoad(), repeated(), searched()].map(markdown);
  const lines = pages.join("").split("\n").filter((line) => !line.includes("Too many"));
  assert.deepEqual(lines.filter(({ length }) => length > 80), []);
});

Deno.test("markdown() tells cases apart in every table: no two rows have the same parameters", () => {
  const cases = [10, 20].map((size) => caseOf({ own: { size }, latency: 1 }));
  const rows = markdown(resultOf(cases, [1])).split("\n").filter((line) => /^\| +\d/.test(line));
  assert.equal(rows.length, 6);
  assert.deepEqual(rows.filter((row, at) => rows.indexOf(row) < at), []);
});

Deno.test("markdown() of a run that failed before its first case is a page all the same", async (t) => {
  await assertText(t, markdown(resultOf([], [1, 100], { status: "failed" })));
});

Deno.test("renderGrowing() is what the streamed report begins with, line by line, as the command line prints it", () => {
  const whole = renderMarkdown(streamedReport(resultOf(PUBLISHED))).split("\n");
  const grown = PUBLISHED.map((_, at) =>
    renderGrowing(growingReport(resultOf(PUBLISHED.slice(0, at + 1)))).trimEnd().split("\n")
  );
  assert.deepEqual(grown.map(({ length }) => length), [6, 7, 7, 8, 8, 9, 9, 10]);
  for (const lines of grown) assert.deepEqual(lines, whole.slice(0, lines.length));
});

Deno.test("streamedReport() of repetitions is brief, and says where each repetition is", async (t) => {
  await assertText(t, renderMarkdown(streamedReport(repeated())));
});

Deno.test("streamedReport() says of every case what report() says, but for the environment, without repetitions", () => {
  for (const result of [resultOf(PUBLISHED), openLoad(), searched()]) {
    const headings = (blocks: Report) =>
      blocks.flatMap((block) => block.kind === "heading" ? [block.text] : []);
    assert.deepEqual(headings(streamedReport(result)), headings(report(result)));
  }
});

Deno.test("renderMarkdown() fences code, with a longer fence around one that holds a fence", () => {
  const [plain, nested] = ["a  b\n<c>", "```\n"].map((text) =>
    renderMarkdown([{ kind: "code", text }])
  );
  assert.equal(plain, "```text\na  b\n<c>\n```\n");
  assert.equal(nested, "````text\n```\n\n````\n");
});

Deno.test("report() holds no Markdown: its texts are as they were measured", () => {
  const cases = [caseOf({ own: { kind: "a|b <c>\\" } }), caseOf({ own: { kind: "d" } })];
  const texts = JSON.stringify(report(resultOf(cases)));
  assert.ok(texts.includes(JSON.stringify("a|b <c>\\")));
  assert.doesNotMatch(texts, /\*\*|&lt;|\\\\\||\\n|"#/);
});

Deno.test("markdown() of a document from before it held p95 shows no figure there, and all else", () => {
  for (const result of [resultOf(PUBLISHED), openLoad(), repeated(), searched()]) {
    const old: Result = JSON.parse(
      JSON.stringify(result, (key, value) => key === "p95" ? undefined : value),
    );
    const cells = [old, result].map((one) =>
      report(one).flatMap((block): unknown[] =>
        block.kind !== "table"
          ? [block]
          : block.rows.map((row) =>
            row.map(({ text }, at) => block.columns[at]?.title === "p95" ? "–" : text)
          )
      )
    );
    assert.deepEqual(cells[0], cells[1]);
    assert.doesNotMatch(markdown(old), /NaN|undefined/);
  }
});

Deno.test("markdown() keeps its tables aligned and within 80 columns with wide and combining names", () => {
  const kinds = ["日本語", "u\u0308ber", "👨‍👩‍👧", "plain"];
  const cases = kinds.flatMap((kind) =>
    [1, 100].map((poolSize) => caseOf({ own: { kind }, poolSize }))
  );
  const page = markdown(resultOf(cases, [1, 100], { settings: { matrix: { kind: kinds } } }));
  const tables = page.match(/(?:^\|.*\n)+/gm) ?? [];
  assert.equal(tables.length, 2);
  for (const table of tables) {
    const widths = new Set(table.trimEnd().split("\n").map(displayWidth));
    assert.equal(widths.size, 1, table);
    assert.ok(Math.max(...widths) <= 80, table);
  }
});

Deno.test("markdown() shows what comes from outside as text: no HTML, no control characters, no line of its own", () => {
  const nasty = "\u001b[2J<script>alert(1)</script>\n\n# Not a heading\n\n| a | b |";
  const errors = errorsOf({ [nasty]: [1, nasty] });
  const cases = [caseOf({ own: { kind: nasty }, errors }), caseOf({ own: { kind: nasty } })];
  const plain = resultOf(cases);
  const page = markdown({
    ...plain,
    scenario: { name: nasty, seed: 1 },
    warnings: findWarnings(plain.environment.target, cases),
  });
  assert.doesNotMatch(page, /^# Not a heading/m);
  assert.doesNotMatch(page, /^\| a \| b \|$/m);
  assert.ok(!page.includes("\u001b"));
  assert.deepEqual(page.match(/.*<script>.*/g), null);
});

Deno.test("markdown() of a run that ended with its target says who ended", () => {
  const at = "2026-11-22T06:25:01.500Z";
  const endedServers = [{ name: "node 1", message: "node 1 ended (SIGKILL)", at }];
  const lost = caseOf({ status: "aborted", endedBy: "target", endedServers });
  const page = markdown(resultOf([caseOf({}), lost], [1], { status: "failed" }));
  assert.match(page, /^\*\*The run is not whole\*\*: node 1 ended \(SIGKILL\)\.$/m);
});
