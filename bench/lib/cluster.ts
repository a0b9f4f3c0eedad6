import { parseArgs } from "@std/cli";
import type cassandra from "cassandra-driver";
import { parseContactPoints } from "../../src/cluster/contact_points.ts";
import {
  type ClusterAddress,
  connectForLoad,
  connectForSchema,
  disconnect,
} from "../../src/cluster/driver/connect.ts";
import { chooseNodes } from "../../src/cluster/choose_nodes.ts";
import { clusterNodes } from "../../src/cluster/driver/peers.ts";
import { readProduct } from "../../src/cluster/driver/product.ts";
import { CoordinatorTracker } from "../../src/cluster/driver/coordinator_tracker.ts";
import { createCoordinatorTimes } from "../../src/cluster/node_times.ts";
import { syncSchema } from "../../src/cluster/driver/schema.ts";
import { managedStatus, useManagedCluster } from "../../src/cluster/managed/cluster.ts";
import { plan } from "../../src/run/plan.ts";
import type { FullSettings } from "../../src/scenario/settings.ts";
import { users } from "./users.ts";

/** Beside a Cassandra on the usual port, which somebody may be using. */
const PORT = 9542;

/** A server in another process, so that its CPU time does not count, with the table of {@linkcode users}. */
export interface Cluster extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly keyspace: string;
  readonly version: string;
  /** Connected as for a run whose largest pool is this one. */
  readonly client: cassandra.Client;
}

/**
 * Opens what is given, or what `--contact-points HOST:PORT` names, or else a Cassandra on this machine that ends with this
 * process.
 */
export async function openCluster(poolSize: number, contactPoint?: string): Promise<Cluster> {
  await using opened = new AsyncDisposableStack();
  const address = contactPoint === undefined
    ? await locate(opened)
    : { contactPoints: [contactPoint] };
  const { settings } = plan(users, { poolSizes: [poolSize] });
  const { client, version } = await connect(address, settings);
  opened.defer(() => disconnect(client));
  const closing = opened.move();
  const [host = "", port = ""] = address.contactPoints[0]?.split(/:(?=\d+$)/) ?? [];
  return {
    host,
    port: Number(port),
    keyspace: settings.keyspace,
    version,
    client,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

async function locate(opened: AsyncDisposableStack): Promise<ClusterAddress> {
  const { "contact-points": given } = parseArgs(Deno.args, { string: ["contact-points"] });
  if (given !== undefined) return { contactPoints: parseContactPoints(given.split(",")) };
  const running = await managedStatus();
  const cluster = await useManagedCluster(running ? {} : { port: PORT });
  opened.defer(() => cluster.stop());
  return { contactPoints: cluster.contactPoints };
}

async function connect(address: ClusterAddress, settings: FullSettings) {
  const { signal } = new AbortController();
  const schemaClient = await connectForSchema(address, signal);
  try {
    const facts = chooseNodes(clusterNodes(schemaClient), address);
    const { localDataCenter } = facts;
    const { version } = await readProduct(schemaClient);
    const wanted = { settings, models: users.models ?? [], ddl: [] };
    await syncSchema(schemaClient, wanted, { ...facts, localNodes: 1 }, {
      onWait: () => {},
      signal,
    });
    const connection = { address, localDataCenter };
    const tracker = new CoordinatorTracker(createCoordinatorTimes().node);
    return { version, client: await connectForLoad(connection, settings, signal, tracker) };
  } finally {
    await disconnect(schemaClient);
  }
}
