import assert from "node:assert/strict";
import {
  announce,
  type Announcement,
  PROTOCOL,
  watchAgents,
} from "../../../src/agents/nats/registration.ts";
import { startNats } from "../../support/nats.ts";
import { isBack, openTestGroup } from "../../support/nats_group.ts";
import { testPermitted } from "../../support/needs.ts";

function describe(agent: string): Announcement {
  return {
    ...{ agent, host: "h", zone: "eu", cpus: 2, cassbench: "0.1.0", deno: "2.9.6" },
    ...{ pid: 1, since: "2026-01-01T00:00:00Z", protocol: PROTOCOL },
  };
}

testPermitted("agents that say that they are there are found, in their group alone", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  await using other = await openTestGroup(nats, "other");
  const changes: string[] = [];
  const both = Promise.withResolvers<void>(), gone = Promise.withResolvers<void>();
  const agents = watchAgents(group, {
    onChange(change, name) {
      changes.push(`${name} ${change}`);
      if (changes.length === 2) both.resolve();
      if (change === "gone") gone.resolve();
    },
  });
  const announced = [
    announce(group, () => describe("a1"), 10),
    announce(group, () => describe("a2"), 10),
    announce(other, () => describe("a3"), 10),
  ];
  await both.promise;
  assert.deepEqual(changes.toSorted(), ["a1 here", "a2 here"]);
  assert.deepEqual(agents.all().get("a2"), describe("a2"));
  announced[0]?.end();
  await gone.promise;
  assert.deepEqual([...agents.all().keys()], ["a2"]);
  announced.forEach(({ end }) => end());
  agents.close();
});

testPermitted("an agent is found again after NATS has lost all that it kept", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  const announced = announce(group, () => describe("a"), 10);
  try {
    await untilKept(group.bucket);
    const back = isBack(group);
    await nats.kill();
    await nats.forget();
    await nats.start();
    await back;
    await group.ensure();
    await untilKept(group.bucket);
  } finally {
    announced.end();
  }
});

/** Waits until the bucket of the group has the agent. */
async function untilKept(
  bucket: Awaited<ReturnType<typeof openTestGroup>>["bucket"],
): Promise<void> {
  for (;;) {
    const entry = await bucket.get("agent.a").catch(() => null);
    if (entry?.operation === "PUT") {
      assert.deepEqual(entry.json(), describe("a"));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
