import { listProblems, TargetError } from "../errors.ts";
import { type Addresses, parseHostPort } from "./addresses.ts";
import type { TargetDescription } from "../result/target.ts";
import type { ResolvedAddress } from "./driver/connect.ts";
import type { ClusterNode } from "./driver/peers.ts";
import { expand } from "./resolve.ts";
import type { DataCenters } from "./schema/keyspace.ts";

/** What is asked of the choice of nodes. */
export type WantedNodes = Pick<
  ResolvedAddress,
  "localDataCenter" | "rack" | "coordinators" | "addresses" | "hosts"
>;

/** The shape of a cluster, and which of its nodes are used. */
export interface ChosenNodes extends DataCenters {
  readonly nodes: number;
  /** The addresses of the nodes that get requests; `undefined` for all of the local data center. */
  readonly coordinators: readonly string[] | undefined;
}

/**
 * Chooses the local data center, and the nodes in it that get requests.
 *
 * @throws {TargetError} with everything that does not fit the cluster, and what there is instead
 */
export function chooseNodes(nodes: readonly ClusterNode[], wanted: WantedNodes): ChosenNodes {
  const problems: Problem[] = [];
  const dataCenters = groupBy(nodes, ({ dataCenter }) => dataCenter);
  const localDataCenter = wanted.localDataCenter ?? onlyOne([...dataCenters.keys()]);
  const local = dataCenters.get(localDataCenter ?? "");
  if (local === undefined) problems.push(dataCenterProblem(wanted, dataCenters));
  const listed = chooseListed(nodes, wanted, localDataCenter, problems);
  const inRack = local && chooseRack(local, wanted, localDataCenter!, problems);
  problems.push(...findUnsaid(nodes, wanted.addresses ?? {}));
  if (inRack !== undefined && problems.length === 0 && wanted.rack !== undefined) {
    for (const node of listed ?? []) {
      if (!inRack.includes(node)) problems.push(rackMismatch(node, wanted.rack));
    }
  }
  if (problems.length > 0) {
    const hint = [...new Set(problems.map(({ hint }) => hint))].join("; ");
    const list = listProblems(problems.map(({ text }) => text));
    throw new TargetError(`Cannot use the cluster as${list}`, hint);
  }
  const isAll = wanted.rack === undefined && wanted.coordinators === undefined;
  return {
    nodes: nodes.length,
    localDataCenter: localDataCenter!,
    dataCenters: [...dataCenters.keys()].sort(),
    localNodes: local!.length,
    coordinators: isAll ? undefined : (listed ?? inRack!).map(({ address }) => address),
  };
}

/** What the result says of the way into a cluster. */
export function describeWay(
  { rack, coordinators, hosts }: WantedNodes,
  nodes: readonly ClusterNode[],
  { localDataCenter, dataCenters, coordinators: chosen }: ChosenNodes,
): Partial<TargetDescription> {
  const moved = nodes.filter(({ address, said }) => address !== said);
  return {
    dataCenter: localDataCenter,
    ...dataCenters.length > 1 && { dataCenters },
    ...rack !== undefined && { rack },
    ...coordinators && chosen && { coordinators: chosen },
    ...hosts && { resolved: hosts },
    ...moved.length > 0 && {
      addresses: Object.fromEntries(moved.map(({ said, address }) => [said, address])),
    },
  };
}

interface Problem {
  readonly text: string;
  readonly hint: string;
}

type Groups = ReadonlyMap<string, readonly ClusterNode[]>;

function dataCenterProblem({ localDataCenter: wanted }: WantedNodes, known: Groups): Problem {
  const has = describeGroups(known);
  if (wanted === undefined) {
    const text = `it has ${known.size} data centers and none is chosen: ${has}`;
    return { text, hint: "pass --local-datacenter NAME" };
  }
  return {
    text: `it has no data center "${wanted}": it has ${has}`,
    hint: twinHint("--local-datacenter", wanted, known) ?? "pass --local-datacenter NAME",
  };
}

