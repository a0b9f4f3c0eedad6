/** A real cluster whose nodes differ in what the embedded server cannot: address family, port and rack. */
import { delay } from "@std/async";
import assert from "node:assert/strict";
import { join } from "node:path";
import { chooseEngine } from "../../src/cluster/managed/choose_engine.ts";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { supervise } from "../../src/cluster/managed/supervisor.ts";
import { probeAll } from "../../src/cluster/probe.ts";
import type { ClusterAddress } from "../../src/cluster/driver/connect.ts";
import { untilPeersKnown } from "../../src/cluster/driver/known_peers.ts";
import { type Client, CLIENTS } from "../../src/scenario/settings.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { testOnCassandra } from "../support/cassandra.ts";
import { open } from "../support/targets.ts";
import { downloadOnce } from "./managed/fixture.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

const ADDRESSES = ["127.0.0.31", "127.0.0.32"];

/** The addresses of the nodes, once they run. */
let ALL: readonly [string, string] = ["", ""];

/** Milliseconds that the nodes may take to start and to see each other. */
const START_LIMIT = 120_000;

interface StartedCluster extends AsyncDisposable {
  /** What clients reach: an IPv4 address in rack a, and `[::1]` with another port in rack b. */
  readonly points: readonly [string, string];
}

async function startTwo(): Promise<StartedCluster> {
  await downloadOnce();
  const folder = await Deno.makeTempDir({ prefix: "cassbench-test-" });
  const storagePort = findFreePort(ADDRESSES);
  const ports = [findFreePort(ADDRESSES), findFreePort(["::1"])];
  const nodes = await Promise.all(ADDRESSES.map(async (address, at) => {
    const own = join(folder, address);
    await Deno.mkdir(own);
    const rackFile = join(own, "rackdc.properties");
    await Deno.writeTextFile(rackFile, `dc=datacenter1\nrack=${"ab"[at]}\n`);
    const engine = await chooseEngine(2, {
      options: {
        endpoint_snitch: "GossipingPropertyFileSnitch",
        ...at === 1 && { rpc_address: "::1" },
      },
    });
    const command = await engine.nodeCommand({
      ...{ address, addresses: ADDRESSES, port: ports[at]!, storagePort, folder: own },
    });
    const args = command.filter((one) => !/preferIPv4Stack/.test(one));
    // The last one is the class that runs.
    const withRack = args.toSpliced(-1, 0, `-Dcassandra-rackdc.properties=file://${rackFile}`);
    return { log: join(own, "log"), command: withRack };
  }));
  const points = [`${ADDRESSES[0]}:${ports[0]}`, `[::1]:${ports[1]}`] as const;
  const processes: ReturnType<typeof supervise>[] = [];
  async function stop() {
    await Promise.all(processes.map((process) => process.kill()));
    await Deno.remove(folder, { recursive: true });
  }
  try {
    const { signal } = new AbortController();
    for (const [at, { log, command }] of nodes.entries()) {
      const process = supervise(command, log);
      processes.push(process);
      const end = performance.now() + START_LIMIT;
      while ((await probeAll([points[at]!], signal)).answering.length === 0) {
        const isLate = process.hasEnded() || performance.now() > end;
        if (isLate) assert.fail((await Deno.readTextFile(log)).slice(-2_000));
        await delay(200);
      }
    }
    return { points, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Creates rows; returns the addresses of the nodes that were asked. */
async function askedBy(address: ClusterAddress, client: Client): Promise<string[]> {
  const target = await open(address, `real_ways_${client}`, [Item], { client });
  try {
    target.load.coordinators.restart();
    for (let id = 0; id < 40; id++) await target.session.create(Item, { id, v: "" });
    const counted = Object.keys(await target.readNodes());
    assert.deepEqual(counted.sort(), [...ALL].sort());
    return Object.keys(target.load.coordinators.read()).sort();
  } finally {
    await target.close();
  }
}

testOnCassandra(
  "a real cluster of an IPv4 and an IPv6 node, each with a port and a rack of its own",
  async (t) => {
    await using cluster = await startTwo();
    const [four, six] = ALL = cluster.points;
    // Tables that are made before would be made by each node for itself.
    await untilPeersKnown({ contactPoints: ALL }, new AbortController().signal);
    for (const client of CLIENTS) {
      await t.step(`${client}: both are asked, whichever is the contact point`, async () => {
        for (const contactPoint of ALL) {
          const asked = await askedBy({ contactPoints: [contactPoint] }, client);
          assert.deepEqual(asked, [...ALL].sort());
        }
      });
      await t.step(`${client}: one rack, or one coordinator, is asked alone`, async () => {
        assert.deepEqual(await askedBy({ contactPoints: [six], rack: "a" }, client), [four]);
        assert.deepEqual(await askedBy({ contactPoints: [four], rack: "b" }, client), [six]);
        const coordinators = ["::1"];
        assert.deepEqual(await askedBy({ contactPoints: [four], coordinators }, client), [six]);
      });
    }
    await t.step("what there is not is refused with what there is", async () => {
      const wrong = { contactPoints: [four], rack: "A", coordinators: [`[::1]:1`] };
      await assert.rejects(open(wrong, "real_ways", []), {
        message: "Cannot use the cluster as\n" +
          `  - coordinator "[::1]:1" is none of its nodes: it has ${six}, ${four}\n` +
          `  - data center "datacenter1" has no rack "A": it has "a" (${four}), "b" (${six})`,
      });
    });
  },
);
