import { deadline } from "@std/async";
import { messageOf, TargetError } from "../../errors.ts";
import type { DriverUse } from "../../result/client_health.ts";
import { FILES_HINT, hasFilesLeft } from "../../runtime/open_files.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import type { ClusterAddress, LoadConnection } from "../driver/connect.ts";
import type { TopologySource } from "../driver/topology.ts";
import type { LoadSession } from "../load_session.ts";
import { loginError } from "../login.ts";
import type { CoordinatorTimes } from "../node_times.ts";
import { createRedirect } from "../proxied_nodes.ts";
import { tlsOf } from "../tls/options.ts";
import { createCluster, type WireCluster } from "./cluster.ts";
import { isRefusal } from "./errors.ts";
import { createWireSession } from "./session.ts";
import { createStatements } from "./statements.ts";
import { MAX_STREAMS } from "./stream_ids.ts";

/** Milliseconds that opening all connections may take: each has a shorter time of its own. */
const OPEN_TIMEOUT = 12_000;
/** Milliseconds between two looks whether answers still come. */
const WATCH_INTERVAL = 250;

/** Milliseconds from when nodes come or go until they are used, or no longer. */
const UPDATE_DELAY = 50;

/** What the wire client needs. */
export interface WireOptions {
  readonly connection: LoadConnection;
  readonly settings: FullSettings;
  readonly signal: AbortSignal;
  /** Knows the nodes, as discovering them is left to the driver. */
  readonly driver: TopologySource;
  readonly coordinators: CoordinatorTimes;
}

/**
 * Connects the wire client to all local nodes.
 *
 * @throws {TargetError} where it cannot speak to any of them
 */
export async function openWireSession(
  { connection, settings, signal, driver, coordinators }: WireOptions,
): Promise<LoadSession & { close(): void }> {
  const { address } = connection;
  const { keyspace, consistency, connections, timeout } = settings;
  const cluster = createCluster(driver.topology(), {
    ...{ keyspace, login: address, connections },
    redirect: createRedirect(address.proxies),
    tls: tlsOf(address),
    nodeTimes: coordinators.node,
  });
  await open(cluster, address, signal);
  let updating: ReturnType<typeof setTimeout> | undefined;
  // Nodes often come and go together, and the ring of a large cluster takes a while to make.
  driver.onTopologyChange(() => {
    updating ??= setTimeout(() => {
      updating = undefined;
      cluster.update(driver.topology());
    }, UPDATE_DELAY);
  });
  // Sessions that count apart have the same statements, so that each is prepared once.
  const statements = createStatements();
  const watch = setInterval(() => {
    const now = performance.now();
    for (const host of cluster.hosts()) host.look(now, timeout);
  }, WATCH_INTERVAL);
  return {
    session: createWireSession(cluster, { consistency }, statements),
    counting: (counts) => createWireSession(cluster, { consistency, counts }, statements),
    traced: (onTrace, counts) =>
      createWireSession(cluster, { consistency, onTrace, counts }, statements),
    shards: mostShards(cluster),
    driverUse: () => mostUsed(cluster),
    close() {
      clearInterval(watch);
      clearTimeout(updating);
      cluster.close();
    },
  };
}

async function open(
  cluster: WireCluster,
  address: ClusterAddress,
  signal: AbortSignal,
): Promise<void> {
  try {
    await deadline(cluster.open(), OPEN_TIMEOUT, { signal });
  } catch (error) {
    const hint = hasFilesLeft() ? "pass --client driver, which speaks to more servers" : FILES_HINT;
    cluster.close();
    signal.throwIfAborted();
    if (isRefusal(error)) throw loginError(address, error as Error);
    const isLate = error instanceof DOMException && error.name === "TimeoutError";
    const why = isLate ? "its connections did not open in time" : messageOf(error);
    throw new TargetError(`Cannot use client "wire": ${why}`, hint, { cause: error });
  }
}

function mostUsed(cluster: WireCluster): DriverUse {
  const inFlight = cluster.hosts().map(({ mostInFlight }) => mostInFlight);
  return { inFlight: Math.max(0, ...inFlight), limit: MAX_STREAMS };
}

/** Nodes with more cores than others have more of them. */
function mostShards(cluster: WireCluster): number | undefined {
  const shards = cluster.hosts().flatMap((host) => host.shards ?? []);
  return shards.length === 0 ? undefined : Math.max(...shards);
}
