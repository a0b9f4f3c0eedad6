import type { Ring, Topology } from "../driver/topology.ts";
import { Host, type HostOptions, isRefusal, notUp } from "./host.ts";
import type { WireError } from "./errors.ts";
import type { StatementValues } from "../model_values.ts";
import { placeOf } from "./ring.ts";
import type { WireStatement } from "./statement.ts";

/** The nodes of a cluster, and how one of them is chosen for a request. */
export interface WireCluster {
  /** Opens the connections to all nodes; rejects where none can be opened. */
  open(): Promise<void>;
  /** Takes what is known of the cluster now: opens connections to new nodes, and closes those to old ones. */
  update(topology: Topology): void;
  /**
   * The node to send a request to: of two replicas of its row, the one with fewer requests in flight; the next node in
   * turn where the row is not known. Nodes without an open connection are left out.
   *
   * @throws {WireError} where no node has one
   */
  choose(statement: WireStatement | undefined, values: StatementValues): Host;
  hosts(): readonly Host[];
  close(): void;
}

/** Makes the nodes of a cluster, to which nothing is open yet. */
export function createCluster(topology: Topology, options: HostOptions): WireCluster {
  const known = new Map<string, Host>();
  let hosts: readonly Host[] = [];
  let ring: Ring | undefined;
  let replicas: readonly (readonly Host[])[] = [];
  let turn = 0, seen = 0;

  function use(topology: Topology): Host[] {
    const added: Host[] = [];
    for (const address of topology.nodes.filter((address) => !known.has(address))) {
      const host = new Host(address, seen++, options);
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
    ring = topology.ring;
    replicas = ring?.replicas.map(find) ?? [];
    return added;
  }

  /** The less busy one of the next two that are up. */
  function among(candidates: readonly Host[]): Host | undefined {
    const { length } = candidates;
    let first: Host | undefined;
    const start = turn++;
    for (let i = 0; i < length; i++) {
      const host = candidates[(start + i) % length]!;
      if (!host.isUp) continue;
      if (first === undefined) first = host;
      else return host.inFlight < first.inFlight ? host : first;
    }
    return first;
  }

  function candidatesFor(
    statement: WireStatement | undefined,
    values: StatementValues,
  ): readonly Host[] {
    // Every node describes a statement alike.
    const prepared = statement?.prepared.find((one) => one !== undefined);
    if (ring === undefined || !statement || !prepared) return hosts;
    const place = placeOf(ring, statement, prepared, values);
    return place === -1 ? hosts : replicas[place]!;
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
      if (hosts.length === 1 && only!.isUp) return only!;
      const host = among(candidatesFor(statement, values)) ?? among(hosts);
      if (host === undefined) throw noneUp(hosts);
      return host;
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
