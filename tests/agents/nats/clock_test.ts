import assert from "node:assert/strict";
import { answerPings, measureOffset } from "../../../src/agents/nats/clock.ts";
import { ownClock } from "../../../src/threads/load/carrier.ts";
import { startNats } from "../../support/nats.ts";
import { openTestGroup } from "../../support/nats_group.ts";
import { testPermitted } from "../../support/needs.ts";

/** So many milliseconds an agent's clock is ahead. */
const OFFSETS = [0, 1_000, -1_000, 0.25, -86_400_000, 123_456.789];

testPermitted("an agent's offset lies within its uncertainty, of the real clock", async () => {
  await using nats = await startNats();
  await using coordinator = await openTestGroup(nats);
  await using agent = await openTestGroup(nats);
  for (const [at, offset] of OFFSETS.entries()) {
    const end = answerPings(agent, `a${at}`, () => ownClock() + offset);
    await agent.nats.flush();
    const measured = await measureOffset(coordinator, `a${at}`);
    assert.ok(Math.abs(measured.offset - offset) <= measured.uncertainty, JSON.stringify(measured));
    assert.ok(measured.uncertainty < 1_000);
    end();
  }
});

testPermitted(
  "the offset lies within the uncertainty however unequal the two ways are",
  async () => {
    await using nats = await startNats();
    await using group = await openTestGroup(nats);
    let now = 1_700_000_000_000;
    /** Passes some time, between 0 and 10 ms, by a sequence that is the same each time. */
    let seed = 1;
    function pass(most: number): void {
      seed = seed * 16_807 % 2_147_483_647;
      now += seed / 2_147_483_647 * most;
    }
    for (let round = 0; round < 100; round++) {
      const offset = (round - 50) * 37.7;
      const end = answerPings(group, "a", () => {
        pass(round % 10);
        return now + offset;
      });
      const clock = () => {
        pass((round * 7) % 10);
        return now;
      };
      const { offset: found, uncertainty } = await measureOffset(group, "a", { pings: 5, clock });
      assert.ok(Math.abs(found - offset) <= uncertainty, `${found} ± ${uncertainty} for ${offset}`);
      assert.ok(uncertainty < 20);
      end();
    }
  },
);

testPermitted("an agent that answers no ping has no clock", async () => {
  await using nats = await startNats();
  await using group = await openTestGroup(nats);
  await assert.rejects(
    measureOffset(group, "a"),
    /Cannot measure the clock of agent a as it answers no ping/,
  );
});
