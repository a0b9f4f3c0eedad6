/** How nodes are found that are not simply where the contact point is. */
import { delay } from "@std/async";
import assert from "node:assert/strict";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { fromInt } from "../../src/protocol/bytes.ts";
import { tokenOf } from "../../src/protocol/murmur3.ts";
import { run } from "../../src/run/run.ts";
import { loadScenario } from "../../src/threads/load_scenario.ts";
import { findWarnings } from "../../src/result/conclude/warnings.ts";
import { type Client, CLIENTS } from "../../src/scenario/settings.ts";
import { model } from "../../src/scenario/schema/model.ts";
import {
  type ClusterAddress,
  connectForSchema,
  disconnect,
} from "../../src/cluster/driver/connect.ts";
import { clusterNodes, usedHosts } from "../../src/cluster/driver/peers.ts";
import {
  type FakeCluster,
  type FakeNodeOptions,
  startFakeCluster,
} from "../support/fake_cluster.ts";
import { eventually } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";
import { open, type OpenTarget } from "../support/targets.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

/** Opens a cluster, and ends the target with the test. */
async function withTarget(
  address: ClusterAddress,
  client: Client,
  body: (target: OpenTarget) => Promise<void>,
): Promise<void> {
  const target = await open(address, "ways", [Item], { client });
  try {
    await body(target);
  } finally {
    await target.close();
  }
}

/** Creates rows; returns the addresses of the nodes that were asked. */
async function askedBy(target: OpenTarget): Promise<string[]> {
  target.load.coordinators.restart();
  for (let id = 0; id < 40; id++) await target.session.create(Item, { id, v: "" });
  return Object.keys(target.load.coordinators.read()).sort();
}

/** Asserts that these nodes and no others coordinated. */
async function assertAsked(target: OpenTarget, cluster: FakeCluster, places: number[]) {
  for (const node of cluster.nodes) node.requests = 0;
  const expected = places.map((at) => cluster.nodes[at]!.address).sort();
  assert.deepEqual(await askedBy(target), expected);
  assert.deepEqual(
    cluster.nodes.map(({ requests }, at) => [at, requests > 0]),
    cluster.nodes.map((_, at) => [at, places.includes(at)]),
  );
}

function addressesOf(cluster: FakeCluster): string[] {
  return cluster.nodes.map(({ address }) => address);
}

/** The node that holds a row alone, where each has an equal part of the ring. */
function ownerOf(id: number, nodes: number): number {
  const { hi, lo } = tokenOf(fromInt(id));
  const place = (BigInt(hi) << 32n | BigInt(lo)) + 2n ** 63n;
  const part = 2n ** 64n / BigInt(nodes);
  // The last token of a part is that of the next node.
  return Number((place + part - 1n) / part) % nodes;
}

const MOVED: FakeNodeOptions[] = [
  { says: "10.0.0.1", saysPort: 9042 },
  { says: "10.0.0.2", saysPort: 9042 },
  { says: "10.0.0.3", saysPort: 9043 },
];

