import assert from "node:assert/strict";
import { mainTable } from "../../../src/report/tables/main_table.ts";
import { pageTable } from "../../../src/report/tables/page_table.ts";
import type { CaseResult } from "../../../src/result/case.ts";
import type { Result } from "../../../src/result/document.ts";
import type { Mode } from "../../../src/scenario/settings.ts";
import { errorsOf, INVALID, summaryOf } from "../../result/fixture.ts";
import { pageOf, type PageParts, pageResultOf } from "../../result/page_fixture.ts";
import { assertText, rendered, renderedTable } from "../snapshot.ts";

const TWO: readonly Mode[] = ["serial", "concurrent"];
const THREE: readonly Mode[] = [...TWO, "threads"];

/** A case of each latency and mode. */
function casesOf(
  latencies: readonly number[],
  modes: readonly Mode[],
  parts: Partial<PageParts> = {},
): CaseResult[] {
  return latencies.flatMap((latency) => modes.map((mode) => pageOf({ ...parts, latency, mode })));
}

/** The same again and again, each 1 % slower than the one before, and the concurrent ones 2 %. */
function repeat(
  repetitions: number,
  latencies: readonly number[],
  modes: readonly Mode[],
): CaseResult[] {
  return Array.from(
    { length: repetitions },
    (_, at) =>
      casesOf(latencies, modes, { repetition: at + 1 }).map((measured) => {
        const drift = measured.parameters.mode === "serial" ? 1 + at / 100 : 1 + at / 50;
        return { ...measured, responseTime: summaryOf((measured.responseTime?.p50 ?? 0) * drift) };
      }),
  ).flat();
}

function withCaption(result: Result): string {
  return rendered([pageTable(result)]);
}

Deno.test("pageTable() shows latencies down, modes across, the speedup over serial and what the chain allows", async (t) => {
  await assertText(t, withCaption(pageResultOf(casesOf([0, 5], TWO))));
});

Deno.test("pageTable() of three modes fits a terminal", async (t) => {
  await assertText(t, withCaption(pageResultOf(casesOf([0, 5], THREE))));
});

Deno.test("pageTable() of the one combination there is has no column for it", async (t) => {
  await assertText(t, withCaption(pageResultOf(casesOf([0], TWO))));
});

Deno.test("pageTable() of serial pages alone says what their chain allows, and of others alone nothing of the kind", async (t) => {
  const tables = THREE.map((mode) => withCaption(pageResultOf(casesOf([5], [mode]))));
  await assertText(t, tables.join("\n\n"));
});

Deno.test("pageTable() compares with serial, wherever it stands among the modes", async (t) => {
  await assertText(t, renderedTable(pageTable(pageResultOf(casesOf([5], THREE.toReversed())))));
});

Deno.test("pageTable() shows own axes, rates and pools, of which one of 1 goes without saying", async (t) => {
  const cases = ["small", "large"].flatMap((kind) =>
    [1, 10].flatMap((poolSize) => casesOf([0], TWO, { own: { kind }, poolSize }))
  );
  const rated = [50, 2_000].flatMap((rate) => casesOf([0], TWO, { rate, poolSize: 1_000 }));
  await assertText(
    t,
    [cases, rated].map((cases) => renderedTable(pageTable(pageResultOf(cases)))).join("\n\n"),
  );
});

Deno.test("pageTable() shows means over repetitions with their intervals", async (t) => {
  await assertText(t, withCaption(pageResultOf(repeat(3, [0, 5], TWO))));
});

Deno.test("pageTable() leaves intervals out where there is no room for them, and then what is said elsewhere", async (t) => {
  const pools = [1, 10].flatMap((poolSize) => casesOf([0, 5], THREE, { poolSize }));
  const tables = [repeat(3, [0, 5], THREE), pools].map((cases) =>
    renderedTable(pageTable(pageResultOf(cases)))
  );
  await assertText(t, tables.join("\n\n"));
});

Deno.test("pageTable() shows a line when all its modes and repetitions are measured, and what was printed stays as it is", () => {
  const cases = repeat(2, [0, 5, 10], THREE);
  cases[12] = { ...cases[12] as CaseResult, verdict: INVALID };
  const grown = cases.map((_, at) => {
    const settings = { latency: [0, 5, 10], mode: THREE, repetitions: 2 };
    return renderedTable(pageTable(pageResultOf(cases.slice(0, at + 1), { settings }))).split("\n");
  });
  assert.deepEqual(grown.map(({ length }) => length - 2), [
    ...[0, 0, 0, 0, 0, 0, 0, 0, 0],
    ...[0, 0, 1, 1, 1, 2, 2, 2, 3],
  ]);
  const whole = grown.at(-1) ?? [];
  for (const lines of grown) assert.deepEqual(lines, whole.slice(0, lines.length));
});

Deno.test("pageTable() marks what was aborted or is not valid, and has no time where every page failed", async (t) => {
  const failed = errorsOf({ timeout: [1_000, "too slow"] });
  const cases = [
    ...[pageOf({ mode: "serial" }), pageOf({ mode: "concurrent", verdict: INVALID })],
    ...[pageOf({ mode: "serial", latency: 5, errors: failed })],
    pageOf({ mode: "concurrent", latency: 5, status: "aborted" }),
  ];
  await assertText(t, withCaption(pageResultOf(cases)));
});

Deno.test("mainTable() is the page's where there are modes, also under an open load, but not of a search", () => {
  const isPage = (result: Result) =>
    rendered([mainTable(result)]).includes("chain allows") &&
    String(mainTable(result).caption).startsWith("Mean page");
  assert.equal(isPage(pageResultOf([], { settings: { mode: TWO } })), true);
  const rated = casesOf([0], TWO, { rate: 500 });
  assert.equal(isPage(pageResultOf(rated)), true);
  assert.equal(isPage(pageResultOf(rated, { search: [] })), false);
  assert.match(rendered([mainTable(pageResultOf(rated, { search: [] }))]), /^\| mode +\| +rate \|/);
});
