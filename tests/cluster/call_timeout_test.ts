import assert from "node:assert/strict";
import { classify, failureKind } from "../../src/cluster/errors.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { startFaultyServer } from "../support/faulty_server.ts";
import { testPermitted } from "../support/needs.ts";
import { open } from "../support/targets.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

for (const client of ["driver", "wire"] as const) {
  testPermitted(
    `${client}: a call without an answer within its timeout fails as clientTimeout, and its stream stays in use`,
    async () => {
      await using server = startFaultyServer();
      const target = { contactPoints: [server.contactPoint] };
      const opened = await open(target, `call_timeout_${client}`, [Item], { client });
      const { session, load } = opened;
      const inFlight = () => load.of(client).driverUse().inFlight;
      try {
        await session.create(Item, { id: 1, v: "one" }, { timeout: 60_000 });
        await session.find(Item, { id: 1 });
        const held: Uint8Array[] = [];
        server.spoil = (answer) => {
          held.push(Uint8Array.from(answer));
          return [];
        };
        const key = { id: 1 };
        const timeout = 30;
        const sent = [
          session.find(Item, key, { timeout }),
          session.create(Item, key, { timeout }),
          session.execute("SELECT v FROM item WHERE id = 1", [], { timeout }),
        ];
        for (const outcome of await Promise.allSettled(sent)) {
          assert.ok(outcome.status === "rejected");
          assert.equal(classify(outcome.reason), "clientTimeout");
          assert.equal(failureKind(outcome.reason), "lost");
        }
        assert.equal(inFlight(), sent.length);
        server.spoil = (answer) => [...held.splice(0), answer];
        assert.deepEqual(await session.find(Item, key), { id: 1, v: "one" });
        assert.equal(inFlight(), 0);
      } finally {
        await opened.close();
      }
    },
  );
}
