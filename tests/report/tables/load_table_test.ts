import assert from "node:assert/strict";
import { loadTable } from "../../../src/report/tables/load_table.ts";
import { mainTable } from "../../../src/report/tables/main_table.ts";
import type { CaseResult } from "../../../src/result/case.ts";
import { caseOf, INVALID, resultOf, summaryOf } from "../../result/fixture.ts";
import { pageOf, pageResultOf } from "../../result/page_fixture.ts";
import { assertText, renderedTable } from "../snapshot.ts";

const settings = { latency: [0], rate: [0.5, 1_000, 100_000], overflow: "drop" } as const;

const LOADS = [
  caseOf({ rate: 0.5, poolSize: 1_000, operations: 10, elapsed: 20_000 }),
  caseOf({ rate: 1_000, poolSize: 1_000, responseTime: summaryOf(1_300) }),
  caseOf({
    ...{ rate: 100_000, poolSize: 1_000, operations: 71_000, dropped: 29_000, verdict: INVALID },
    schedule: { rate: 100_000, achieved: 71_000, due: 100_000, length: 1_000, overrun: 2 },
  }),
];

Deno.test("loadTable() shows what was asked, what was sent, what was dropped and how long it took", async (t) => {
  await assertText(t, renderedTable(loadTable(resultOf(LOADS, [1_000], { settings }))));
});

Deno.test("loadTable() shows what was never sent where the pool queues, and what was dropped where it drops", async (t) => {
  const cases = LOADS.map((measured) => ({ ...measured, unsent: measured.dropped, dropped: 0 }));
  const asked = { ...settings, overflow: "queue" } as const;
  await assertText(t, renderedTable(loadTable(resultOf(cases, [1_000], { settings: asked }))));
});

Deno.test("loadTable() shows the injected latency where one was asked for, and own axes before it", async (t) => {
  const cases = [0, 5].map((latency) => caseOf({ own: { kind: "a" }, latency, rate: 1_000 }));
  const matrix = { kind: ["a", "wide"] };
  const asked = { latency: [0, 5], rate: [1_000], matrix };
  await assertText(t, renderedTable(loadTable(resultOf(cases, [1], { settings: asked }))));
});

Deno.test("loadTable() marks what was aborted, and has no times where nothing succeeded", async (t) => {
  const cases = [
    caseOf({ rate: 1_000, status: "aborted", waitTime: null, responseTime: null }),
  ];
  await assertText(
    t,
    renderedTable(loadTable(resultOf(cases, [1], { settings: { latency: [0], rate: [1_000] } }))),
  );
});

Deno.test("loadTable() grows by whole lines, and what was printed stays as it is", () => {
  const grown = LOADS.map((_, at) =>
    renderedTable(loadTable(resultOf(LOADS.slice(0, at + 1), [1_000], { settings }))).split("\n")
  );
  assert.deepEqual(grown.map(({ length }) => length), [3, 4, 5]);
  const whole = grown.at(-1) ?? [];
  for (const lines of grown) assert.deepEqual(lines, whole.slice(0, lines.length));
});

Deno.test("loadTable() of repetitions shows means, the sum of the drops and the longest of all, when the last is there", async (t) => {
  const cases = [1, 2, 3].map((repetition) =>
    caseOf({
      ...{ repetition, rate: 1_000, dropped: repetition },
      responseTime: summaryOf(repetition),
      verdict: repetition === 2 ? INVALID : { valid: true, reasons: [] },
    })
  );
  const asked = { latency: [0], rate: [1_000], repetitions: 3, overflow: "drop" } as const;
  const page = (count: number) =>
    renderedTable(loadTable(resultOf(cases.slice(0, count), [1], { settings: asked })));
  assert.equal(page(2).split("\n").length, 2);
  await assertText(t, page(3));
});

Deno.test("loadTable() of pages shows their mode, in the place of what can be spared", async (t) => {
  const cases = [0, 5].flatMap((latency) =>
    (["serial", "concurrent"] as const).map((mode) =>
      pageOf({ latency, rate: 500, poolSize: 1_000, mode })
    )
  );
  const text = renderedTable(loadTable(pageResultOf(cases)));
  assert.deepEqual(text.split("\n").filter(({ length }) => length > 80), []);
  await assertText(t, text);
});

Deno.test("mainTable() is chosen by how the cases were run, and before the first by the settings", () => {
  const isLoad = (result: Parameters<typeof mainTable>[0]) =>
    mainTable(result).columns.some(({ title }) => title === "sent/s");
  assert.equal(isLoad(resultOf([])), false);
  assert.equal(isLoad(resultOf([], [1], { settings: { rate: [5] } })), true);
  assert.equal(
    isLoad(resultOf([], [1], { settings: { stages: [{ to: 5, duration: 1_000 }] } })),
    true,
  );
  assert.equal(isLoad(resultOf([caseOf({ rate: 5 })])), true);
});

Deno.test("mainTable() explains the mark in its caption where there is one, with intervals or without", () => {
  const mark = "✗: not valid, see the verdict.";
  const lastLines = (cases: CaseResult[]) => {
    const { caption, narrow } = mainTable(resultOf(cases, [1], { settings: { repetitions: 2 } }));
    return [caption?.at(-1), narrow?.caption?.at(-1)].map((line) => line === mark);
  };
  assert.deepEqual(lastLines([caseOf({})]), [false, false]);
  assert.deepEqual(lastLines([caseOf({}), caseOf({ verdict: INVALID })]), [true, true]);
});

Deno.test("loadTable() holds the values beside the texts: figures as numbers, and null where there is none", () => {
  const failed = caseOf({ rate: 5, responseTime: null, verdict: INVALID });
  const good = caseOf({ rate: 1_000, responseTime: summaryOf(10) });
  const result = resultOf([good, failed], [1_000], { settings });
  const { columns, rows } = loadTable(result);
  const valuesOf = (title: string) => {
    const at = columns.findIndex((column) => column.title === title);
    return rows.map((cells) => cells[at]?.value);
  };
  assert.deepEqual(valuesOf("sent/s"), [1_000, 5]);
  assert.deepEqual(valuesOf("p95"), [14, null]);
  assert.deepEqual(valuesOf("valid"), [true, false]);
});
