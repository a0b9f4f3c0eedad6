import assert from "node:assert/strict";
import type { BeatChange } from "../../../src/agents/nats/beats.ts";
import {
  type GroupHolder,
  takeGroup,
  watchCoordinator,
} from "../../../src/agents/nats/group_lock.ts";
import { TargetError } from "../../../src/errors.ts";
import { startNats } from "../../support/nats.ts";
import { isBack, openTestGroup } from "../../support/nats_group.ts";
import { testPermitted } from "../../support/needs.ts";

const NEVER = new AbortController().signal;

const holderOf = (run: string): GroupHolder => ({
  ...{ run, host: `host-${run}`, pid: 12, since: "2026-01-01T00:00:00Z" },
});

testPermitted(
  "a group that a living coordinator has is refused: who, where, since when",
  async () => {
    await using nats = await startNats();
    await using one = await openTestGroup(nats);
    await using other = await openTestGroup(nats);
    const lock = await takeGroup(one, holderOf("r1"), NEVER, { every: 10 });
    await assert.rejects(takeGroup(other, holderOf("r2"), NEVER, { every: 10 }), (error) => {
      assert.ok(error instanceof TargetError);
      assert.equal(
        error.message,
        'Cannot take group "g" as a coordinator on host-r1 (process 12) has it since ' +
          "2026-01-01T00:00:00Z",
      );
      assert.match(String(error.hint), /--group NAME/);
      return true;
    });
    await lock.release();
    await (await takeGroup(other, holderOf("r2"), NEVER, { every: 10 })).release();
  },
);

testPermitted("of many coordinators that want a group at once, one gets it", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  const runs = Array.from({ length: 8 }, (_, at) => `r${at}`);
  const taken = await Promise.allSettled(
    runs.map((run) => takeGroup(group, holderOf(run), NEVER, { every: 10 })),
  );
  const locks = taken.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
  assert.equal(locks.length, 1);
  for (const one of taken) {
    if (one.status === "rejected") assert.match(String(one.reason), /has it since/);
  }
  await locks[0]?.release();
});

testPermitted(
  "a dead coordinator's group is taken over after its silence, and it hears so",
  async () => {
    await using nats = await startNats();
    await using one = await openTestGroup(nats);
    await using other = await openTestGroup(nats);
    // It hangs: it has the group, and is heard no longer.
    const hanging = await takeGroup(one, holderOf("r1"), NEVER, { every: 3_600_000 });
    let now = 0;
    const waited: GroupHolder[] = [];
    const passing = setInterval(() => now += 1_000, 10);
    const lock = await takeGroup(other, holderOf("r2"), NEVER, {
      ...{ every: 10, now: () => now },
      onWait: (holder) => waited.push(holder),
    });
    clearInterval(passing);
    assert.deepEqual(waited, [holderOf("r1")]);
    await hanging.release();
    const back = takeGroup(one, holderOf("r1"), NEVER, { every: 10 });
    await assert.rejects(back, /host-r2/);
    await lock.release();
  },
);

testPermitted("a coordinator whose group was taken over hears by whom", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  const lock = await takeGroup(group, holderOf("r1"), NEVER, { every: 10 });
  await group.bucket.put("coordinator", JSON.stringify(holderOf("r2")));
  assert.deepEqual(await lock.lost, holderOf("r2"));
  await lock.release();
  assert.deepEqual((await group.bucket.get("coordinator"))?.json(), holderOf("r2"));
});

testPermitted("a coordinator keeps its group when NATS loses all that it kept", async () => {
  await using nats = await startNats();
  await using one = await openTestGroup(nats);
  await using other = await openTestGroup(nats);
  const lock = await takeGroup(one, holderOf("r1"), NEVER, { every: 10 });
  const back = Promise.all([isBack(one), isBack(other)]);
  await nats.kill();
  await nats.forget();
  await nats.start();
  await back;
  await one.ensure();
  for (;;) {
    const entry = await one.bucket.get("coordinator").catch(() => null);
    if (entry !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await assert.rejects(takeGroup(other, holderOf("r2"), NEVER, { every: 10 }), /host-r1/);
  await lock.release();
});

testPermitted("agents hear the coordinator of their group, and that it goes", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  const changes: [BeatChange, string][] = [];
  const gone = Promise.withResolvers<void>(), here = Promise.withResolvers<void>();
  const watch = watchCoordinator(group, {
    onChange(change, run) {
      changes.push([change, run]);
      (change === "gone" ? gone : here).resolve();
    },
  });
  const lock = await takeGroup(group, holderOf("r1"), NEVER, { every: 10 });
  await here.promise;
  await lock.release();
  await gone.promise;
  assert.deepEqual(changes, [["here", "r1"], ["gone", "r1"]]);
  watch.close();
});

testPermitted("the wait for a dead coordinator ends when it is stopped", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  await group.bucket.put("coordinator", JSON.stringify(holderOf("dead")));
  const stopping = new AbortController();
  const taking = takeGroup(group, holderOf("r2"), stopping.signal, {
    onWait: () => setTimeout(() => stopping.abort(new Error("stopped"))),
  });
  await assert.rejects(taking, /stopped/);
});
