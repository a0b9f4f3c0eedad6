import assert from "node:assert/strict";
import { svg } from "../../../src/report/timeline/svg.ts";
import { displayWidth } from "../../../src/report/width.ts";
import type { CaseResult } from "../../../src/result/case.ts";
import { caseOf, resultOf } from "../../result/fixture.ts";
import { assertText } from "../snapshot.ts";
import { pageCaseOf, pageOf, randomCases, SITE, siteCases } from "./timeline_fixture.ts";
import { allElements, parseXml, textOf, type XmlElement } from "./xml.ts";

function draw(cases: readonly CaseResult[]): XmlElement[] {
  return allElements(parseXml(svg(resultOf(cases))));
}

/** The bars have titles; swatches and marks do not. */
function barsIn(elements: readonly XmlElement[]): XmlElement[] {
  return elements.filter(({ name, children }) => name === "rect" && children.length > 0);
}

function textsIn(elements: readonly XmlElement[], ofClass: string): XmlElement[] {
  return elements.filter(({ name, attributes }) =>
    name === "text" && attributes.class?.split(" ").includes(ofClass)
  );
}

function number({ attributes }: XmlElement, name: string): number {
  return Number(attributes[name]);
}

Deno.test("svg() is one drawing of both modes", async (t) => {
  const steps = SITE.slice(2, 4);
  const cases = (["serial", "concurrent"] as const).map((mode) =>
    pageCaseOf(mode, [pageOf(steps, mode)], { steps })
  );
  await assertText(t, svg(resultOf(cases)));
});

Deno.test("svg() holds every span of every kept page once, whatever the spans are", () => {
  let spans = 0;
  for (let seed = 0; seed < 50; seed++) {
    const cases = randomCases(seed);
    const pages = cases.flatMap(({ timeline = [] }) => timeline);
    const expected = pages.flatMap(({ spans }) => spans).length;
    assert.equal(barsIn(draw(cases)).length, expected, `seed ${seed}`);
    spans += expected;
  }
  assert.ok(spans > 1_000, String(spans));
});

Deno.test("svg() draws a bar as wide as its time: the pages of all modes share their scale", () => {
  const cases = siteCases();
  for (const kept of ["median", "slowest"] as const) {
    const timeline = (measured: CaseResult) =>
      (measured.timeline ?? []).filter((page) => page.kept === kept);
    const pages = cases.flatMap(timeline);
    const bars = barsIn(
      draw(cases.map((measured) => ({ ...measured, timeline: timeline(measured) }))),
    );
    const longest = Math.max(...pages.map(({ elapsed }) => elapsed));
    const widths = bars.map((bar) => number(bar, "width"));
    const left = Math.min(...bars.map((bar) => number(bar, "x")));
    const place = Math.max(...bars.map((bar, at) => number(bar, "x") + (widths[at] ?? 0))) - left;
    const times = bars.map((bar) => parseFloat(/: ([\d.]+) ms/.exec(textOf(bar))?.[1] ?? ""));
    assert.equal(bars.length, pages.flatMap(({ spans }) => spans).length);
    widths.forEach((width, at) =>
      assert.ok(Math.abs(width - (times[at] ?? NaN) / longest * place) < 2, textOf(bars[at]!))
    );
  }
});

Deno.test("svg() keeps texts beside the bars, and everything inside of the drawing", () => {
  for (let seed = 0; seed < 50; seed++) {
    const [root, ...elements] = draw(randomCases(seed)) as [XmlElement, ...XmlElement[]];
    const [width, height] = [number(root, "width"), number(root, "height")];
    const bars = barsIn(elements);
    const left = Math.min(...bars.map((bar) => number(bar, "x")));
    const right = Math.max(...bars.map((bar) => number(bar, "x") + number(bar, "width")));
    for (const name of textsIn(elements, "name")) {
      const end = number(name, "x") + displayWidth(textOf(name)) * 0.61 * 18;
      assert.ok(end <= left, textOf(name));
    }
    for (const duration of textsIn(elements, "duration")) {
      const start = number(duration, "x") - displayWidth(textOf(duration)) * 0.61 * 18;
      assert.ok(start >= right, textOf(duration));
    }
    for (const bar of bars) {
      assert.ok(number(bar, "x") + number(bar, "width") <= width);
      assert.ok(number(bar, "y") + number(bar, "height") <= height);
    }
    for (const text of elements.filter(({ name }) => name === "text")) {
      assert.ok(number(text, "y") <= height && textOf(text).length * 6 < width, textOf(text));
    }
  }
});