/** The nodes of the rack, or all of the data center where none is asked for. */
function chooseRack(
  local: readonly ClusterNode[],
  { rack }: WantedNodes,
  dataCenter: string,
  problems: Problem[],
): readonly ClusterNode[] {
  if (rack === undefined) return local;
  const racks = groupBy(local, (node) => node.rack);
  const found = racks.get(rack);
  if (found !== undefined) return found;
  problems.push({
    text: `data center "${dataCenter}" has no rack "${rack}": it has ${describeGroups(racks)}`,
    hint: twinHint("--rack", rack, racks) ?? "pass --rack NAME with one of these",
  });
  return local;
}

/** The nodes that are listed as coordinators; `undefined` where none are. */
function chooseListed(
  nodes: readonly ClusterNode[],
  { coordinators, hosts = {} }: WantedNodes,
  local: string | undefined,
  problems: Problem[],
): readonly ClusterNode[] | undefined {
  if (coordinators === undefined) return undefined;
  const chosen = new Set<ClusterNode>();
  for (const coordinator of coordinators) {
    const meant = expand(coordinator, hosts);
    const found = nodes.filter((node) => meant.some((name) => isNamed(node, name)));
    if (found.length === 0) {
      problems.push({
        text: `coordinator "${coordinator}" is none of its nodes: it has ${describeNodes(nodes)}`,
        hint: COORDINATORS_HINT,
      });
    }
    for (const node of found) {
      chosen.add(node);
      if (local === undefined || node.dataCenter === local) continue;
      problems.push({
        text: `coordinator ${describe(node)} is in data center "${node.dataCenter}", and the ` +
          `local one is "${local}"`,
        hint: COORDINATORS_HINT,
      });
    }
  }
  return [...chosen];
}

const COORDINATORS_HINT = "pass --coordinators HOST[:PORT],… with nodes of the local data center";

/** Whether a node is meant, by the address at which it is reached or its own. */
function isNamed({ address, said }: ClusterNode, name: string): boolean {
  return isAt(address, name) || isAt(said, name);
}

/** Whether an address is this host, or this host and port. */
function isAt(address: string, name: string): boolean {
  const own = parseHostPort(address), wanted = parseHostPort(name);
  return own?.host === wanted?.host && (wanted?.port === undefined || own?.port === wanted.port);
}

function rackMismatch(node: ClusterNode, rack: string): Problem {
  return {
    text: `coordinator ${describe(node)} is in rack "${node.rack}", and --rack says "${rack}"`,
    hint: "pass --rack or --coordinators",
  };
}

/** The addresses to translate that no node has. */
function findUnsaid(nodes: readonly ClusterNode[], addresses: Addresses): Problem[] {
  const unsaid = Object.keys(addresses).filter((from) =>
    !nodes.some(({ said }) => isAt(said, from))
  );
  return unsaid.map((from) => ({
    text: `no node says that its address is ${from}: they say ${
      nodes.map(({ said }) => said).join(", ")
    }`,
    hint: "pass --address FROM=TO with what a node says as FROM",
  }));
}

function describe({ address, said }: ClusterNode): string {
  return address === said ? address : `${address} (which says ${said})`;
}

function describeNodes(nodes: readonly ClusterNode[]): string {
  return nodes.map(describe).join(", ");
}

function describeGroups(groups: Groups): string {
  return [...groups].map(([name, nodes]) => `"${name}" (${describeNodes(nodes)})`).join(", ");
}

function twinHint(flag: string, wanted: string, known: Groups): string | undefined {
  const twin = [...known.keys()].find((name) => name.toLowerCase() === wanted.toLowerCase());
  return twin && `pass ${flag} ${twin}: "${wanted}" differs in upper and lower case only`;
}

function groupBy(nodes: readonly ClusterNode[], name: (node: ClusterNode) => string): Groups {
  const groups = Map.groupBy(nodes, name);
  return new Map([...groups].sort(([a], [b]) => a < b ? -1 : 1));
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
