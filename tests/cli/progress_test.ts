import assert from "node:assert/strict";
import { createProgress, NO_PROGRESS } from "../../src/cli/progress.ts";
import type { CaseProgress } from "../../src/run/options.ts";
import { withClock } from "../support/clock.ts";

const CLEAR = "\r\x1b[2K";

/** How far the third of six cases is, of 10,000 operations. */
function progressOf(done: number, elapsed: number, own = {}): CaseProgress {
  const parameters = { ...own, latency: 5, poolSize: 100 };
  const share = done / 10_000;
  return { case: { parameters, repetition: 1 }, index: 2, cases: 6, done, elapsed, share };
}

/** What a display writes. */
function display(isTerminal: boolean) {
  const written: string[] = [];
  const progress = createProgress(isTerminal, (text) => written.push(text));
  return { progress, written };
}

Deno.test("createProgress() draws a bar over itself on a terminal", () => {
  const { progress, written } = display(true);
  progress.run(progressOf(0, 0));
  progress.run(progressOf(5_000, 2_000));
  progress.run(progressOf(10_000, 4_000));
  progress.clear();
  assert.deepEqual(written, [
    `${CLEAR}░░░░░░░░░░░░░░░░ 3/6 5 ms, pool 100: 0 done, 0/s`,
    `${CLEAR}████████░░░░░░░░ 3/6 5 ms, pool 100: 5,000 done, 2,500/s, 2 s left`,
    `${CLEAR}████████████████ 3/6 5 ms, pool 100: 10,000 done, 2,500/s, 0 s left`,
    CLEAR,
  ]);
});

Deno.test("createProgress() draws how far a populate is", () => {
  const { progress, written } = display(true);
  progress.populate({ done: 2_500, operations: 10_000, elapsed: 1_000, share: 0.25 });
  assert.deepEqual(written, [
    `${CLEAR}████░░░░░░░░░░░░ populate 10,000: 2,500 done, 2,500/s, 3 s left`,
  ]);
});

Deno.test("createProgress() says what is waited for on a terminal, in the same line", () => {
  const { progress, written } = display(true);
  progress.wait("starting node 1");
  assert.deepEqual(written, [`${CLEAR}starting node 1 …`]);
});

Deno.test("createProgress() keeps to one line of the terminal, however long the message", () => {
  const { progress, written } = display(true);
  progress.wait("x".repeat(5_000));
  progress.wait("two\nlines");
  progress.run(progressOf(1, 1, { kind: "two\nlines" }));
  for (const line of written) {
    assert.ok(line.length < 1_000 && !line.includes("\n"), JSON.stringify(line.slice(0, 80)));
  }
});

Deno.test("createProgress() names the scenario's own axes", () => {
  const { progress, written } = display(true);
  progress.run(progressOf(0, 0, { size: 10, kind: "a" }));
  assert.match(written.join(), /3\/6 size 10, kind a, 5 ms, pool 100: /);
});

Deno.test("createProgress() names the rate that is asked for beside the one that is reached", () => {
  const { progress, written } = display(true);
  progress.run(progressOf(1_000, 1_000, { rate: 2_500 }));
  assert.match(written.join(), /3\/6 5 ms, 2,500\/s asked, pool 100: 1,000 done, 1,000\/s/);
});

Deno.test("createProgress() counts steps where nobody knows how many cases there will be", () => {
  const { progress, written } = display(true);
  progress.run({ ...progressOf(0, 0), cases: undefined });
  assert.match(written.join(), /░ step 3 5 ms, pool 100: /);
});

Deno.test("createProgress() keeps its bar's width when a case ends late", () => {
  const { progress, written } = display(true);
  progress.run({ ...progressOf(10_000, 4_000), share: 1.02 });
  assert.ok(written.join().startsWith(`${CLEAR}${"█".repeat(16)} 3/6 `), written.join());
});

Deno.test("createProgress() writes a line every five seconds where there is no terminal, without escapes", async () => {
  await withClock((clock) => {
    const { progress, written } = display(false);
    for (let second = 1; second <= 12; second++) {
      clock.now += 1_000;
      progress.run(progressOf(second * 500, second * 1_000));
    }
    progress.wait("stopping");
    progress.clear();
    assert.deepEqual(written, [
      "3/6 5 ms, pool 100: 2,500 done, 500/s, 15 s left\n",
      "3/6 5 ms, pool 100: 5,000 done, 500/s, 10 s left\n",
      "stopping\n",
    ]);
  });
});

Deno.test("NO_PROGRESS shows nothing", () => {
  assert.equal(NO_PROGRESS.wait("x") ?? NO_PROGRESS.run(progressOf(1, 1)), undefined);
});