Deno.test("svg() tells each bar's name, kind, duration and start", () => {
  const titles = barsIn(draw(siteCases())).map(textOf);
  assert.ok(titles.includes("find user, request: 0.90 ms from 4.05 ms"), titles.join("\n"));
  assert.ok(titles.includes("latency, injected latency: 4.00 ms from 0.05 ms"));
});

Deno.test("svg() marks the longest chain, and explains what it shows and nothing else", () => {
  const elements = draw(siteCases());
  const critical = textsIn(elements, "critical").map(textOf);
  assert.deepEqual(critical, Array(4).fill(["posts", "likes"]).flat());
  const texts = elements.filter(({ name }) => name === "text").map(textOf);
  assert.ok(texts.includes("injected latency") && texts.includes("on the page's longest chain"));
  assert.ok(!texts.includes("computing") && !texts.includes("at a node"));
});

Deno.test("svg() shows text from outside as text, and nothing from elsewhere", () => {
  const nasty = '</text><script>alert("1")</script>\u0000\u001b\ud800\uffff & \'';
  const spans = pageOf(SITE, "serial").spans.map((span) => ({
    ...span,
    name: nasty,
    error: nasty,
  }));
  const page = pageOf(SITE, "serial", { spans, error: nasty, kept: "failed" });
  const clocks = [{ node: nasty, offset: 1, uncertainty: 2 }];
  const cases = [
    pageCaseOf("serial", [page], { own: { [nasty]: nasty } }),
    pageCaseOf("concurrent", [{ ...page, clocks }], { own: { [nasty]: "other" } }),
  ];
  const drawing = svg({ ...resultOf(cases), scenario: { name: nasty, seed: 1 } });
  const elements = allElements(parseXml(drawing));
  const names = new Set(elements.map(({ name }) => name));
  const known = [
    "svg",
    "title",
    "desc",
    "style",
    "defs",
    "pattern",
    "path",
    "rect",
    "text",
    "line",
  ];
  assert.deepEqual([...names].filter((name) => !known.includes(name)), []);
  assert.deepEqual(drawing.match(/\b(?:https?:\/\/|href|@import|on\w+=)[^"]*/g), [
    "http://www.w3.org/2000/svg",
  ]);
});

Deno.test("svg() of a result without a timeline is a drawing that says so", async (t) => {
  await assertText(t, svg(resultOf([caseOf({})])));
});

Deno.test("svg() names what tells combinations apart", () => {
  const cases = [0, 5].flatMap((latency) => siteCases({ latency, own: { size: 10 } }));
  const headings = textsIn(draw(cases), "heading").map(textOf);
  assert.deepEqual(headings, ["latency: timeline", "latency 0 ms", "latency 5 ms"]);
});

Deno.test("svg() sets the modes below each other, repetition by repetition", () => {
  const cases = (["concurrent", "serial"] as const).flatMap((mode) =>
    [1, 2].map((repetition) => pageCaseOf(mode, [pageOf(SITE, mode)], { repetition }))
  );
  const titles = textsIn(draw(cases), "title").map((title) =>
    textOf(title).replaceAll(/:.*,/g, "")
  );
  assert.deepEqual(titles, [
    ...["serial repetition 1", "concurrent repetition 1"],
    ...["serial repetition 2", "concurrent repetition 2"],
  ]);
});
