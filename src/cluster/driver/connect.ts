import { deadline } from "@std/async";
import cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import { GRACE } from "../../runtime/grace.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import type { DataCenters } from "../schema/keyspace.ts";
import { loginError, type Password } from "../login.ts";
import { awaitedBy } from "./awaited.ts";
import { connectError } from "./errors.ts";
import { guardConnections } from "./guard.ts";
import { loginProvider, refusalIn } from "./logins.ts";
import { createTranslator } from "./translator.ts";

guardConnections();

/** The driver's version, for the result. */
export const DRIVER_VERSION: string = String(cassandra.version);

/** Where a cluster is, and how to log in. */
export interface ClusterAddress {
  /** `host` or `host:port`. */
  readonly contactPoints: readonly string[];
  /** The data center whose nodes coordinate the requests; needed where the cluster has several. */
  readonly localDataCenter?: string;
  /** The user to log in as; without it, nobody logs in. */
  readonly username?: string;
  /** The password of `username`, or a function that gives it. It is never written anywhere. */
  readonly password?: Password;
  /**
   * Where the nodes are reached whose own addresses cannot be used from here, as behind NAT: from what a node says its
   * address is, `host` or `host:port`, to `host:port`. Contact points are used as they are.
   */
  readonly addresses?: Readonly<Record<string, string>>;
}

/** How to connect for the load. It is plain data, so that it can be sent to another thread. */
export interface LoadConnection {
  readonly address: ClusterAddress;
  readonly localDataCenter: string;
  /** The addresses of the nodes to use; without it, all that the driver finds. */
  readonly nodes?: readonly string[] | undefined;
}

/** The shape of a cluster. */
export interface ClusterFacts extends DataCenters {
  readonly nodes: number;
}

/** Milliseconds that connecting may take. */
export const CONNECT_TIMEOUT = 5_000;
/** Milliseconds that a client may take until all of its connections are open and it knows the cluster. */
const OPEN_TIMEOUT = CONNECT_TIMEOUT + 500;
/** Milliseconds that a request may take that is not part of a load. */
export const REQUEST_TIMEOUT = 12_000;
/** Milliseconds that a request of the driver itself may take at least, however short the timeout of a load is. */
const LEAST_REQUEST_TIMEOUT = 2_000;
/** A lost connection is opened again at once, and after an attempt that failed, after these milliseconds. */
const RECONNECT_DELAY = 500;

/** How many requests may be in flight on one connection; the driver refuses more. */
export const MAX_IN_FLIGHT = 2_048;

/**
 * Connects with one connection and no keyspace: to read the shape of the cluster and to prepare the tables.
 *
 * @param nodes the addresses of the nodes to use; without it, all that the driver finds
 */
export async function connectForSchema(
  address: ClusterAddress,
  signal: AbortSignal,
  nodes?: readonly string[],
): Promise<cassandra.Client> {
  const client = new cassandra.Client({
    ...commonOptions(address),
    // Opens no connection to a node before it is known to answer, as the driver would wait for one that hangs.
    pooling: { warmup: false },
    policies: policies(new cassandra.policies.loadBalancing.RoundRobinPolicy(), nodes, address),
  });
  return await open(client, address, signal);
}

/** Connects for the load: all connections are open, all statements prepared, and no request is retried unseen. */
export async function connectForLoad(
  { address, localDataCenter, nodes }: LoadConnection,
  settings: FullSettings,
  signal: AbortSignal,
  requestTracker: cassandra.tracker.RequestTracker,
): Promise<cassandra.Client> {
  const { keyspace, consistency, timeout } = settings;
  const connections = settings.client.includes("driver") ? settings.connections : 1;
  const { distance, consistencies } = cassandra.types;
  // All operations wait for a statement to be prepared.
  const readTimeout = Math.min(REQUEST_TIMEOUT, Math.max(LEAST_REQUEST_TIMEOUT, timeout));
  const client = new cassandra.Client({
    ...commonOptions(address, readTimeout),
    keyspace,
    localDataCenter,
    policies: policies(
      new cassandra.policies.loadBalancing.DefaultLoadBalancingPolicy(),
      nodes,
      address,
    ),
    pooling: {
      coreConnectionsPerHost: { [distance.local]: connections },
      maxRequestsPerConnection: MAX_IN_FLIGHT,
    },
    queryOptions: { prepare: true, consistency: consistencies[consistency] },
    requestTracker,
  });
  return await open(client, address, signal);
}

