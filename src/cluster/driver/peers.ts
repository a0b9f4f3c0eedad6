/**
 * Lets the driver read the port of each node. It reads `system.peers` alone, which has no ports and one row for each address,
 * and takes the port of the first contact point for all. Since 4.0, Cassandra tells the rest in `system.peers_v2`.
 *
 * @module
 */
import cassandra from "cassandra-driver";
import DriverControl from "cassandra-driver/lib/control-connection.js";
import type { ControlConnection, PeerRow } from "./connection.d.ts";
import { sortNodes } from "../node_control.ts";
import { addressOf, type Translator } from "./endpoints.ts";
import { driverFailureKind, isLasting } from "./errors.ts";

const PEERS = "SELECT peer, native_address, native_port, data_center, rack, tokens, host_id, " +
  "release_version FROM system.peers_v2";

/** Addresses that mean all of a machine's, which nobody can connect to. */
const ALL = ["0.0.0.0", "::"];

/**
 * Lets all clients of this thread read the ports that were made with a translator. Others, such as those of an application
 * whose tests use cassbench, are left as they are.
 */
export function readPorts(): void {
  const control: ControlConnection = DriverControl.prototype;
  const { _setLocalInfo, setPeersInfo, getAddressForPeerHost } = control;

  control._setLocalInfo = function (initializing, setCurrentHost, connection, result) {
    _setLocalInfo.call(this, initializing, setCurrentHost, connection, result);
    const row = result?.rows?.[0];
    if (this.options.sni || !row?.rpc_address || ALL.includes(String(row.rpc_address))) return;
    const port = row.rpc_port ?? this.options.protocolOptions.port;
    translatorOf(this)?.learn(connection.endpoint, String(row.rpc_address), port);
  };

  control.setPeersInfo = async function (initializing, result) {
    const isOurs = translatorOf(this) !== undefined;
    const isTold = isOurs && !this.options.sni && result?.rows?.length > 0;
    const rows = isTold ? await readRows(this, initializing) : [];
    // A node that joins, or an upgrade that runs, can leave the newer table behind the older one.
    const isWhole = rows.length > 0 && rows.length >= result.rows.length;
    await setPeersInfo.call(this, initializing, isWhole ? { rows } : result);
  };

  control.getAddressForPeerHost = function (row, defaultPort) {
    if (translatorOf(this) === undefined) return getAddressForPeerHost.call(this, row, defaultPort);
    const address = ALL.includes(String(row.rpc_address)) ? row.peer : row.rpc_address;
    // Behind the proxy of a bundle no node's port is used, and each must have one name, whichever node tells of it.
    const port = this.options.sni ? defaultPort : row.native_port ?? defaultPort;
    return getAddressForPeerHost.call(this, { ...row, rpc_address: address }, port);
  };
}

/**
 * The rows of `system.peers_v2` as those of `system.peers`; none where the server has no such table. What a server answers
 * that lacks it is taken for that at the first connect only: later, nodes would be forgotten that are known by their ports.
 */
async function readRows(control: ControlConnection, isFirst: boolean): Promise<PeerRow[]> {
  try {
    const { rows } = await control.query(PEERS, false);
    return rows.map((row) => ({ ...row, rpc_address: row.native_address }));
  } catch (error) {
    if (isLasting(error) || isFirst && driverFailureKind(error) === "answered") return [];
    throw error;
  }
}

function translatorOf({ options }: ControlConnection): Translator | undefined {
  const { addressResolution } = options.policies;
  return "learn" in addressResolution ? addressResolution as Translator : undefined;
}

/** A node, as a client knows it. */
export interface ClusterNode {
  /** Where it is reached, as `host:port`. */
  readonly address: string;
  /** What it says that its address is, as `host:port`. */
  readonly said: string;
  readonly dataCenter: string;
  readonly rack: string;
  /** By which the proxy of a bundle knows it. */
  readonly id: string;
}

/** The nodes of the cluster as a client knows them, in the order of their numbers. */
export function clusterNodes(client: cassandra.Client): ClusterNode[] {
  const { options } = client as unknown as Pick<ControlConnection, "options">;
  const { said } = options.policies.addressResolution as Partial<Translator>;
  const nodes = client.hosts.values().map(({ address: endpoint, datacenter, rack, hostId }) => {
    const address = addressOf(endpoint);
    return {
      address,
      said: said?.get(endpoint) ?? address,
      dataCenter: datacenter,
      rack,
      id: String(hostId),
    };
  });
  const order = sortNodes(nodes.map(({ address }) => address));
  return nodes.sort((a, b) => order.indexOf(a.address) - order.indexOf(b.address));
}

/** The nodes that a client sends to: none that is left out. */
export function usedHosts(client: cassandra.Client): cassandra.Host[] {
  const { options } = client as unknown as Pick<ControlConnection, "options">;
  const { loadBalancing } = options.policies;
  const { ignored } = cassandra.types.distance;
  return client.hosts.values().filter((host) => loadBalancing.getDistance(host) !== ignored);
}
