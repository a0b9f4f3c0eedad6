import type { Warning } from "../../result/document.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import { quote } from "../../scenario/schema/names.ts";
import { mapText, type OptionMap } from "../../scenario/schema/table_options.ts";

/** What settings say of the keyspace. */
export type WantedKeyspace = Pick<FullSettings, "keyspace" | "replication" | "durableWrites">;

/** A keyspace as `system_schema.keyspaces` describes it. */
export interface ExistingKeyspace {
  readonly replication: ReadonlyMap<string, string>;
  readonly durableWrites: boolean;
}

/** The data centers of a cluster. */
export interface DataCenters {
  readonly localDataCenter: string;
  readonly localNodes: number;
  /** Of all data centers. */
  readonly dataCenters: readonly string[];
}

/** The replication factor of a new keyspace, where the local data center has that many nodes. */
const MAX_REPLICAS = 3;

/**
 * CREATE KEYSPACE; where no replication is said, it is that of the local data center.
 *
 * @param own the replication of a service that has one of its own
 */
export function createKeyspace(
  { keyspace, replication, durableWrites }: WantedKeyspace,
  { localDataCenter, localNodes }: DataCenters,
  own?: OptionMap,
): string {
  const asked = replication ?? { [localDataCenter]: Math.min(localNodes, MAX_REPLICAS) };
  const durable = durableWrites === undefined ? "" : ` AND durable_writes = ${durableWrites}`;
  return `CREATE KEYSPACE IF NOT EXISTS ${quote(keyspace)} WITH replication = ` +
    `${mapText(own ?? replicationMap(asked))}${durable}`;
}

/** The replication in CQL's words. */
function replicationMap(replication: NonNullable<WantedKeyspace["replication"]>): OptionMap {
  return typeof replication === "number"
    ? { class: "SimpleStrategy", replication_factor: replication }
    : { class: "NetworkTopologyStrategy", ...replication };
}

/** The data centers that a replication names and the cluster does not have, in words. */
export function findUnknownDataCenters(
  { replication }: WantedKeyspace,
  { dataCenters }: DataCenters,
): string[] {
  if (typeof replication !== "object") return [];
  return Object.keys(replication).filter((name) => !dataCenters.includes(name)).map((name) =>
    `its replication names data center "${name}" and the cluster has ${
      dataCenters.map((known) => `"${known}"`).join(", ")
    }`
  );
}

/** What a keyspace that exists has other than the settings say, as warnings: it is not altered. */
export function compareKeyspace(wanted: WantedKeyspace, existing: ExistingKeyspace): Warning[] {
  const { keyspace, replication, durableWrites } = wanted;
  const found = describeReplication(Object.fromEntries(existing.replication));
  const asked = replication && describeReplication(replicationMap(replication));
  const differences = [
    ...asked === undefined || asked === found ? [] : [`its replication is ${found}, not ${asked}`],
    ...durableWrites === undefined || durableWrites === existing.durableWrites
      ? []
      : [`its durable_writes is ${existing.durableWrites}, not ${durableWrites}`],
  ];
  if (differences.length === 0) return [];
  return [{
    code: "keyspace",
    message: `Keyspace "${keyspace}" was there and is as it was: ${differences.join(", and ")}`,
    advice: "cassbench alters nothing that exists: pass another --keyspace, or alter it yourself",
  }];
}

function describeReplication({ class: name, ...factors }: OptionMap): string {
  const texts = Object.entries(factors).map(([key, factor]) =>
    key === "replication_factor" ? `${factor}` : `${key}:${factor}`
  );
  return `${String(name).split(".").at(-1)} ${texts.sort().join(",")}`;
}
