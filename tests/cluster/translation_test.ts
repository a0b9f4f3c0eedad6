/** Nodes that are reached at other addresses than they say. */
import assert from "node:assert/strict";
import { CLIENTS } from "../../src/scenario/settings.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { startFakeCluster } from "../support/fake_cluster.ts";
import { testPermitted } from "../support/needs.ts";
import { open } from "../support/targets.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

for (const client of CLIENTS) {
  testPermitted(`${client}: nodes are asked where their addresses lead`, async () => {
    await using cluster = await startFakeCluster([
      { says: "10.0.0.1" },
      { says: "10.0.0.2" },
      { says: "10.0.0.3" },
    ]);
    const [first, second, third] = cluster.nodes.map(({ address }) => address);
    const port = first!.split(":")[1];
    const addresses = {
      "10.0.0.1": first!,
      "10.0.0.2": second!,
      [`10.0.0.3:${port}`]: third!,
    };
    const target = await open({ contactPoints: [first!], addresses }, "ways", [Item], { client });
    try {
      assert.equal(target.description.nodes, 3);
      assert.equal(target.description.unreachable, undefined);
      for (let id = 0; id < 60; id++) await target.session.create(Item, { id, v: "" });
      const asked = Object.keys(target.load.coordinators.read());
      assert.deepEqual(asked.sort(), [first, second, third].sort());
      assert.ok(cluster.nodes.every(({ requests }) => requests > 0));
    } finally {
      await target.close();
    }
  });
}
