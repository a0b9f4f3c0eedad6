import { type ServerThread, startServerThread } from "../embedded/server.ts";
import type { Warning } from "../result/document.ts";
import { TargetError } from "../errors.ts";
import type { TargetDescription } from "../result/target.ts";
import type { EndedServer } from "../result/node.ts";
import type { Model } from "../scenario/schema/model.ts";
import type { FullSettings } from "../scenario/settings.ts";
import { chooseNodes, describeWay } from "./choose_nodes.ts";
import { contact, contactBundle } from "./contact_points.ts";
import {
  type BundleAddress,
  type ClusterAddress,
  disconnect,
  type LoadConnection,
  type ResolvedAddress,
} from "./driver/connect.ts";
import { untilPeersKnown } from "./driver/known_peers.ts";
import { readProduct } from "./driver/product.ts";
import { syncSchema } from "./driver/schema.ts";
import { createNodeReader } from "./driver/system_views.ts";
import { createTraceReader } from "./driver/traces.ts";
import { type LoadSessions, openLoadSessions } from "./load_sessions.ts";
import { hidePassword, type Login, SUPERUSER } from "./login.ts";
import { useManagedCluster } from "./managed/cluster.ts";
import { type WantedCassandra, wantsTls, withoutPasswords } from "./managed/release.ts";
import { wantsPassword } from "./managed/superuser.ts";
import { joinControls, type NodeControl } from "./node_control.ts";
import type { NodeCounters } from "./nodes.ts";
import { type ProxiedNodes, putProxies } from "./proxied_nodes.ts";
import { reach, type Reached, throughProxies, useNodes } from "./reach.ts";
import { type RunningServer, type ServerWatch, watchServers } from "./server_watch.ts";
import { assertServed, serviceOf } from "./services.ts";
import { describeTls } from "./tls/options.ts";
import type { ServerTrace } from "./tracing/trace.ts";

/** What to measure: cassbench's own CQL server, a real Cassandra started on this machine, or an existing cluster. */
export type TargetChoice = "embedded" | "cassandra" | ClusterAddress | BundleAddress;

/** How to open a target. */
export interface TargetOptions {
  readonly target: TargetChoice;
  /** How many nodes a managed Cassandra has; without it, one, or as many as run already. */
  readonly nodes?: number | undefined;
  /** The port of a managed Cassandra; without it, 9042, or the port of the one that runs already. */
  readonly port?: number | undefined;
  /** Which Cassandra to start; without it, the one that runs already, or 5.0 as it is installed. */
  readonly cassandra?: WantedCassandra;
  /** Whom to log in as on it; without it, where it asks for passwords, the superuser of every new Cassandra. */
  readonly login?: Login | undefined;
  readonly models: readonly Model[];
  /** Further statements for the schema, for after the tables. */
  readonly ddl?: readonly string[];
  readonly settings: FullSettings;
  readonly signal: AbortSignal;
  /** Called with each step that takes seconds. */
  readonly onWait: (message: string) => void;
  /** Called with each server that ends by itself. */
  readonly onServerEnd?: (ended: EndedServer) => void;
}

/** Makes the embedded server misbehave. */
export type FaultControl = Pick<ServerThread, "setFaults" | "readFaults">;

/** An open target: its tables exist and its connections are open. */
export interface Target {
  readonly description: TargetDescription;
  /** What was there and is not as it was asked for. */
  readonly warnings: readonly Warning[];
  /** What another thread needs to open a load session of its own. */
  readonly connection: LoadConnection;
  /** This thread's sessions: for setup and teardown, and for the load where no other thread carries it. */
  readonly load: LoadSessions;
  /** The watch over the servers that cassbench started; no others are watched. */
  readonly servers: ServerWatch;
  /** What can be done to its nodes while a case runs; absent where that is nothing. */
  readonly control?: NodeControl;
  /** Makes it misbehave; absent where it is not the embedded server. */
  readonly faults?: FaultControl;
  /** The proxies in front of its nodes; absent where there are none. */
  readonly proxied?: ProxiedNodes;
  /** Reads what the nodes have counted so far. Takes a second at most and never fails: a silent node is left out. */
  readNodes(): Promise<NodeCounters>;
  /** Reads the server's traces, by id. Takes about two seconds at most and never fails: what cannot be read is left out. */
  readTraces(ids: readonly string[]): Promise<ReadonlyMap<string, ServerTrace>>;
  close(): Promise<void>;
}

/**
 * Opens a target and creates the tables and columns of the models that it lacks.
 *
 * @throws {TargetError} when it cannot be started or reached, or its tables cannot be used
 */
export async function openTarget(options: TargetOptions): Promise<Target> {
  await using opened = new AsyncDisposableStack();
  const located = await locate(options, opened);
  const servers = watchServers(located.servers ?? [], options.onServerEnd ?? (() => {}));
  // After that the servers are ended on purpose.
  opened.defer(() => servers.stop());
  const signal = AbortSignal.any([options.signal, servers.lost]);
  const target = await servers.explain(connect(located, { ...options, signal }, servers.lose));
  opened.defer(() => target.close());
  const closing = opened.move();
  const control = joinControls([located.control, target.proxied?.control]);
  const { faults } = located;
  return {
    ...{ ...target, servers, ...control && { control }, ...faults && { faults } },
    close: () => closing.disposeAsync(),
  };
}