for (const client of CLIENTS) {
  testPermitted(`${client}: nodes are asked where their addresses lead`, async () => {
    await using cluster = await startFakeCluster(MOVED);
    const [first, second, third] = addressesOf(cluster);
    const addresses = {
      "10.0.0.1": first!,
      "10.0.0.2:9042": second!,
      "10.0.0.3:9043": third!.replace("127.0.0.1", "localhost"),
    };
    await withTarget({ contactPoints: [first!], addresses }, client, async (target) => {
      const { nodes, unreachable, addresses, resolved } = target.description;
      assert.deepEqual([nodes, unreachable], [3, undefined]);
      assert.deepEqual(resolved, { localhost: ["127.0.0.1"] });
      assert.deepEqual(addresses, {
        "10.0.0.1:9042": first,
        "10.0.0.2:9042": second,
        "10.0.0.3:9043": third,
      });
      await assertAsked(target, cluster, [0, 1, 2]);
    });
  });

  testPermitted(`${client}: a contact point is also left where its address leads`, async () => {
    await using cluster = await startFakeCluster([{}]);
    const [direct] = addressesOf(cluster);
    await using proxy = await startFakeCluster([
      { saysPort: Number(direct!.split(":")[1]) },
    ], { server: direct! });
    const [through] = addressesOf(proxy);
    const addresses = { [direct!]: through! };
    await withTarget({ contactPoints: [direct!], addresses }, client, async (target) => {
      assert.deepEqual(await askedBy(target), [through]);
      assert.equal(target.description.nodes, 1);
    });
  });

  testPermitted(`${client}: each node of one address is asked on its own port`, async () => {
    await using cluster = await startFakeCluster([{}, {}, {}]);
    const [first] = addressesOf(cluster);
    await withTarget({ contactPoints: [first!] }, client, async (target) => {
      assert.equal(target.description.nodes, 3);
      await assertAsked(target, cluster, [0, 1, 2]);
    });
  });

  testPermitted(
    `${client}: a server that tells no ports has the first one's on all nodes`,
    async () => {
      const hosts = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
      const port = findFreePort(hosts);
      await using cluster = await startFakeCluster(hosts.map((host) => ({ host, port })), {
        peersV2: false,
      });
      const [, second] = addressesOf(cluster);
      await withTarget({ contactPoints: [second!] }, client, async (target) => {
        await assertAsked(target, cluster, [0, 1, 2]);
      });
    },
  );

  testPermitted(
    `${client}: a node that listens everywhere is asked where others know it`,
    async () => {
      await using cluster = await startFakeCluster([
        { says: "0.0.0.0", peer: "127.0.0.1" },
        { says: "0.0.0.0", host: "127.0.0.2", peer: "127.0.0.2" },
        { says: "::", host: "::1", peer: "::1" },
      ]);
      const [, second] = addressesOf(cluster);
      await withTarget({ contactPoints: [second!] }, client, async (target) => {
        assert.equal(target.description.addresses, undefined);
        await assertAsked(target, cluster, [0, 1, 2]);
      });
    },
  );

  testPermitted(`${client}: nodes have IPv6 addresses, also beside others`, async () => {
    await using cluster = await startFakeCluster([{ host: "::1" }, {}, { host: "::1" }]);
    const [first, , third] = addressesOf(cluster);
    const contactPoints = [first!.replace("::1", "0:0:0:0:0:0:0:1")];
    await withTarget({ contactPoints }, client, async (target) => {
      assert.match(first!, /^\[::1\]:\d+$/);
      assert.equal(target.description.nodes, 3);
      assert.equal(target.description.addresses, undefined);
      await assertAsked(target, cluster, [0, 1, 2]);
    });
    await withTarget({ contactPoints, coordinators: [third!] }, client, async (target) => {
      await assertAsked(target, cluster, [2]);
    });
  });

  testPermitted(`${client}: of the coordinators, those are asked that hold a row`, async () => {
    await using cluster = await startFakeCluster([{}, {}, {}, {}]);
    const [first, second] = addressesOf(cluster);
    const address = { contactPoints: [first!], coordinators: [first!, second!] };
    const settings = { keyspace: { name: "held", replication: { datacenter1: 1 } } };
    const target = await open(address, "held", [Item], { client, settings });
    try {
      // The first request of a statement cannot know the types of its key.
      await target.session.create(Item, { id: 0, v: "" });
      const own = [0, 0];
      for (let id = 1; id <= 60; id++) {
        const owner = ownerOf(id, cluster.nodes.length);
        const before = cluster.nodes[owner]!.requests;
        await target.session.create(Item, { id, v: "" });
        if (owner > 1) continue;
        own[owner]!++;
        assert.equal(cluster.nodes[owner]!.requests - before, 1, `${id} is held by ${owner}`);
      }
      assert.ok(own.every((count) => count > 5), `${own}`);
      assert.deepEqual(cluster.nodes.slice(2).map(({ requests }) => requests), [0, 0]);
    } finally {
      await target.close();
    }
  });

  testPermitted(`${client}: threads ask the same nodes`, async () => {
    await using cluster = await startFakeCluster(MOVED);
    const [first, second, third] = addressesOf(cluster);
    const addresses = { "10.0.0.1": first!, "10.0.0.2": second!, "10.0.0.3": third! };
    const file = inRepository("tests/fixtures/rows.ts");
    const scenario = await loadScenario(file);
    const result = await run(scenario, {
      target: { contactPoints: [second!], addresses, coordinators: ["10.0.0.3", first!] },
      ...{ file, client: [client], workers: 2, keyspace: `threads_${client}` },
    });
    const [{ errors, nodes = [] } = assert.fail()] = result.cases;
    assert.equal(errors.total, 0);
    const asked = nodes.filter(({ coordinated }) => coordinated > 0);
    assert.deepEqual(asked.map(({ address }) => address).sort(), [first, third].sort());
    assert.equal(cluster.nodes[1]!.requests, 0);
  });

  testPermitted(`${client}: only the nodes of the rack, or those listed, are asked`, async () => {
    await using cluster = await startFakeCluster([
      { dataCenter: "datacenter1", rack: "a" },
      { dataCenter: "datacenter1", rack: "b" },
      { dataCenter: "datacenter1", rack: "b" },
      { dataCenter: "south", rack: "a" },
    ]);
    const all = addressesOf(cluster);
    const north = { contactPoints: [all[3]!], localDataCenter: "datacenter1" };
    await withTarget(north, client, async (target) => {
      const { dataCenter, dataCenters, rack } = target.description;
      assert.deepEqual([dataCenter, dataCenters, rack], [
        "datacenter1",
        ["datacenter1", "south"],
        undefined,
      ]);
      await assertAsked(target, cluster, [0, 1, 2]);
    });
    await withTarget({ ...north, rack: "b" }, client, async (target) => {
      assert.equal(target.description.rack, "b");
      await assertAsked(target, cluster, [1, 2]);
    });
    const coordinators = [all[0]!, all[2]!.replace("127.0.0.1", "localhost")];
    await withTarget({ ...north, coordinators }, client, async (target) => {
      assert.deepEqual(target.description.coordinators, [all[0], all[2]]);
      await assertAsked(target, cluster, [0, 2]);
    });
    await withTarget({ ...north, coordinators, rack: "b" }, client, async () => {}).then(
      () => assert.fail("is refused"),
      (error) => assert.match(error.message, /is in rack "a", and --rack says "b"/),
    );
  });
}

