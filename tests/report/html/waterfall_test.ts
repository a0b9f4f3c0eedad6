import assert from "node:assert/strict";
import { renderTimeline } from "../../../src/report/html/waterfall.ts";
import { comparisonsOf } from "../../../src/report/timeline/shown_pages.ts";
import { pageCaseOf, pageOf } from "../timeline/timeline_fixture.ts";

const STEPS = [
  { name: "user", latency: 4, requests: [["find user", 1]] as const },
  { name: "posts", after: ["user"], requests: [["findAll post", 5]] as const },
];

function rendered(error?: string): string {
  const pages = [pageOf(STEPS, "serial", error === undefined ? {} : { error })];
  return renderTimeline({
    kind: "timeline",
    comparisons: comparisonsOf([pageCaseOf("serial", pages, { steps: STEPS })]),
  });
}

Deno.test("renderTimeline() has a row for each step, with its bars in shares of the scale and in words", () => {
  const html = rendered();
  const rows = [...html.matchAll(/<tr><th scope="row" class="([^"]*)">(.*?)<\/th>/g)];
  assert.deepEqual(rows.map(([, , name]) => name?.replaceAll(/<.*?>/g, "")), ["◆ user", "◆ posts"]);
  assert.ok(html.includes('aria-label="user, other time of a step: 5.0'), html);
  const bars = [...html.matchAll(/<rect class="(\w+)" x="([\d.]+)%" width="([\d.]+)%"/g)];
  assert.deepEqual(bars.map(([, kind]) => kind), ["step", "latency", "request", "step", "request"]);
  for (const [, , x = "", width = ""] of bars) assert.ok(Number(x) + Number(width) <= 100.001);
});

Deno.test("renderTimeline() says what the bars mean, and only of those that are there", () => {
  const html = rendered();
  assert.match(html, /injected latency/);
  assert.match(html, /on the page&#39;s longest chain/);
  assert.doesNotMatch(html, /computing|at a node/);
});

Deno.test("renderTimeline() tells the error of a page", () => {
  assert.match(rendered("<late>"), /<p class="failed">✗ &#60;late&#62;<\/p>/);
});
