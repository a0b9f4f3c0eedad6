/** Which part of a case each carrier gets, and what becomes of the parts. */
import assert from "node:assert/strict";
import { createSchedule, ownSchedule } from "../../../src/engine/open/schedule.ts";
import { ownShare } from "../../../src/engine/part.ts";
import type { Case } from "../../../src/scenario/planned.ts";
import type { Carrier, LoadCalls, RunCall } from "../../../src/threads/load/carrier.ts";
import { carryTogether } from "../../../src/threads/load/together.ts";
import { planOf } from "../../engine/fixture.ts";
import { figures, measuredOf, randomStream } from "../../measure/fixture.ts";
import { seededRandom } from "../../support/random.ts";
import { DEAF, fakeAgent, fakeChannel, GRACE } from "./fake_carriers.ts";

const signal = new AbortController().signal;

/** A carrier that only answers what a test lets it measure, and notes what it was asked to run. */
function answering(threads: number, run: (call: RunCall) => ReturnType<LoadCalls["run"]>): Carrier {
  return {
    threads,
    channel: fakeChannel((tell) => ({
      run(call) {
        tell({ kind: "ready" });
        return run(call);
      },
      ...{ reached() {}, start() {}, endEarly() {}, stop() {} },
      written: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    })),
  };
}

const NOTHING = { measured: measuredOf([], 1_000), coordination: {}, startedAt: 0 };

Deno.test("of any carriers with any threads, each thread of a case is carried once, and their shares are the whole: 300 random cases", async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed);
    const calls: { call: RunCall; threads: number }[] = [];
    const carriers = Array.from({ length: 1 + random.below(6) }, () => {
      const threads = 1 + random.below(4);
      return answering(threads, (call) => {
        calls.push({ call, threads });
        return Promise.resolve(NOTHING);
      });
    });
    const most = carriers.reduce((sum, { threads }) => sum + threads, 0);
    const [poolSize, operations] = [1 + random.below(40), 1 + random.below(60)];
    const plan = planOf({ poolSize, operations });
    const room = random.pick([undefined, 1 + random.below(1_000)]);
    const together = carryTogether(plan, carriers, { signal, grace: GRACE });
    await together.run(plan.cases[0] as Case, { ...DEAF, room });

    const workers = Math.min(most, poolSize, operations);
    const shares = calls.flatMap(({ call, threads }) => {
      assert.equal(call.workers, workers);
      const own = Math.min(threads, call.workers - call.first);
      assert.ok(own > 0, "who has no thread of it is not asked");
      assert.equal(call.room, room && Math.ceil(room * own / workers));
      return Array.from({ length: own }, (_, at) => ({ worker: call.first + at, workers }));
    });
    const numbers = shares.map(({ worker }) => worker).sort((a, b) => a - b);
    assert.deepEqual(numbers, Array.from({ length: workers }, (_, at) => at));
    for (const whole of [poolSize, operations]) {
      assert.equal(shares.reduce((sum, share) => sum + ownShare(whole, share), 0), whole);
      for (const share of shares) assert.ok(ownShare(whole, share) >= 1);
    }
    const options = {
      stages: [{ from: 10, to: 100, duration: 1_000 }, { to: 50, duration: 500 }],
      arrivals: random.pick(["constant", "poisson"] as const),
      seed,
    };
    const due = shares.flatMap((share) => dueTimes(ownSchedule(createSchedule(options), share)));
    assert.deepEqual(due.sort((a, b) => a - b), dueTimes(createSchedule(options)));
  }
});

function dueTimes({ next }: ReturnType<typeof createSchedule>): number[] {
  const times: number[] = [];
  for (let due = next(); due !== undefined; due = next()) times.push(due);
  return times;
}

Deno.test("what carriers measured is merged as if one had measured it, to the bucket of the histograms: 10 random loads", async () => {
  const plan = planOf({ poolSize: 100, operations: 1_000 });
  for (let seed = 1; seed <= 10; seed++) {
    const streams = Array.from(
      { length: 1 + seed % 5 },
      (_, at) => randomStream(seed * 10 + at, 300, 3_000),
    );
    const carriers = streams.map((stream) =>
      answering(
        1 + seed % 3,
        () =>
          Promise.resolve({ ...NOTHING, measured: measuredOf(stream, 3_000, { isOpen: true }) }),
      )
    );
    const together = carryTogether(plan, carriers, { signal, grace: GRACE });
    const { measured } = await together.run(plan.cases[0] as Case, DEAF);
    const all = streams.flat().sort((a, b) => a.done - b.done);
    const whole = measuredOf(all, 3_000, { isOpen: true });
    assert.deepEqual(figures(measured), figures(whole));
    assert.equal(measured.serviceTime?.histogram, whole.serviceTime?.histogram);
    assert.equal(measured.responseTime?.histogram, whole.responseTime?.histogram);
  }
});

/** What a case of all of these agents ran: each operation's index and input, in their order. */
async function rowsOf(agents: number, threads: number, settings: object): Promise<string[]> {
  const rows: string[] = [];
  const plan = planOf({
    ...{ poolSize: 8, operations: 403, seed: 7 },
    ...settings,
    makeInput: (index) => index * 3,
    operation(_session, input, { index }) {
      rows.push(`${index}: ${input}`);
      return Promise.resolve();
    },
  });
  const carriers = Array.from(
    { length: agents },
    (_, at) => fakeAgent(`a${at + 1}`, { plan, signal, threads }),
  );
  const together = carryTogether(plan, carriers, { signal, grace: GRACE });
  const { measured, parts = [] } = await together.run(plan.cases[0] as Case, DEAF);
  // On a busy machine, the last operations of an open load can be due too late to be sent.
  assert.equal(measured.operations + measured.unsent, 403);
  assert.equal(rows.length, measured.operations);
  assert.deepEqual(
    parts.map(({ agent, threads }) => [agent, threads]),
    carriers.map(({ agent }) => [agent, threads]),
  );
  return rows.sort();
}

Deno.test("the same seed gives the same rows from 1 agent of 4 threads, 2 of 2, 4 of 1, and from one thread", async () => {
  const one = await rowsOf(1, 1, {});
  assert.equal(new Set(one).size, 403);
  for (const [agents, threads] of [[1, 4], [2, 2], [4, 1]] as const) {
    assert.deepEqual(await rowsOf(agents, threads, {}), one, `${agents} of ${threads}`);
    const open = await rowsOf(agents, threads, { rate: 5_000, arrivals: "poisson" });
    assert.equal(new Set(open).size, open.length);
    assert.deepEqual(open.filter((row) => !one.includes(row)), []);
  }
});