testPermitted(
  "a contact point that says another address stays one node when another node speaks of it",
  async () => {
    await using cluster = await startFakeCluster(MOVED);
    const [first, second, third] = addressesOf(cluster);
    const addresses = { "10.0.0.2": second!, "10.0.0.3": third! };
    const { signal } = new AbortController();
    const client = await connectForSchema({ contactPoints: [first!], addresses }, signal);
    try {
      const before = clusterNodes(client);
      assert.deepEqual(before.map(({ address }) => address), addressesOf(cluster).sort());
      const { controlConnection } = client as unknown as {
        controlConnection: { host: { address: string } | null };
      };
      assert.equal(controlConnection.host?.address, first);
      await client.execute("SELECT * FROM system.local");
      cluster.nodes[0]!.end();
      // From now on the driver learns the nodes from another one.
      await eventually(async () => {
        await client.execute("SELECT * FROM system.local").catch(() => {});
        return (controlConnection.host?.address ?? first) !== first;
      });
      await delay(100);
      assert.deepEqual(clusterNodes(client), before);
    } finally {
      await disconnect(client);
    }
  },
);

testPermitted("a node that only the cluster knows where it is leads to --address", async () => {
  const [first, second] = MOVED;
  await using cluster = await startFakeCluster([
    first!,
    { ...second!, says: "127.0.0.1", saysPort: 1 },
  ]);
  const [contactPoint] = addressesOf(cluster);
  await withTarget({ contactPoints: [contactPoint!] }, "driver", async (target) => {
    await assertAsked(target, cluster, [0]);
    assert.deepEqual(target.description.unreachable, [
      "127.0.0.1:1, as the cluster says, refused the connection",
    ]);
    const [warning] = findWarnings(target.description, []);
    assert.match(warning!.advice, /or in a container, say so: --address 127.0.0.1:1=HOST:PORT$/);
  });
});

testPermitted("a node that is left out is not asked what it has built", async () => {
  await using cluster = await startFakeCluster([{}, {}]);
  const [first] = addressesOf(cluster);
  const { signal } = new AbortController();
  const client = await connectForSchema({ contactPoints: [first!] }, signal, [first!]);
  try {
    assert.equal(clusterNodes(client).length, 2);
    assert.deepEqual(usedHosts(client).map(({ address }) => address), [first]);
  } finally {
    await disconnect(client);
  }
});

testPermitted("a node of another data center that does not answer is no warning", async () => {
  await using cluster = await startFakeCluster([{}, { saysPort: 1, dataCenter: "south" }]);
  const [contactPoint] = addressesOf(cluster);
  const address = { contactPoints: [contactPoint!], localDataCenter: "datacenter1" };
  await withTarget(address, "driver", async (target) => {
    await assertAsked(target, cluster, [0]);
    const { nodes, unreachable } = target.description;
    assert.deepEqual([nodes, unreachable], [2, undefined]);
    assert.equal(target.connection.nodes, undefined);
  });
});

testPermitted("an address that leads nowhere is named with the node's own", async () => {
  await using cluster = await startFakeCluster([{ says: "10.0.0.1", saysPort: 9042 }]);
  const [contactPoint] = addressesOf(cluster);
  const address = { contactPoints: [contactPoint!], addresses: { "10.0.0.1": "127.0.0.1:1" } };
  await assert.rejects(open(address, "ways", [Item]), {
    message: "Cannot reach any node of the cluster: 127.0.0.1:1, where 10.0.0.1:9042 is to be " +
      "reached, refused the connection",
    hint: "check each --address FROM=TO: TO is where the node is reached from here",
  });
});

testPermitted(
  "listed nodes that do not answer are named, and others are not taken for them",
  async () => {
    await using cluster = await startFakeCluster([{}, { saysPort: 1 }]);
    const [contactPoint] = addressesOf(cluster);
    const address = { contactPoints: [contactPoint!], coordinators: ["127.0.0.1:1"] };
    await assert.rejects(open(address, "ways", [Item]), {
      message: 'Cannot use data center "datacenter1" as no node answers that may coordinate: ' +
        "127.0.0.1:1, as the cluster says, refused the connection",
    });
  },
);
