import { deadline } from "@std/async";
import cassandra from "cassandra-driver";
import { GRACE } from "../../runtime/grace.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import type { Addresses } from "../addresses.ts";
import { DEFAULT_PORT } from "../addresses.ts";
import { loginError, type Password } from "../login.ts";
import { createRedirect } from "../proxied_nodes.ts";
import { type Sni, tlsOf, type TlsOptions } from "../tls/options.ts";
import { awaitedBy } from "./awaited.ts";
import { connectError } from "./errors.ts";
import type { Hosts } from "../resolve.ts";
import { guardConnections } from "./guard.ts";
import { createTranslator, endpointOf } from "./endpoints.ts";
import { loginProvider, refusalIn } from "./logins.ts";
import { redirectConnections } from "./redirect.ts";
import { useTls } from "./tls.ts";

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
  /** Speaks TLS; `true` for without options. Certificates are checked. @default {plain connections} */
  readonly tls?: true | TlsOptions;
  /**
   * Where the nodes are reached whose own addresses cannot be used from here, as behind NAT: from what a node says its
   * address is, `host` or `host:port`, to `host:port`. Contact points are used as they are.
   */
  readonly addresses?: Readonly<Record<string, string>>;
  /** The rack of the local data center whose nodes alone coordinate the requests. */
  readonly rack?: string;
  /** The nodes of the local data center that alone coordinate the requests, each as `host` or `host:port`. */
  readonly coordinators?: readonly string[];
}

/** A cluster that is found by a secure connect bundle, which says where it is and how TLS is spoken to it. */
export interface BundleAddress extends Omit<ClusterAddress, "contactPoints" | "tls" | "addresses"> {
  /** The bundle's zip file. */
  readonly bundle: string;
}

/** A cluster whose host names are resolved, so that each means the same for the whole run. */
export interface ResolvedAddress extends ClusterAddress {
  /** What the names meant that were given, each without a port. */
  readonly hosts?: Hosts;
  /** The proxy in front of the nodes, where a bundle names one. */
  readonly sni?: Sni;
  /** From the address of each node to that of the proxy in front of it; without it, there are none. */
  readonly proxies?: Addresses;
}

/** How to connect for the load. It is plain data, so that it can be sent to another thread. */
export interface LoadConnection {
  readonly address: ResolvedAddress;
  readonly localDataCenter: string;
  /** The addresses of the nodes to use; without it, all that the driver finds. */
  readonly nodes?: readonly string[] | undefined;
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
  address: ResolvedAddress,
  signal: AbortSignal,
  nodes?: readonly string[],
): Promise<cassandra.Client> {
  const client = createClient(address, {
    ...commonOptions(address),
    // Opens no connection to a node before it is known to answer, as the driver would wait for one that hangs.
    pooling: { warmup: false },
    policies: policies(anyOf(nodes), address),
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
  const client = createClient(address, {
    ...commonOptions(address, readTimeout),
    keyspace,
    localDataCenter,
    policies: policies(nearestOf(nodes), address),
    pooling: {
      coreConnectionsPerHost: { [distance.local]: connections },
      maxRequestsPerConnection: MAX_IN_FLIGHT,
    },
    queryOptions: { prepare: true, consistency: consistencies[consistency] },
    requestTracker,
  });
  return await open(client, address, signal);
}

/** Makes a client that speaks TLS where it is asked for. */
function createClient(
  address: ResolvedAddress,
  options: cassandra.ClientOptions,
): cassandra.Client {
  const tls = tlsOf(address);
  const client = new cassandra.Client(options);
  if (tls !== undefined) useTls(client, tls);
  const redirect = createRedirect(address.proxies);
  if (redirect !== undefined) redirectConnections(client, redirect);
  return client;
}

/** Shuts a client down. Soon gives up, as the driver can hang on it. */
export async function disconnect(client: cassandra.Client): Promise<void> {
  await deadline(client.shutdown(), GRACE.connections).catch(() => {});
}

function commonOptions(
  { contactPoints, sni, ...login }: ResolvedAddress,
  readTimeout = REQUEST_TIMEOUT,
) {
  return {
    contactPoints: contactPoints.map((point) => sni?.ids[point] ?? point),
    // The driver learns the addresses of the other nodes but not their ports: it takes that of the first contact point.
    protocolOptions: {
      maxVersion: 4,
      port: sni ? DEFAULT_PORT : Number(contactPoints[0]?.split(":").at(-1)),
    },
    socketOptions: { connectTimeout: CONNECT_TIMEOUT, readTimeout },
    encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true },
    monitorReporting: { enabled: false },
    authProvider: loginProvider(login),
  };
}

const { loadBalancing, reconnection, retry } = cassandra.policies;

type Balancing = cassandra.policies.loadBalancing.LoadBalancingPolicy;

/** Chooses among these nodes in turn, whichever their data center is; among all without `nodes`. */
function anyOf(nodes: readonly string[] | undefined): Balancing {
  const all = new loadBalancing.RoundRobinPolicy();
  return nodes ? new loadBalancing.AllowListPolicy(all, nodes.map(endpointOf)) : all;
}

/** Chooses those of these nodes in the local data center that hold a row, and then the others in turn. */
function nearestOf(nodes: readonly string[] | undefined): Balancing {
  if (nodes === undefined) return new loadBalancing.DefaultLoadBalancingPolicy();
  const used = new Set(nodes.map(endpointOf));
  // A list of allowed nodes around this policy would give the turn of each node that is left out to the next one.
  return new loadBalancing.DefaultLoadBalancingPolicy({
    filter: ({ address }: cassandra.Host) => used.has(address),
  });
}

function policies(balancing: Balancing, { addresses }: ClusterAddress) {
  return {
    loadBalancing: balancing,
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
