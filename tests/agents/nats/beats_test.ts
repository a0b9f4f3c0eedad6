import assert from "node:assert/strict";
import { beat, type BeatsOptions, listenToBeats } from "../../../src/agents/nats/beats.ts";
import type { Group } from "../../../src/agents/nats/group.ts";
import { SUBJECTS } from "../../../src/agents/nats/names.ts";
import { startNats } from "../../support/nats.ts";
import { isBack, openTestGroup } from "../../support/nats_group.ts";
import { testPermitted } from "../../support/needs.ts";

/** How often processes say that they are there, and are looked for, in milliseconds of the real clock. */
const EVERY = 10;
const PATIENCE = 5_000;

const subjectOf = (name: string) => SUBJECTS.beats("g", "agent", name);

/** Listens by a clock that stands still until it is set. */
function listen(group: Group, options: Partial<BeatsOptions<{ readonly zone: string }>> = {}) {
  const clock = { now: 1_000, reads: 0 };
  const changes: string[] = [];
  let changed = Promise.withResolvers<void>();
  const beats = listenToBeats<{ readonly zone: string }>(group, subjectOf("*"), {
    ...{ patience: PATIENCE, every: EVERY, ...options },
    now() {
      clock.reads++;
      return clock.now;
    },
    onChange(change, name, { zone }) {
      changes.push(`${name} (${zone}) ${change}`);
      changed.resolve();
    },
  });
  return {
    clock,
    beats,
    /** Waits for what comes next. */
    async next(): Promise<string> {
      while (changes.length === 0) {
        changed = Promise.withResolvers();
        await changed.promise;
      }
      return changes.shift()!;
    },
    rest: () => changes,
    /** Lets so many seconds pass, in each of which everybody is looked for. */
    async pass(seconds: number): Promise<void> {
      for (let second = 0; second < seconds; second++) {
        clock.now += 1_000;
        const { reads } = clock;
        while (clock.reads < reads + 3) await new Promise((resolve) => setTimeout(resolve, EVERY));
      }
    },
    [Symbol.dispose]: () => beats.close(),
  };
}

/** Resolves once so many beats of a process have passed. */
async function beatsPass(group: Group, name: string, count: number): Promise<void> {
  const subscription = group.nats.subscribe(subjectOf(name), { max: count });
  for await (const _ of subscription);
}

/** Resolves once NATS is asked and does not answer: then the clock is looked at no longer. */
async function isWaiting(clock: { readonly reads: number }): Promise<void> {
  for (let reads = -1; reads !== clock.reads;) {
    reads = clock.reads;
    await new Promise((resolve) => setTimeout(resolve, 5 * EVERY));
  }
}

testPermitted("a process is here, silent after the patience, back, and gone", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  await using other = await openTestGroup(nats);
  using heard = listen(group);
  await group.nats.flush();
  const first = beat(other, subjectOf("a"), () => ({ zone: "eu" }), 3_600_000);
  assert.equal(await heard.next(), "a (eu) here");
  assert.deepEqual([...heard.beats.all()], [["a", { zone: "eu" }]]);
  await heard.pass(4);
  assert.equal(heard.beats.silentSince("a"), undefined);
  await heard.pass(1);
  assert.equal(await heard.next(), "a (eu) silent");
  assert.equal(heard.beats.silentSince("a"), 1_000);
  const second = beat(other, subjectOf("a"), () => ({ zone: "us" }), 3_600_000);
  assert.equal(await heard.next(), "a (us) back");
  assert.equal(heard.beats.silentSince("a"), undefined);
  second.end();
  assert.equal(await heard.next(), "a (us) gone");
  assert.deepEqual([...heard.beats.all()], []);
  assert.equal(heard.beats.silentSince("a"), undefined);
  first.end();
  await other.nats.flush();
  await group.nats.flush();
  assert.deepEqual(heard.rest(), []);
});

testPermitted("beats go on, so a process is not silent however long it is there", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  using heard = listen(group);
  const beating = beat(group, subjectOf("a"), () => ({ zone: "eu" }), EVERY);
  assert.equal(await heard.next(), "a (eu) here");
  for (let round = 0; round < 3; round++) {
    await heard.pass(4);
    await beatsPass(group, "a", 2);
  }
  assert.deepEqual(heard.rest(), []);
  beating.end();
});

testPermitted("time in which NATS is away is not held against anybody", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  await using other = await openTestGroup(nats);
  using heard = listen(group);
  await group.nats.flush();
  const beating = beat(other, subjectOf("a"), () => ({ zone: "eu" }), EVERY);
  assert.equal(await heard.next(), "a (eu) here");
  const back = isBack(group);
  await nats.kill();
  heard.clock.now += 60_000;
  await nats.start();
  await back;
  await beatsPass(group, "a", 2);
  assert.deepEqual(heard.rest(), []);
  beating.end();
  assert.equal(await heard.next(), "a (eu) gone");
});

testPermitted("time in which NATS hangs is not held against anybody", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  using heard = listen(group);
  const beating = beat(group, subjectOf("a"), () => ({ zone: "eu" }), EVERY);
  assert.equal(await heard.next(), "a (eu) here");
  nats.pause();
  await isWaiting(heard.clock);
  heard.clock.now += 60_000;
  nats.resume();
  await beatsPass(group, "a", 2);
  assert.deepEqual(heard.rest(), []);
  beating.end();
});

testPermitted("one that is expected and never heard is silent, too", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  using heard = listen(group, { expected: { a: { zone: "eu" } } });
  await heard.pass(5);
  assert.equal(await heard.next(), "a (eu) silent");
});
