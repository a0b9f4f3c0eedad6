import assert from "node:assert/strict";
import { type Measured, mergeMeasured } from "../../src/measure/measured.ts";
import {
  createChainRecorder,
  createStepRecorder,
  type StepShape,
} from "../../src/measure/steps.ts";
import { createTimeline, mergeTimelines } from "../../src/measure/timeline.ts";
import { upTo } from "../engine/fixture.ts";
import { type Random, seededRandom } from "../support/random.ts";
import { type Ended, figures, measuredOf } from "./fixture.ts";

const STEPS: readonly StepShape[] = [
  { name: "user", kind: "requests", after: [], latency: 1 },
  { name: "posts", kind: "requests", after: ["user"], latency: 0 },
  { name: "hash", kind: "compute", after: ["user"], latency: 0 },
];

/** A page that succeeded, with how long its steps took; or failed in its first. Milliseconds, with no rounding. */
interface Page {
  readonly due: number;
  readonly durations: readonly number[];
  readonly isGood: boolean;
  /** The name of a task that ran beside its steps. */
  readonly task: string;
}

function randomPages(random: Random, count: number): Page[] {
  return upTo(count).map((at) => ({
    due: at * 100,
    durations: STEPS.map(() => random.below(160) / 4),
    isGood: random.below(5) > 0,
    task: random.pick(["likes", "friends", "adverts"]),
  }));
}

function doneOf({ due, durations: [user = 0, posts = 0, hash = 0], isGood }: Page): number {
  return due + user + (isGood ? Math.max(posts, hash) : 0);
}

/** What a thread measured of its pages. */
function measuredPages(pages: readonly Page[], length: number): Measured {
  const steps = createStepRecorder(STEPS, { taskLatency: 1 });
  const chain = createChainRecorder(STEPS);
  const timeline = createTimeline(Math.random);
  for (const page of pages) {
    const { due, durations, isGood, task } = page;
    const error = isGood ? undefined : "gone";
    steps.injected("user", 1.25);
    steps.succeed(task, due, due + 2);
    if (isGood) {
      STEPS.forEach(({ name }, at) => steps.succeed(name, due, due + (durations[at] ?? 0)));
      chain.record(durations);
    } else {steps.fail("user", due, doneOf(page), {
        errorClass: "unavailable",
        message: "gone",
        kind: "answered",
      });}
    const traceId = `${due}`;
    const done = doneOf(page);
    timeline.offer({ operation: due, traceId, due, done, error, isTraced: false, spans: [] });
  }
  const ended = pages.map((page): Ended => {
    const { due, isGood } = page;
    const outcome = isGood ? "succeeded" : "unavailable";
    return { operation: 0, due, sent: due, done: doneOf(page), outcome };
  });
  const measured = measuredOf(ended, length);
  const results = steps.results(measured.serviceTime?.mean ?? null);
  return {
    ...measured,
    steps: results,
    longestChain: chain.result(results.map(({ serviceTime }) => serviceTime?.mean ?? 0)),
    timeline: timeline.kept(measured.responseTime?.p50 ?? 0),
  };
}

/** Tasks are told in the order in which they first ran, which is another one in each thread. */
function byName({ steps = [], ...measured }: Measured): Measured {
  return { ...measured, steps: steps.toSorted((a, b) => a.name < b.name ? -1 : 1) };
}

Deno.test("mergeMeasured() of threads is what one would have measured, step by step: for 20 random cases of pages", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const pages = randomPages(random, 40 + random.below(100));
    const length = pages.length * 100 + 1_000;
    const threads = 2 + random.below(3);
    const parts = upTo(threads).map((thread) =>
      measuredPages(pages.filter((_, at) => at % threads === thread), length)
    );
    const { timeline: _, longestChain, ...whole } = byName(measuredPages(pages, length));
    const { timeline, longestChain: chain, ...merged } = byName(mergeMeasured(parts));
    assert.deepEqual(figures(merged), figures(whole));
    assert.equal(chain?.time?.histogram, longestChain?.time?.histogram);
    assert.deepEqual(chain?.steps, parts[0]?.longestChain?.steps);
    const timelines = parts.map(({ timeline = [] }) => timeline);
    assert.deepEqual(timeline, mergeTimelines(timelines, merged.responseTime?.p50 ?? NaN));
    assert.ok(timeline.some(({ kept }) => kept === "slowest"));
  }
});

Deno.test("mergeMeasured() has a task that only some threads ran, with the share of all", () => {
  const one = (task: string) =>
    measuredPages([{ due: 0, durations: [10, 5, 0], isGood: true, task }], 1_000);
  const { steps = [] } = mergeMeasured([one("likes"), one("friends"), one("likes")]);
  assert.deepEqual(steps.map(({ name, operations }) => [name, operations]), [
    ...[["user", 3], ["posts", 3], ["hash", 3], ["likes", 2], ["friends", 1]],
  ]);
  assert.deepEqual(steps.map(({ share }) => share), [10 / 15, 5 / 15, 0, 2 / 15, 2 / 15]);
});

Deno.test("mergeMeasured() of what is no page has no steps, no chain and no timeline", () => {
  const merged = mergeMeasured([measuredOf([], 10), measuredOf([], 10)]);
  for (const name of ["steps", "longestChain", "timeline"]) assert.ok(!(name in merged), name);
});
