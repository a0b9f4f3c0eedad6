import assert from "node:assert/strict";
import type { ComparedPages } from "../../../src/report/model.ts";
import { comparisonsOf } from "../../../src/report/timeline/shown_pages.ts";
import { legend, waterfall } from "../../../src/report/timeline/waterfall.ts";
import { displayWidth } from "../../../src/report/width.ts";
import type { CaseResult } from "../../../src/result/case.ts";
import type { Span, TimelinePage } from "../../../src/result/timeline.ts";
import { caseOf } from "../../result/fixture.ts";
import { seededRandom } from "../../support/random.ts";
import { assertText } from "../snapshot.ts";
import { pageCaseOf, pageOf, randomCases, SITE, type StepTimes } from "./timeline_fixture.ts";

function firstOf(cases: readonly CaseResult[]): ComparedPages {
  const [first] = comparisonsOf(cases);
  assert.ok(first);
  return first;
}

function drawn(cases: readonly CaseResult[]): string {
  return waterfall(firstOf(cases));
}

/** An operation with tasks that did this. */
function operationOf(spans: readonly Span[], parts: Partial<TimelinePage> = {}): CaseResult {
  return caseOf({ timeline: [pageOf(SITE, "serial", { spans, elapsed: 20, ...parts })] });
}

/** From the first sign of a line to the last. */
function barOf(drawing: string, name: string): string {
  const line = drawing.split("\n").find((line) => line.slice(2).trimStart().startsWith(`${name} `));
  return /[░█▒▓·─]+/.exec(line ?? "")?.[0] ?? "";
}

Deno.test("waterfall() shows a page's steps, serial above concurrent", async (t) => {
  const cases = (["concurrent", "serial"] as const).map((mode) =>
    pageCaseOf(mode, [pageOf(SITE, mode)])
  );
  await assertText(t, drawn(cases));
});

Deno.test("waterfall() draws all pages on one scale: a bar is within a column of its time", () => {
  const random = seededRandom(1);
  for (let i = 0; i < 200; i++) {
    const elapsed = 10 ** (random.number() * 8 - 3);
    const times = [1, 2].map((part) => ({ part, end: random.number() * elapsed }));
    const cases = times.map(({ part, end }, at) => {
      const step = { name: `s${part}`, step: `s${part}`, kind: "step" } as const;
      const spans = [{ ...step, start: random.number() * end, end }];
      const page = pageOf(SITE, "serial", { spans, elapsed: elapsed / part });
      return pageCaseOf(at === 0 ? "serial" : "concurrent", [page], {
        steps: [{ name: `s${part}` }],
      });
    });
    const drawing = drawn(cases);
    const columns = 80 - 2 - "s1".length - 1 - 1 - 8;
    for (const { name, start, end } of cases.flatMap((c) => c.timeline?.[0]?.spans ?? [])) {
      const exact = (end - start) / elapsed * columns;
      const bar = barOf(drawing, name);
      assert.ok(Math.abs(bar.length - Math.max(1, exact)) <= 1, `${exact} columns: ${bar}`);
    }
  }
});

Deno.test("waterfall() draws a column of what is too short for one", () => {
  const step = { kind: "step", step: "user", name: "user" } as const;
  const request = { ...step, name: "find user", kind: "request" } as const;
  const spans = [{ ...step, start: 1, end: 20 }, { ...request, start: 19.999, end: 20 }];
  assert.match(barOf(drawn([operationOf(spans)]), "user"), /^─+█$/);
});

Deno.test("waterfall() never exceeds 80 columns, whatever the pages hold", () => {
  let lines = 0;
  for (let seed = 0; seed < 100; seed++) {
    for (const pages of comparisonsOf(randomCases(seed))) {
      for (const line of waterfall(pages).split("\n")) {
        assert.ok(displayWidth(line) <= 80, `seed ${seed}: ${line}`);
        lines++;
      }
    }
  }
  assert.ok(lines > 1_000, String(lines));
});

Deno.test("waterfall() shows several requests of a step below it, each with its latency", async (t) => {
  const requests = ["find user", "findAll post", "execute"].map((name, at) =>
    [name, at + 1] as const
  );
  const steps: StepTimes[] = [{ name: "feed", latency: 2, requests }];
  await assertText(t, drawn([pageCaseOf("serial", [pageOf(steps, "serial")], { steps })]));
});

Deno.test("waterfall() shows more than six requests of a step in its own line", () => {
  const requests = Array.from({ length: 7 }, () => ["find user", 1] as const);
  const steps = [{ name: "feed", latency: 1, requests }];
  const drawing = drawn([pageCaseOf("serial", [pageOf(steps, "serial")], { steps })]);
  assert.equal(drawing.split("\n").length, 3);
  assert.match(barOf(drawing, "feed"), /^(░+█+){7}$/);
});

