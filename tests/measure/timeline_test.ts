import assert from "node:assert/strict";
import {
  createTimeline,
  mergeTimelines,
  type OfferedPage,
  type RecordedSpan,
} from "../../src/measure/timeline.ts";
import type { TimelinePage } from "../../src/result/timeline.ts";
import { assertCounts, upTo } from "../engine/fixture.ts";
import { type Random, seededRandom } from "../support/random.ts";

/** A page of one step that was due at 1,000 times its number and took so many milliseconds, but for what the test says. */
function pageOf(
  operation: number,
  elapsed: number,
  parts: Partial<OfferedPage> = {},
): OfferedPage {
  const due = 1_000 * operation;
  const done = due + elapsed;
  return {
    ...{ operation, traceId: `trace ${operation}`, due, done, error: undefined, isTraced: false },
    spans: [spanOf({ start: due, end: done })],
    ...parts,
  };
}

function spanOf(parts: Partial<RecordedSpan>): RecordedSpan {
  return {
    ...{ name: "user", kind: "step", step: "user", start: 0, end: 1 },
    ...{ error: undefined, trace: undefined },
    ...parts,
  };
}

/** Pages of different lengths, of which some failed and some were traced. */
function randomPages(random: Random, count: number): OfferedPage[] {
  return upTo(count).map((operation) =>
    pageOf(operation, random.number() * 900, {
      error: random.below(8) === 0 ? "no such user" : undefined,
      isTraced: random.below(20) === 0,
    })
  );
}

function keptOf(pages: readonly OfferedPage[], median: number, random = Math.random) {
  const timeline = createTimeline(random);
  pages.forEach(timeline.offer);
  return timeline.kept(median);
}

function placesOf(pages: readonly TimelinePage[]): [string, number][] {
  return pages.map(({ kept, operation }) => [kept, operation]);
}

Deno.test("a timeline keeps the page nearest to the median, the slowest, the first three that failed and all that were traced: of 100 random cases", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = seededRandom(seed);
    const pages = randomPages(random, 60);
    const untraced = pages.filter(({ isTraced }) => !isTraced);
    const succeeded = untraced.filter(({ error }) => error === undefined)
      .map(({ operation, due, done }) => ({ operation, elapsed: done - due }));
    const lengths = succeeded.map(({ elapsed }) => elapsed).sort((a, b) => a - b);
    const median = lengths[lengths.length >> 1] as number + random.number() - 0.5;
    const by = (badness: (elapsed: number) => number) =>
      succeeded.toSorted((a, b) => badness(a.elapsed) - badness(b.elapsed))[0]?.operation;
    const of = (kept: string, some: readonly OfferedPage[]) =>
      some.map(({ operation }) => [kept, operation]);
    assert.deepEqual(placesOf(keptOf(pages, median, random.number)), [
      ["median", by((elapsed) => Math.abs(elapsed - median))],
      ["slowest", by((elapsed) => -elapsed)],
      ...of("failed", untraced.filter(({ error }) => error !== undefined).slice(0, 3)),
      ...of("traced", pages.filter(({ isTraced }) => isTraced)),
    ]);
  }
});

Deno.test("a timeline of 10,000 pages has one near the median, and the slowest: of 20 random cases", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const lengths = upTo(10_000).map(() => random.number() ** 3 * 900);
    const sorted = lengths.toSorted((a, b) => a - b);
    const pages = lengths.map((elapsed, operation) => pageOf(operation, elapsed));
    const [median, slowest] = keptOf(pages, sorted[5_000] as number, random.number);
    assert.equal(slowest?.operation, lengths.indexOf(sorted.at(-1) as number));
    // That none of 64 falls into the fifth in the middle happens once in a million.
    const rank = sorted.filter((elapsed) => elapsed < (median?.elapsed ?? NaN)).length;
    assert.ok(rank > 4_000 && rank < 6_000, `${rank}`);
  }
});

