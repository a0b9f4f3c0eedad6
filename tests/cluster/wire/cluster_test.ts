/** Which node the wire client chooses for a request. */
import assert from "node:assert/strict";
import { createCoordinatorTimes } from "../../../src/cluster/node_times.ts";
import { createCluster } from "../../../src/cluster/wire/cluster.ts";
import { startFakeCluster } from "../../support/fake_cluster.ts";
import { testPermitted } from "../../support/needs.ts";
import { open } from "../../support/targets.ts";

testPermitted(
  "wire: of three nodes of which one is gone the other two get the same number of requests",
  async () => {
    await using nodes = await startFakeCluster([{}, { host: "127.0.0.2" }, { host: "127.0.0.3" }]);
    const points = nodes.nodes.map(({ address }) => address);
    await (await open({ contactPoints: [points[0]!] }, "turns", [])).close();
    const cluster = createCluster({ nodes: points, ring: undefined }, {
      ...{ keyspace: "turns", login: {}, connections: 1 },
      nodeTimes: createCoordinatorTimes().node,
    });
    try {
      await cluster.open();
      const shares = () => {
        const counts = [0, 0, 0];
        for (let i = 0; i < 300; i++) counts[cluster.choose(undefined, []).index]!++;
        return counts;
      };
      assert.deepEqual(shares(), [100, 100, 100]);
      nodes.nodes[1]!.end();
      while (cluster.hosts()[1]!.isUp) await new Promise((resolve) => setTimeout(resolve, 1));
      assert.deepEqual(shares(), [150, 0, 150]);
      cluster.update({ nodes: [points[2]!, points[0]!], ring: undefined });
      assert.deepEqual(cluster.hosts().map(({ address }) => address), [points[2]!, points[0]!]);
      assert.deepEqual(shares(), [150, 0, 150]);
    } finally {
      cluster.close();
    }
  },
);