/**
 * The shape of the cluster, and which of its data centers is local.
 *
 * @throws {TargetError} where the local data center is unknown, or none of the cluster's
 */
export function readFacts(client: cassandra.Client, address: ClusterAddress): ClusterFacts {
  const hosts = client.hosts.values();
  const dataCenters = [...new Set(hosts.map(({ datacenter }) => datacenter))].sort();
  const [only] = dataCenters;
  const localDataCenter = address.localDataCenter ?? (dataCenters.length === 1 ? only : undefined);
  if (localDataCenter === undefined || !dataCenters.includes(localDataCenter)) {
    const list = dataCenters.map((name) => `"${name}"`).join(", ");
    throw new TargetError(
      localDataCenter === undefined
        ? `Cannot choose a local data center as the cluster has ${dataCenters.length}: ${list}`
        : `Cannot use local data center "${localDataCenter}" as the cluster has ${list}`,
      "pass --local-datacenter NAME",
    );
  }
  return {
    nodes: hosts.length,
    localDataCenter,
    dataCenters,
    localNodes: hosts.filter(({ datacenter }) => datacenter === localDataCenter).length,
  };
}

/** Shuts a client down. Soon gives up, as the driver can hang on it. */
export async function disconnect(client: cassandra.Client): Promise<void> {
  await deadline(client.shutdown(), GRACE.connections).catch(() => {});
}

function commonOptions(
  { contactPoints, ...login }: ClusterAddress,
  readTimeout = REQUEST_TIMEOUT,
) {
  return {
    contactPoints: [...contactPoints],
    // The driver learns the addresses of the other nodes but not their ports: it takes that of the first contact point.
    protocolOptions: { maxVersion: 4, port: Number(contactPoints[0]?.split(":").at(-1)) },
    socketOptions: { connectTimeout: CONNECT_TIMEOUT, readTimeout },
    encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true },
    monitorReporting: { enabled: false },
    authProvider: loginProvider(login),
  };
}

function policies(
  balancing: cassandra.policies.loadBalancing.LoadBalancingPolicy,
  nodes: readonly string[] | undefined,
  { addresses }: ClusterAddress,
) {
  const { reconnection, retry, loadBalancing: { AllowListPolicy } } = cassandra.policies;
  return {
    loadBalancing: nodes ? new AllowListPolicy(balancing, [...nodes]) : balancing,
    addressResolution: createTranslator(addresses),
    retry: new retry.FallthroughRetryPolicy(),
    reconnection: new reconnection.ExponentialReconnectionPolicy(
      RECONNECT_DELAY,
      RECONNECT_DELAY,
      true,
    ),
  };
}

async function open(
  client: cassandra.Client,
  address: ClusterAddress,
  signal: AbortSignal,
): Promise<cassandra.Client> {
  try {
    await deadline(client.connect(), OPEN_TIMEOUT, { signal });
    return client;
  } catch (cause) {
    const error = isTimeout(cause) ? lateError(client) : cause;
    disconnect(client);
    signal.throwIfAborted();
    const refusal = refusalIn(error);
    throw refusal ? loginError(address, refusal) : connectError(error, address.contactPoints);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

function lateError(client: cassandra.Client): Error {
  const awaited = awaitedBy(client);
  const what = awaited === undefined ? "let nobody connect" : `did not answer ${awaited}`;
  return new Error(`it ${what} within ${OPEN_TIMEOUT} ms`);
}