Deno.test("a timeline draws the pages from which the median comes evenly from all", () => {
  const [pages, drawn, rounds] = [128, 64, 200];
  const random = seededRandom(7);
  const counts = upTo(pages).map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const timeline = createTimeline(random.number);
    timeline.offer(pageOf(pages, 1e6));
    for (const at of upTo(pages)) timeline.offer(pageOf(at, at));
    for (const at of upTo(pages)) {
      if (timeline.kept(at)[0]?.operation === at) counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  // The page before all others takes a place as often as they do.
  const share = drawn / (pages + 1);
  // Counts of what is drawn at most once vary less than those of the test's law, by this much.
  const scale = 1 / (1 - share);
  assertCounts(
    counts.map((count) => count * scale),
    counts.map(() => rounds * share * scale),
  );
});

Deno.test("a timeline does not look into pages that it does not keep", () => {
  const timeline = createTimeline(() => 0.999);
  timeline.offer(pageOf(0, 50));
  for (const at of upTo(63)) timeline.offer(pageOf(at + 1, 10));
  for (const at of upTo(3)) timeline.offer(pageOf(at + 64, 10, { error: "gone" }));
  for (const error of [undefined, "gone"]) {
    timeline.offer({
      ...pageOf(99, 20, { error }),
      get spans(): never {
        return assert.fail("looked");
      },
    });
  }
  assert.ok(timeline.kept(10).every(({ operation }) => operation !== 99));
});

Deno.test("a kept page is told from when it was due, with its spans in the order in which they started", () => {
  const spans = [
    spanOf({ kind: "wait", name: "wait", step: undefined, start: 7_000, end: 7_002 }),
    spanOf({ name: "posts", step: "posts", start: 7_002, end: 7_030, error: "unavailable" }),
    spanOf({ kind: "request", name: "find user", start: 7_003, end: 7_009, trace: "a-b" }),
    spanOf({ start: 7_002, end: 7_010 }),
  ];
  const error = 'step "posts" failed: unavailable';
  const [page] = keptOf([pageOf(7, 40, { error, spans })], 0);
  assert.deepEqual(page, {
    ...{ operation: 7, kept: "failed", traceId: "trace 7", elapsed: 40, error },
    startedAt: performance.timeOrigin + 7_000,
    spans: [
      { name: "wait", kind: "wait", start: 0, end: 2 },
      { name: "posts", kind: "step", step: "posts", start: 2, end: 30, error: "unavailable" },
      { name: "user", kind: "step", step: "user", start: 2, end: 10 },
      { name: "find user", kind: "request", step: "user", start: 3, end: 9, trace: "a-b" },
    ],
  });
});

Deno.test("a kept page stays as it was when it ended: what still ran then is seen that far", () => {
  const running = spanOf({ start: 5, end: Infinity });
  const spans = [running];
  const timeline = createTimeline(Math.random);
  timeline.offer(pageOf(0, 40, { spans, error: "timeout" }));
  running.end = 90;
  running.error = "too late";
  spans.push(spanOf({ start: 50 }));
  assert.deepEqual(timeline.kept(0).map(({ spans }) => spans), [
    [{ name: "user", kind: "step", step: "user", start: 5, end: 40 }],
  ]);
});

Deno.test("a timeline of nothing is empty, and one page is listed once", () => {
  assert.deepEqual(keptOf([], 5), []);
  assert.deepEqual(placesOf(keptOf([pageOf(0, 3)], 3)), [["median", 0]]);
  assert.deepEqual(placesOf(keptOf([pageOf(0, 0)], 0)), [["median", 0]]);
});

Deno.test("mergeTimelines() of threads keeps what one thread would have kept: of 100 random cases", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = seededRandom(seed);
    const pages = randomPages(random, 1 + random.below(60));
    const median = random.number() * 900;
    const threads = 2 + random.below(3);
    const parts = upTo(threads).map((thread) =>
      keptOf(pages.filter(({ operation }) => operation % threads === thread), median)
    );
    assert.deepEqual(mergeTimelines(parts, median), keptOf(pages, median));
  }
});

Deno.test("mergeTimelines() takes the page nearest to the median of all, not to that of its thread", () => {
  const parts = [[10, 11, 12], [30, 31, 50]].map((lengths, thread) =>
    keptOf(lengths.map((elapsed, at) => pageOf(thread + at * 2, elapsed)), lengths[1] as number)
  );
  assert.deepEqual(placesOf(mergeTimelines(parts, 28)), [["median", 3], ["slowest", 5]]);
});
