import assert from "node:assert/strict";
import {
  createSchedule,
  type LoadSchedule,
  ownSchedule,
  scheduleOf,
  type ScheduleOptions,
} from "../../../src/engine/open/schedule.ts";
import type { Stage } from "../../../src/scenario/settings.ts";
import { seededRandom } from "../../support/random.ts";
import { planOf, type Wishes } from "../fixture.ts";

const SECOND = 1_000;

function scheduleFrom(
  stages: readonly Stage[],
  options: Partial<ScheduleOptions> = {},
): LoadSchedule {
  return createSchedule({ stages, arrivals: "constant", seed: 1, ...options });
}

/** One rate for so many seconds. */
function steady(
  rate: number,
  seconds: number,
  options: Partial<ScheduleOptions> = {},
): LoadSchedule {
  return scheduleFrom([{ from: rate, to: rate, duration: seconds * SECOND }], options);
}

function ofCase(wishes: Wishes): LoadSchedule | undefined {
  const { settings, cases: [first] } = planOf(wishes);
  return scheduleOf(settings, first?.parameters ?? assert.fail());
}

function allOf(schedule: LoadSchedule): number[] {
  const times: number[] = [];
  for (let due = schedule.next(); due !== undefined; due = schedule.next()) times.push(due);
  return times;
}

function assertAscending(times: readonly number[]): void {
  assert.ok(times.every((due, at) => due >= (times[at - 1] ?? 0)), "due times ascend");
}

Deno.test("a constant rate: operation i of 1,000,000 is due at i / rate, without drift", () => {
  for (const rate of [1_000, 333, 0.7, 87_654.321]) {
    const schedule = steady(rate, Infinity, { operations: 1_000_000 });
    for (let i = 0; i < 1_000_000; i++) {
      const due = schedule.next();
      const exact = i * SECOND / rate;
      if (due !== exact) assert.equal(due, exact, `operation ${i}`);
    }
    assert.equal(schedule.next(), undefined);
    assert.equal(schedule.length, 1_000_000 * SECOND / rate);
  }
});

Deno.test("a rate ends with its operations or with its duration, whichever it has", () => {
  const byOperations = ofCase({ rate: 200, operations: 7 });
  assert.deepEqual(byOperations && allOf(byOperations), [0, 5, 10, 15, 20, 25, 30]);
  assert.equal(byOperations?.length, 35);
  assert.equal(byOperations?.expected, 7);

  const byDuration = ofCase({ rate: 200, duration: 33 });
  assert.deepEqual(byDuration && allOf(byDuration), [0, 5, 10, 15, 20, 25, 30]);
  assert.equal(byDuration?.length, 33);
  assert.equal(byDuration?.expected, 7);
  assert.equal(byDuration?.rate, 200);
});

Deno.test("a rate for a duration has neither one operation more nor less by rounding: 2,000 random ones", () => {
  const random = seededRandom(8);
  for (let i = 0; i < 2_000; i++) {
    const rate = 1 + random.below(300), duration = 1 + random.below(5_000);
    const schedule = scheduleFrom([{ from: rate, to: rate, duration }]);
    assert.equal(schedule.rate, rate);
    assert.equal(schedule.expected, Math.ceil(rate * duration / SECOND));
    assert.equal(allOf(schedule).length, schedule.expected, `${rate}/s for ${duration} ms`);
  }
});

Deno.test("a closed load has no schedule", () => {
  assert.equal(ofCase({ operations: 10 }), undefined);
  assert.equal(ofCase({ duration: 10 }), undefined);
});

/** Operations due by an instant: the area under the rate. */
function areaBy(stages: readonly Stage[], instant: number): number {
  let area = 0, startsAt = 0, before = 0;
  for (const { from = before, to, duration } of stages) {
    const ran = Math.min(Math.max(instant - startsAt, 0), duration);
    const rate = from + (to - from) * ran / duration;
    area += (from + rate) / 2 * ran / SECOND;
    startsAt += duration;
    before = to;
  }
  return area;
}

function assertFollows(stages: readonly Stage[]): void {
  const times = allOf(scheduleFrom(stages));
  const length = stages.reduce((sum, { duration }) => sum + duration, 0);
  assertAscending(times);
  assert.ok(times.every((due) => due >= 0 && due < length + 1e-6));
  let count = 0;
  for (let part = 0; part <= 500; part++) {
    const instant = length * part / 500;
    while ((times[count] ?? Infinity) <= instant) count++;
    const area = areaBy(stages, instant);
    assert.ok(Math.abs(count - area) <= 1 + 1e-6, `${count} by ${instant} ms: ${area}`);
  }
}

for (
  const [name, stages] of [
    ["up from 0", [{ to: 1_000, duration: 3_000 }]],
    ["down to 0", [{ from: 1_000, to: 0, duration: 3_000 }]],
    ["up, on and down", [
      { to: 500, duration: 1_000 },
      { to: 500, duration: 2_000 },
      { to: 0, duration: 1_500 },
    ]],
    ["with a jump and a pause", [
      { from: 300, to: 300, duration: 500 },
      { from: 0, to: 0, duration: 700 },
      { from: 900, to: 100, duration: 800 },
    ]],
    ["that begins with a pause", [{ to: 0, duration: 400 }, { to: 50, duration: 1_000 }]],
  ] as const satisfies [string, Stage[]][]
) {
  Deno.test(`stages ${name}: the count by any instant is the integral of the rate, ±1`, () => {
    assertFollows(stages);
  });
}