Deno.test("waterfall() tells tasks of one name apart, each with its own request", () => {
  const spans = [0, 1, 2].flatMap((start): Span[] => [
    { name: "get", kind: "step", step: "get", start, end: start + 10 },
    { name: "latency", kind: "latency", step: "get", start, end: start + 4 },
    { name: "find user", kind: "request", step: "get", start: start + 4, end: start + 10 },
  ]).sort((a, b) => a.start - b.start);
  const lines = drawn([operationOf(spans)]).split("\n").slice(2);
  assert.deepEqual(lines.map((line) => /get +(░+█+) +10\.0 ms$/.test(line)), [true, true, true]);
});

Deno.test("waterfall() shows requests outside of tasks, and the wait before, as lines of their own", async (t) => {
  const spans: Span[] = [
    { name: "wait", kind: "wait", start: 0, end: 3 },
    { name: "latency", kind: "latency", start: 3, end: 5 },
    { name: "find user", kind: "request", start: 5, end: 6 },
    { name: "likes", kind: "step", step: "likes", start: 6, end: 9 },
    { name: "findAll like", kind: "request", step: "likes", start: 6.5, end: 8.8 },
    { name: "create visit", kind: "request", start: 9, end: 20 },
  ];
  await assertText(t, drawn([operationOf(spans)]));
});

Deno.test("waterfall() shows what nodes say below the request it lies in, and their clocks in words", async (t) => {
  const request = { kind: "request", step: "feed" } as const;
  const server = { kind: "server", step: "feed" } as const;
  const spans: Span[] = [
    { name: "feed", kind: "step", step: "feed", start: 0, end: 12 },
    { ...request, name: "find user", start: 0, end: 5 },
    { ...server, name: "coordinate", node: "127.0.0.2", start: 1, end: 4 },
    { ...request, name: "findAll post", start: 5, end: 12 },
    { ...server, name: "coordinate", node: "127.0.0.3", start: 4.9, end: 11 },
    { ...server, name: "Executing single-partition query", node: "127.0.0.1", start: 7, end: 9 },
  ];
  const clocks = [
    { node: "127.0.0.2", offset: 0.12, uncertainty: 0.3 },
    { node: "127.0.0.3", offset: -1.5, uncertainty: 0.04 },
  ];
  await assertText(t, drawn([operationOf(spans, { clocks, kept: "traced" })]));
});

Deno.test("waterfall() shows a failed page's error, the step that failed, and no longest chain", async (t) => {
  const page = pageOf(SITE.slice(0, 3), "concurrent");
  const error = `step "posts" failed: ${"no answer\u001b[2J\n".repeat(8)}`;
  const spans = page.spans.map((span) => span.name === "posts" ? { ...span, error } : span);
  await assertText(t, drawn([pageCaseOf("concurrent", [{ ...page, spans, error }])]));
});

Deno.test("waterfall() shows 40 lines of a page and counts the others", () => {
  const spans = Array.from({ length: 100 }, (_, at): Span => ({
    ...{ name: `task ${at}`, kind: "step", step: `task ${at}`, start: at / 10, end: 20 },
  }));
  const lines = drawn([operationOf(spans)]).split("\n");
  assert.deepEqual([lines.length, lines.at(-1)], [2 + 40 + 1, "… and 60 more"]);
});

/** A page whose `render` computes beside a request that is held back for 4 ms, so many milliseconds. */
function computing(
  mode: "serial" | "concurrent" | "threads",
  compute: number,
): ComparedPages {
  const steps = [...SITE.slice(0, 1), { name: "render", compute }];
  const page = pageOf(steps, mode === "serial" ? "serial" : "concurrent");
  return firstOf([pageCaseOf(mode, [page], { steps })]);
}

Deno.test("legend() says that work which computes makes others wait where it did, and not on other threads", () => {
  const note = "▓ keeps the thread busy: what runs beside it waits for it";
  for (const compute of [2, 4.5]) {
    const legends = (["serial", "concurrent", "threads"] as const).map((mode) => {
      const pages = computing(mode, compute);
      return legend(waterfall(pages), pages.pages).split("\n");
    });
    assert.deepEqual(legends.map((lines) => lines.includes(note)), [false, true, false]);
    for (const lines of legends) assert.ok(lines[0]?.includes("▓ computing"), lines[0]);
  }
});

Deno.test("legend() explains every sign and none that is not there", () => {
  const all = legend("░█▒▓·─*✗", []);
  assert.deepEqual([...all.matchAll(/(?<=^| {3})\S(?= \w)/gm)].map(String), [..."░█▒▓·─*✗"]);
  assert.equal(legend("serial: ░░░█", []), "░ injected latency   █ request");
  assert.ok(all.split("\n").every((line) => line.length <= 80));
});
