import assert from "node:assert/strict";
import { createLines, createView, NO_PROGRESS } from "../../src/cli/progress.ts";
import type { Look } from "../../src/report/markdown/look.ts";
import { displayWidth } from "../../src/report/width.ts";
import { withClock } from "../support/clock.ts";
import { liveCase } from "./live_fixture.ts";

const CLEAR = "\r\x1b[2K";
const LOOK: Look = { columns: 80, hasColors: false, hasBars: true };

/** What a view on a terminal writes. */
function view(look: Partial<Look> = {}) {
  const written: string[] = [];
  const progress = createView(() => ({ ...LOOK, ...look }), (text) => written.push(text));
  return { progress, written };
}

/** The lines of one drawing. */
function drawn(live: Parameters<typeof liveCase>, look: Partial<Look> = {}): string[] {
  const { progress, written } = view(look);
  progress.run(liveCase(...live));
  return written.join("").replace(CLEAR, "").split("\n");
}

Deno.test("createView() draws how far a case is over itself on a terminal, and removes it", () => {
  const { progress, written } = view();
  progress.run(liveCase(0, 0));
  progress.run(liveCase(5_000, 2_000));
  progress.run(liveCase(10_000, 4_000));
  progress.clear();
  const up = "\r\x1b[1A\x1b[J";
  assert.deepEqual(written, [
    `${CLEAR}░░░░░░░░░░░░░░░░ 3/6 5 ms, pool 100\n0/s  0 done`,
    `${up}████████░░░░░░░░ 3/6 5 ms, pool 100\n2,500/s  5,000 done  2 s left`,
    `${up}████████████████ 3/6 5 ms, pool 100\n2,500/s  10,000 done  0 s left`,
    up,
  ]);
});

Deno.test("createView() shows rate, p50 and p99 so far, errors, in flight and time left once a second is over", () => {
  assert.deepEqual(drawn([5_000, 2_000, {}, [1_000, 4_000]]), [
    "████████░░░░░░░░ 3/6 5 ms, pool 100",
    "4,000/s ▂█  p50 1.20 ms  p99 34.5 ms ▂█  errors 1  in flight 100  5,000 done",
    "2 s left",
  ]);
});

Deno.test("createView() fits 80, 40 and 20 columns, and never fills a line, which would begin another", () => {
  const rates = Array.from({ length: 60 }, (_, at) => at * 1_000_000);
  const own = { kind: "x".repeat(100), "日本語": "値".repeat(50) };
  for (const columns of [80, 40, 20]) {
    for (const hasColors of [false, true]) {
      const lines = drawn([1e9, 60_000, own, rates], { columns, hasColors });
      assert.ok(lines.length <= 12, String(lines.length));
      assert.deepEqual(lines.filter((line) => displayWidth(line) >= columns), []);
    }
  }
});

Deno.test("createView() has signs of ASCII alone where a terminal has no others", () => {
  const lines = drawn([5_000, 2_000, {}, [1_000, 4_000]], { hasBars: false });
  assert.equal(lines[0], "########........ 3/6 5 ms, pool 100");
  // deno-lint-ignore no-control-regex
  assert.match(lines.join(""), /^[\x00-\x7f]*$/);
});

Deno.test("createView() shows that there are errors in red, and none in colours where there are no colours", () => {
  const withErrors: Parameters<typeof liveCase> = [5_000, 2_000, {}, [1, 1]];
  assert.ok(drawn(withErrors, { hasColors: true }).join("").includes("\x1b[31merrors 1\x1b[39m"));
  assert.ok(!drawn(withErrors).join("").includes("\x1b[3"));
});

Deno.test("createView() draws how far a populate is", () => {
  const { progress, written } = view();
  progress.populate({ done: 2_500, operations: 10_000, elapsed: 1_000, share: 0.25 });
  assert.deepEqual(written, [
    `${CLEAR}████░░░░░░░░░░░░ populate 10,000: 2,500 done, 2,500/s, 3 s left`,
  ]);
});

Deno.test("createView() says what is waited for, in the same line", () => {
  const { progress, written } = view();
  progress.wait("starting node 1");
  assert.deepEqual(written, [`${CLEAR}starting node 1 …`]);
});

Deno.test("createView() shows what comes from outside on its line, and without what steers a terminal", () => {
  const { progress, written } = view();
  progress.wait("two\nlines\x1b[2J");
  progress.run(liveCase(1, 1, { kind: "two\nlines\x1b[2J" }));
  progress.note("\x1b[2Jdown");
  const text = written.join("").replaceAll("\r\x1b[2K", "").replaceAll("\r\x1b[1A\x1b[J", "");
  assert.ok(!text.includes("\x1b"), JSON.stringify(text));
  assert.match(text, /two lines\\u001b\[2J …/);
  assert.match(text, /kind two lines\\u001b\[2J, 5 ms/);
});

Deno.test("createView() names the scenario's own axes, and the rate that is asked for", () => {
  const [line] = drawn([0, 0, { size: 10, kind: "a", rate: 2_500 }]);
  assert.equal(line, "░░░░░░░░░░░░░░░░ 3/6 size 10, kind a, 5 ms, 2,500/s asked, pool 100");
});

Deno.test("createView() counts steps where nobody knows how many cases there will be", () => {
  const { progress, written } = view();
  const live = liveCase(0, 0);
  progress.run({ ...live, at: { ...live.at, cases: undefined } });
  assert.match(written.join(), /░ step 3 5 ms, pool 100\n/);
});

Deno.test("createView() keeps its bar's width when a case ends late", () => {
  const { progress, written } = view();
  const live = liveCase(10_000, 4_000);
  progress.run({ ...live, at: { ...live.at, share: 1.02 } });
  assert.ok(written.join().startsWith(`${CLEAR}${"█".repeat(16)} 3/6 `), written.join());
});

Deno.test("createLines() writes a line every five seconds, without escapes", async () => {
  await withClock((clock) => {
    const written: string[] = [];
    const progress = createLines((text) => written.push(text));
    for (let second = 1; second <= 12; second++) {
      clock.now += 1_000;
      const rates = second < 6 ? [] : [500, 500];
      progress.run(liveCase(second * 500, second * 1_000, {}, rates));
    }
    progress.wait("stopping");
    progress.clear();
    assert.deepEqual(written, [
      "3/6 5 ms, pool 100: 2,500 done, 500/s, 15 s left\n",
      "3/6 5 ms, pool 100: 5,000 done, 500/s, p50 1.20 ms, p99 34.5 ms, errors 1, " +
      "in flight 100, 10 s left\n",
      "stopping\n",
    ]);
  });
});

Deno.test("NO_PROGRESS shows nothing", () => {
  assert.equal(NO_PROGRESS.wait("x") ?? NO_PROGRESS.run(liveCase(1, 1)), undefined);
});
