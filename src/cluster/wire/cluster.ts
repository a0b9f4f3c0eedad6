import type { Ring, Topology } from "../driver/topology.ts";
import type { Token } from "../../protocol/murmur3.ts";
import type { StatementValues } from "../model_values.ts";
import type { Destination } from "./destination.ts";
import { isRefusal, notUp, type WireError } from "./errors.ts";
import { Host } from "./host.ts";
import type { HostOptions } from "./open_connection.ts";
import type { WireRequest } from "./connection.ts";
import { Execute } from "./requests.ts";
import { placeOf, tokenIn } from "./ring.ts";
import { readTablet, Tablets } from "./tablets.ts";
import type { WireStatement } from "./statement.ts";

/** The local nodes of a tablet, and the shard of each. */
interface TabletPlace {
  readonly hosts: readonly Host[];
  readonly shards: readonly number[];
}

/** The nodes of a cluster, and how one of them is chosen for a request. */
export interface WireCluster {
  /** Opens the connections to all nodes; rejects where none can be opened. */
  open(): Promise<void>;
  /** Takes what is known of the cluster now: opens connections to new nodes, and closes those to old ones. */
  update(topology: Topology): void;
  /**
   * Where to send a request: of two replicas of its row, the one with fewer requests in flight; the next node in
   * turn where the row is not known. Nodes without an open connection are left out. Of a node that is divided into shards,
   * the row's shard.
   *
   * @throws {WireError} where no node has one
   */
  choose(statement: WireStatement | undefined, values: StatementValues): Destination;
  hosts(): readonly Host[];
  close(): void;
}

/** Makes the nodes of a cluster, to which nothing is open yet. */
export function createCluster(topology: Topology, options: HostOptions): WireCluster {
  const known = new Map<string, Host>();
  let hosts: readonly Host[] = [];
  let ring: Ring | undefined;
  let replicas: readonly (readonly Host[])[] = [];
  let ids: Topology["ids"];
  const tablets = new Tablets<TabletPlace>();
  let turn = 0, seen = 0;

  /** Keeps where a tablet is, as far as its nodes are known. */
  function onTablet(request: WireRequest, bytes: Uint8Array): void {
    if (!(request instanceof Execute)) return;
    const tablet = readTablet(bytes);
    const local = tablet.replicas.flatMap(({ node, shard }) => {
      const host = known.get(ids?.get(node) ?? "");
      return host === undefined ? [] : [{ host, shard }];
    });
    tablets.add(request.prepared.table, tablet, {
      hosts: local.map(({ host }) => host),
      shards: local.map(({ shard }) => shard),
    });
  }

  function use(topology: Topology): Host[] {
    const added: Host[] = [];
    for (const address of topology.nodes.filter((address) => !known.has(address))) {
      const host = new Host(address, seen++, { ...options, onTablet });
      known.set(address, host);
      added.push(host);
    }
    const find = (addresses: readonly string[]) =>
      addresses.flatMap((address) => known.get(address) ?? []);
    for (const gone of hosts.filter(({ address }) => !topology.nodes.includes(address))) {
      gone.close();
      known.delete(gone.address);
    }
    hosts = find(topology.nodes);
    ids = topology.ids;
    tablets.clear();
    ring = topology.ring;
    replicas = ring?.replicas.map(find) ?? [];
    return added;
  }

  /** The less busy one of the next two that are up. The turns go over these alone, as else one would get those of a node that is not. */
  function among(
    candidates: readonly Host[],
    token: Token | undefined,
    shards?: readonly number[],
  ): Destination | undefined {
    const { length } = candidates;
    let up = 0;
    for (let i = 0; i < length; i++) if (candidates[i]!.isUp) up++;
    if (up === 0) return undefined;
    let first: Destination | undefined;
    for (let i = 0, left = turn++ % up;; i = i + 1 === length ? 0 : i + 1) {
      const host = candidates[i]!;
      if (!host.isUp || left-- > 0) continue;
      const next = shards === undefined ? host.at(token) : host.shard(shards[i]!);
      if (up === 1) return next;
      if (first !== undefined) return next.inFlight < first.inFlight ? next : first;
      first = next;
    }
  }

  /** The replicas of a row where its table has tablets that are known, or else by the ring. */
  function chooseReplica(table: string, token: Token): Destination | undefined {
    const place = tablets.find(table, token);
    if (place !== undefined) return among(place.hosts, token, place.shards);
    return ring && among(replicas[placeOf(ring, token)]!, token);
  }

  use(topology);
  return {
    async open() {
      const opened = await Promise.allSettled(hosts.map((host) => host.open()));
      const failed = opened.find(({ status }) => status === "rejected");
      if (failed?.status === "rejected" && !hosts.some(({ isUp }) => isUp)) throw failed.reason;
    },
    update(topology) {
      for (const host of use(topology)) host.open().catch(() => {});
    },
    choose(statement, values) {
      const [only] = hosts;
      if (hosts.length === 1 && only!.isUp && only!.shards === undefined) return only!;
      // Every node describes a statement alike.
      const prepared = statement?.prepared.find((one) => one !== undefined);
      const token = prepared && tokenIn(statement!, prepared, values);
      const near = prepared && token && chooseReplica(prepared.table, token);
      const chosen = near ?? among(hosts, token);
      if (chosen === undefined) throw noneUp(hosts);
      return chosen;
    },
    hosts: () => hosts,
    close() {
      for (const host of hosts) host.close();
    },
  };
}

/** The error of a request for which no node has an open connection: where there is a refused login, that. */
function noneUp(hosts: readonly Host[]): WireError {
  const refused = hosts.find(({ failure }) => isRefusal(failure));
  const [failure] = hosts.flatMap(({ failure = [] }) => failure);
  return refused?.notUp() ?? notUp(hosts.map(({ address }) => address).join(", "), failure);
}