/** Connects to a target, and makes its tables fit. */
async function connect(
  { kind, address, options = {}, unreachable: points = [] }: Located,
  { settings, models, ddl = [], signal, onWait }: TargetOptions,
  lose: (reason: unknown) => void,
): Promise<Omit<Target, "servers" | "control" | "faults">> {
  await using opened = new AsyncDisposableStack();
  if (kind === "managed") await untilPeersKnown(address, signal);
  const direct = await reach(address, signal);
  const proxied = await proxy(direct, settings, lose, opened);
  const reached = proxied ? await throughProxies(direct, proxied.proxies, signal) : direct;
  const schemaClient = reached.client;
  opened.defer(() => disconnect(schemaClient));
  const chosen = chooseNodes(reached.nodes, address);
  const { nodes, address: way, unreachable: left } = useNodes(reached, chosen);
  const unreachable = [...new Set([...points, ...left])];
  const product = await readProduct(schemaClient);
  const service = serviceOf(product.product);
  if (service !== undefined) assertServed(service, settings, models);
  const schema = { settings, models, ddl, service };
  const warnings = [...await syncSchema(schemaClient, schema, chosen, { onWait, signal })];

  const connection = { address: way, localDataCenter: chosen.localDataCenter, nodes };
  const load = await openLoadSessions(connection, settings, signal);
  opened.defer(() => load.close());
  const { shards } = load.of("wire");
  const closing = opened.move();
  return {
    description: {
      ...{ kind, ...product, nodes: chosen.nodes, ...describeTls(address.tls) },
      ...shards !== undefined && { shards },
      ...kind !== "embedded" && describeWay(address, reached.nodes, chosen),
      ...Object.keys(options).length > 0 && { options: withoutPasswords(options) },
      ...unreachable.length > 0 && { unreachable },
    },
    warnings,
    connection,
    load,
    ...proxied && { proxied },
    readNodes: createNodeReader(schemaClient, (warning) => warnings.push(warning)),
    readTraces: createTraceReader(schemaClient, signal),
    close: () => closing.disposeAsync(),
  };
}

/** Puts proxies in front of all nodes, where that is asked for; they end with `opened`. */
async function proxy(
  { client, nodes }: Reached,
  { network, seed }: FullSettings,
  lose: (reason: unknown) => void,
  opened: AsyncDisposableStack,
): Promise<ProxiedNodes | undefined> {
  if (network === undefined) return undefined;
  try {
    const proxied = await putProxies(nodes.map((node) => node.address), network, seed);
    opened.defer(() => proxied.close());
    proxied.lost.addEventListener("abort", () => lose(proxied.lost.reason));
    return proxied;
  } catch (error) {
    await disconnect(client);
    throw error;
  }
}

/** Where the target is. */
interface Located {
  readonly kind: TargetDescription["kind"];
  readonly address: ResolvedAddress;
  /** What is wrong with contact points that are left out. */
  readonly unreachable?: readonly string[];
  /** What the cassandra.yaml of a managed one says beside the usual. */
  readonly options?: Parameters<typeof wantsPassword>[0];
  /** What cassbench started. */
  readonly servers?: readonly RunningServer[];
  /** What can be done to its nodes. */
  readonly control?: NodeControl | undefined;
  readonly faults?: FaultControl;
}

/** Finds the target, or starts it; what is started ends with `opened`. */
export async function locate(
  { target, nodes, port, cassandra, login, signal, onWait }: Pick<
    TargetOptions,
    "target" | "nodes" | "port" | "cassandra" | "login" | "signal" | "onWait"
  >,
  opened: AsyncDisposableStack,
): Promise<Located> {
  if (target === "embedded") {
    const server = await startServerThread();
    opened.defer(() => server.stop());
    const address = { contactPoints: [`${server.host}:${server.port}`] };
    const servers = [{ name: "cassbench's embedded server", ended: server.ended }];
    return { kind: "embedded", address, servers, faults: server };
  }
  if (target === "cassandra") {
    refuseTls(cassandra?.options);
    const cluster = await useManagedCluster({
      ...cassandra,
      ...{ nodes, port, signal, onProgress: onWait },
    });
    opened.defer(() => cluster.stop());
    const { contactPoints, servers, options, control } = cluster;
    refuseTls(options);
    const address = { contactPoints, ...login ? hidePassword(login) : defaultLogin(options) };
    return { kind: "managed", address, servers, options, control };
  }
  const { address, unreachable } = "bundle" in target
    ? await contactBundle(target, signal)
    : await contact(target, signal);
  return { kind: "external", address: hidePassword(address), unreachable };
}

/** Refuses a managed Cassandra that takes clients over TLS only, as only the user has what that needs. */
function refuseTls(options: Parameters<typeof wantsTls>[0] = {}): void {
  if (wantsTls(options) === undefined) return;
  throw new TargetError(
    "Cannot use --cassandra with client_encryption_options that are enabled, as it has no certificates",
    "start it with `cassandra start`, and pass --contact-points 127.0.0.1 --ca FILE",
  );
}

/** A new Cassandra that asks for passwords knows its superuser only. */
function defaultLogin(options: Parameters<typeof wantsPassword>[0]): Partial<Login> {
  return wantsPassword(options) ? SUPERUSER : {};
}
