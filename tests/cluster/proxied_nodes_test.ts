/** Proxies in front of all nodes of a target: nodes keep their addresses, and nothing goes past a proxy. */
import assert from "node:assert/strict";
import { createRedirect } from "../../src/cluster/proxied_nodes.ts";
import { ScenarioError, TargetError } from "../../src/errors.ts";
import type { Network } from "../../src/scenario/network.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { type Client, CLIENTS } from "../../src/scenario/settings.ts";
import type { ClusterAddress } from "../../src/cluster/driver/connect.ts";
import { makeCertificate } from "../support/certificates.ts";
import { type FakeCluster, startFakeCluster } from "../support/fake_cluster.ts";
import { eventually } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";
import { open, type OpenTarget } from "../support/targets.ts";
import { startTlsServer } from "../support/tls_server.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

async function withProxies(
  address: ClusterAddress,
  client: Client,
  network: Network,
  body: (target: OpenTarget) => Promise<void>,
): Promise<void> {
  const target = await open(address, "network", [Item], { client, settings: { network } });
  try {
    await body(target);
  } finally {
    await target.close();
  }
}

const THREE = ["127.0.0.1", "127.0.0.2", "127.0.0.3"].map((host) => ({ host }));

function contactOf({ nodes }: FakeCluster, ...places: number[]): ClusterAddress {
  return { contactPoints: places.map((at) => nodes[at]!.address) };
}

async function createSome(target: OpenTarget): Promise<void> {
  for (let id = 0; id < 40; id++) await target.session.create(Item, { id, v: "" });
}

for (const client of CLIENTS) {
  testPermitted(`nodes behind proxies are known by their own addresses (${client})`, async () => {
    await using cluster = await startFakeCluster(THREE);
    await withProxies(contactOf(cluster, 1), client, { latency: 1 }, async (target) => {
      const real = cluster.nodes.map(({ address }) => address);
      target.load.coordinators.restart();
      await createSome(target);
      assert.deepEqual(Object.keys(target.load.coordinators.read()).sort(), real);
      assert.deepEqual(target.control?.addresses, real);
      assert.deepEqual(target.description.unreachable, undefined);
    });
  });

  testPermitted(`nothing goes past the proxies (${client})`, async () => {
    await using cluster = await startFakeCluster(THREE);
    await withProxies(contactOf(cluster, 0, 2), client, {}, async (target) => {
      const { proxied } = target;
      await createSome(target);
      const counts = () => cluster.nodes.map(({ connections }) => connections);
      for (const node of [1, 2, 3]) await proxied!.control.act(node, "refuse");
      const before = counts();
      for (const node of [1, 2, 3]) await proxied!.control.act(node, "reset");
      // Both clients try again at once, and after half a second; while the proxies refuse, no node hears of it.
      await assert.rejects(() => target.session.create(Item, { id: 1, v: "" }));
      await new Promise((resolve) => setTimeout(resolve, 700));
      await assert.rejects(() => target.session.create(Item, { id: 1, v: "" }));
      assert.deepEqual(counts(), before);
      await proxied!.control.restore();
      await eventually(() =>
        target.session.create(Item, { id: 1, v: "" }).then(() => true, () => false)
      );
      // What the proxies carry now are connections that the nodes have seen since.
      await proxied!.begin({});
      const { connections } = await proxied!.end();
      const opened = counts().reduce((sum, count, at) => sum + count - before[at]!, 0);
      assert.ok(connections > 0 && connections <= opened, `${connections} of ${opened}`);
    });
  });

  testPermitted(`one of three nodes can hang alone (${client})`, async () => {
    await using cluster = await startFakeCluster(THREE);
    const stages = [{ at: 0, node: 2, stall: true }];
    await withProxies(contactOf(cluster, 0), client, { stages }, async (target) => {
      await createSome(target);
      await target.proxied!.begin({ stages });
      await target.proxied!.startClock();
      for (const node of cluster.nodes) node.requests = 0;
      const requests = Array.from(
        { length: 60 },
        (_, id) => target.session.create(Item, { id, v: "" }),
      );
      const done = Promise.all(requests);
      done.catch(() => {});
      await eventually(() => cluster.nodes[0]!.requests > 10 && cluster.nodes[2]!.requests > 10);
      assert.equal(cluster.nodes[1]!.requests, 0);
      await target.proxied!.end();
      await done;
      assert.ok(cluster.nodes[1]!.requests > 10);
    });
  });

  testPermitted(
    `TLS goes through a proxy, and certificates are checked for the node's name (${client})`,
    async () => {
      const authority = makeCertificate({ name: "authority", isAuthority: true });
      for (const names of [["127.0.0.2"], ["127.0.0.1"]]) {
        const certificate = makeCertificate({ name: "node", names, issuer: authority });
        await using server = await startTlsServer({ ...certificate, host: "127.0.0.2" });
        const address = { contactPoints: [server.contactPoint], tls: { ca: authority.cert } };
        const opened = withProxies(address, client, { latency: 2, jitter: 1 }, async (target) => {
          await target.proxied!.begin({ latency: 2, jitter: 1 });
          await createSome(target);
          const { held } = await target.proxied!.end();
          assert.ok(held !== null && held.min >= 1 && held.count >= 80);
        });
        if (names[0] === "127.0.0.2") await opened;
        else await assert.rejects(opened, TargetError);
      }
    },
  );
}

testPermitted("with the target all ports of its proxies are closed", async () => {
  await using cluster = await startFakeCluster(THREE);
  let ports: number[] = [];
  const isOpen = (port: number) =>
    Deno.connect({ hostname: "127.0.0.1", port }).then((socket) => {
      socket.close();
      return true;
    }, () => false);
  await withProxies(contactOf(cluster, 0), "wire", {}, async ({ proxied }) => {
    ports = Object.values(proxied!.proxies).map((address) => Number(address.split(":").at(-1)));
    assert.deepEqual(await Promise.all(ports.map(isOpen)), [true, true, true]);
    await proxied!.control.act(2, "refuse");
    assert.deepEqual(await Promise.all(ports.map(isOpen)), [true, false, true]);
  });
  assert.deepEqual(await Promise.all(ports.map(isOpen)), [false, false, false]);
});

testPermitted("a node that the target has not is refused", async () => {
  await using cluster = await startFakeCluster(THREE.slice(0, 2));
  const network = { nodes: { 3: { latency: 1 } }, stages: [{ at: 0, node: 4, reset: true }] };
  const opening = withProxies(contactOf(cluster, 0), "driver", network, () => Promise.resolve());
  await assert.rejects(opening, (error: ScenarioError) => {
    assert.ok(error instanceof ScenarioError);
    assert.equal(
      error.message,
      "Cannot use network.nodes.3, network.stages[0].node as the target has 2 nodes",
    );
    assert.equal(error.hint, "name nodes from 1 to 2");
    return true;
  });
});

Deno.test("a redirect knows nodes as the driver and as people write them, and no others", () => {
  assert.equal(createRedirect(undefined), undefined);
  const redirect = createRedirect({ "10.0.0.1:9042": "127.0.0.1:1", "[::1]:9042": "127.0.0.1:2" })!;
  assert.deepEqual(redirect("10.0.0.1:9042"), { host: "127.0.0.1", port: 1 });
  assert.deepEqual(redirect("::1:9042"), { host: "127.0.0.1", port: 2 });
  assert.deepEqual(redirect("[::1]:9042"), { host: "127.0.0.1", port: 2 });
  assert.equal(redirect("10.0.0.1:9043"), undefined);
  assert.equal(redirect("10.0.0.2:9042"), undefined);
});
