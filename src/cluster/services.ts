import { listProblems, TargetError } from "../errors.ts";
import type { Model } from "../scenario/schema/model.ts";
import type { Consistency, FullSettings } from "../scenario/settings.ts";
import type { OptionMap } from "../scenario/schema/table_options.ts";

/** What a service that speaks CQL does otherwise than Cassandra, as its makers document it. */
export interface Service {
  readonly product: string;
  /** The consistency levels at which it takes writes. */
  readonly writeLevels: readonly Consistency[];
  /** Whether it places rows by itself, so that nobody else says how often they are replicated. */
  readonly placesRows: boolean;
  /** How a new keyspace is replicated; absent where CQL makes none. */
  readonly replication?: OptionMap;
  /** Where else a keyspace is made. */
  readonly keyspaceHint: string;
  readonly hasIndexes: boolean;
  /** Whether what CQL makes is there only some time after the answer, which `system_schema_mcs` tells. */
  readonly makesLater: boolean;
}

/** The name under which Astra DB is known. */
export const ASTRA = "Astra DB";

const SERVICES: readonly Service[] = [
  {
    product: "Amazon Keyspaces",
    writeLevels: ["localQuorum"],
    placesRows: true,
    replication: { class: "SingleRegionStrategy" },
    keyspaceHint: "make it in the pages of Amazon Keyspaces, or leave out --no-ddl",
    hasIndexes: false,
    makesLater: true,
  },
  {
    product: ASTRA,
    writeLevels: ["localQuorum", "quorum", "two", "three", "all", "eachQuorum"],
    placesRows: true,
    keyspaceHint: "make it in the Astra Portal or with `astra db create-keyspace`, and pass its " +
      "name as --keyspace",
    hasIndexes: true,
    makesLater: false,
  },
];

/** What a product does otherwise than Cassandra; `undefined` where that is nothing that is known. */
export function serviceOf(product: string): Service | undefined {
  return SERVICES.find((service) => service.product === product);
}

/** The settings that a service may refuse. */
type CheckedSettings = Pick<FullSettings, "consistency" | "replication" | "durableWrites">;

/**
 * Refuses what a service would refuse for every request, before anything is sent.
 *
 * @throws {TargetError} with everything that does not go with it, and what does
 */
export function assertServed(
  { product, writeLevels, placesRows, hasIndexes }: Service,
  { consistency, replication, durableWrites }: CheckedSettings,
  models: readonly Model[],
): void {
  const problems: { readonly text: string; readonly hint: string }[] = [];
  if (!writeLevels.includes(consistency)) {
    problems.push({
      text: `it takes writes at consistency ${oneOf(writeLevels)} only: found ${consistency}`,
      hint: `pass --consistency ${writeLevels[0]}; calls that read may say another one themselves`,
    });
  }
  if (placesRows && replication !== undefined) {
    problems.push({
      text: "it places rows by itself, and the settings say a replication",
      hint: "leave out replication",
    });
  }
  if (placesRows && durableWrites === false) {
    problems.push({
      text: "all of its writes are durable, and the settings say durableWrites: false",
      hint: "leave out durableWrites",
    });
  }
  const indexed = models.filter(({ indexes }) => indexes.length > 0).map(({ name }) => name);
  if (!hasIndexes && indexed.length > 0) {
    problems.push({
      text: `it has no indexes, and these models have: ${indexed.join(", ")}`,
      hint: "leave out the models' indexes, and read by keys",
    });
  }
  if (problems.length === 0) return;
  throw new TargetError(
    `Cannot use ${product} as${listProblems(problems.map(({ text }) => text))}`,
    problems.map(({ hint }) => hint).join("; "),
  );
}

function oneOf(levels: readonly string[]): string {
  return levels.length === 1
    ? levels[0]!
    : `${levels.slice(0, -1).join(", ")} or ${levels.at(-1)!}`;
}