Deno.test("stages: the count is the integral, ±1, for 60 random lists of them", () => {
  const random = seededRandom(11);
  const rate = () => random.below(3) === 0 ? 0 : random.number() * 2_000;
  for (let i = 0; i < 60; i++) {
    assertFollows(Array.from({ length: 1 + random.below(5) }, () => ({
      to: rate(),
      duration: 1 + random.number() * 2_000,
      ...random.below(2) === 0 && { from: rate() },
    })));
  }
});

Deno.test("stages say their length and their mean rate, and how many operations to expect", () => {
  const stages = [{ to: 100, duration: 2_000 }, { from: 300, to: 300, duration: 2_000 }];
  const schedule = ofCase({ stages });
  assert.ok(schedule !== undefined);
  assert.equal(schedule.length, 4_000);
  assert.equal(schedule.rate, 175);
  assert.equal(schedule.expected, 700);
  assert.equal(allOf(schedule).length, 700);
});

Deno.test("stages without any area have no operation", () => {
  assert.deepEqual(allOf(scheduleFrom([{ to: 0, duration: 1_000 }])), []);
});

Deno.test("random arrivals repeat with the seed, and differ with another", () => {
  const times = (seed: number) => allOf(steady(1_000, 2, { arrivals: "poisson", seed }));
  assert.deepEqual(times(5), times(5));
  assert.notDeepEqual(times(5), times(6));
});

Deno.test("random arrivals: the mean rate is within 3 σ, for 20 seeds and the sum of them", () => {
  const counts = Array.from(
    { length: 20 },
    (_, seed) => allOf(steady(1_000, 10, { arrivals: "poisson", seed })).length,
  );
  for (const count of counts) assert.ok(Math.abs(count - 10_000) <= 3 * 100, `${count}`);
  const sum = counts.reduce((total, count) => total + count, 0);
  assert.ok(Math.abs(sum - 200_000) <= 3 * Math.sqrt(200_000), `${sum}`);
});

Deno.test("random arrivals: the gaps are exponential (Kolmogorov–Smirnov), and one says nothing of the next", () => {
  const times = allOf(steady(1_000, Infinity, {
    ...{ arrivals: "poisson", operations: 20_000, seed: 3 },
  }));
  assert.equal(times.length, 20_000);
  assertAscending(times);
  const gaps = times.map((due, at) => due - (times[at - 1] ?? 0));
  const distance = gaps.toSorted((a, b) => a - b).reduce((most, gap, at) => {
    const law = 1 - Math.exp(-gap);
    return Math.max(most, law - at / gaps.length, (at + 1) / gaps.length - law);
  }, 0);
  // The 99.9 % quantile; the seed is fixed, so it holds or it does not.
  assert.ok(distance < 1.95 / Math.sqrt(gaps.length), `${distance}`);

  const products = gaps.slice(1).map((gap, at) => (gap - 1) * ((gaps[at] ?? 0) - 1));
  const correlation = products.reduce((sum, product) => sum + product, 0) / products.length;
  assert.ok(Math.abs(correlation) < 3 / Math.sqrt(gaps.length), `${correlation}`);
});

Deno.test("random arrivals follow stages: a ramp's counts are Poisson around its integral", () => {
  const stages = [{ to: 2_000, duration: 10_000 }];
  const times = allOf(scheduleFrom(stages, { arrivals: "poisson", seed: 2 }));
  for (let second = 1; second <= 10; second++) {
    const expected = areaBy(stages, second * SECOND) - areaBy(stages, (second - 1) * SECOND);
    const count = times.filter((due) =>
      due >= (second - 1) * SECOND && due < second * SECOND
    ).length;
    assert.ok(Math.abs(count - expected) <= 3.3 * Math.sqrt(expected), `${second}: ${count}`);
  }
});

Deno.test("ownSchedule(): the parts of 1 to 5 threads together are the whole schedule, each operation once", () => {
  const options: (() => LoadSchedule)[] = [
    () => steady(1_000, 0.5),
    () => steady(1_000, 0.5, { arrivals: "poisson" }),
    () => scheduleFrom([{ to: 900, duration: 700 }, { to: 0, duration: 300 }]),
    () => steady(10, Infinity, { operations: 3 }),
  ];
  for (const create of options) {
    const whole = allOf(create());
    for (let workers = 1; workers <= 5; workers++) {
      const shares = Array.from({ length: workers }, (_, worker) => ({ worker, workers }));
      const parts = shares.map((share) => ownSchedule(create(), share));
      const times = parts.map(allOf);
      assert.deepEqual(times.flat().sort((a, b) => a - b), whole);
      for (const [worker, own] of times.entries()) {
        assert.deepEqual(own, whole.filter((_, at) => at % workers === worker));
      }
      for (const { length, rate } of parts) {
        assert.deepEqual({ length, rate }, { length: create().length, rate: create().rate });
      }
    }
  }
});
