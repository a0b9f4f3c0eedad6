import cassandra from "cassandra-driver";
import { startEmbeddedServer } from "../embedded/server.ts";
import type { TargetDescription } from "../result/document.ts";
import type { Model } from "../scenario/model.ts";
import type { Settings } from "../scenario/scenario.ts";
import type { Session } from "../scenario/session.ts";
import {
  type ClusterAddress,
  connectForLoad,
  connectForSchema,
  disconnect,
  readFacts,
} from "./connect.ts";
import { parseContactPoints } from "./contact_points.ts";
import { useManagedCluster } from "./managed/cluster.ts";
import { syncSchema } from "./schema.ts";
import { createSession } from "./session.ts";

/** Where to run: cassbench's own CQL server, a real Cassandra started on this machine, or a cluster there is. */
export type TargetChoice = "embedded" | "cassandra" | ClusterAddress;

/** How to open a target. */
export interface TargetOptions {
  readonly target: TargetChoice;
  /** Nodes of a managed Cassandra; without it, one, or as many as run already. */
  readonly nodes?: number | undefined;
  /** Port of a managed Cassandra; without it, 9042, or where one runs already. */
  readonly port?: number | undefined;
  readonly models: readonly Model[];
  readonly settings: Required<Settings>;
  readonly signal: AbortSignal;
  /** Says what is being waited for. */
  readonly onWait: (message: string) => void;
}

/** An open target: its tables are there, its connections are up. */
export interface Target {
  readonly description: TargetDescription;
  readonly session: Session;
  close(): Promise<void>;
}

/** The driver's version, for the result. */
export const DRIVER_VERSION: string = String(cassandra.version);

const MAX_REPLICAS = 3;

/**
 * Opens a target and makes its tables fit the models.
 *
 * @throws {TargetError} when it cannot be started or reached, or its tables cannot be used
 */
export async function openTarget(options: TargetOptions): Promise<Target> {
  await using opened = new AsyncDisposableStack();
  const { kind, address } = await locate(options, opened);
  const { settings, models, signal } = options;

  const schemaClient = await connectForSchema(address, signal);
  opened.defer(() => disconnect(schemaClient));
  const facts = readFacts(schemaClient, address);
  const replication = {
    dataCenter: facts.localDataCenter,
    factor: Math.min(facts.localNodes, MAX_REPLICAS),
  };
  await syncSchema(schemaClient, settings.keyspace, models, replication);

  const client = await connectForLoad(address, facts.localDataCenter, settings, signal);
  opened.defer(() => disconnect(client));
  const closing = opened.move();
  return {
    description: { kind, version: facts.version, nodes: facts.nodes },
    session: createSession(client),
    close: () => closing.disposeAsync(),
  };
}

async function locate(
  { target, nodes, port, signal, onWait }: TargetOptions,
  opened: AsyncDisposableStack,
): Promise<{ kind: TargetDescription["kind"]; address: ClusterAddress }> {
  if (target === "embedded") {
    const server = await startEmbeddedServer();
    opened.defer(() => server.stop());
    return { kind: "embedded", address: { contactPoints: [`${server.host}:${server.port}`] } };
  }
  if (target === "cassandra") {
    const cluster = await useManagedCluster({ nodes, port, signal, onProgress: onWait });
    opened.defer(() => cluster.stop());
    return { kind: "managed", address: { contactPoints: cluster.contactPoints } };
  }
  return {
    kind: "external",
    address: { ...target, contactPoints: parseContactPoints(target.contactPoints) },
  };
}
