import { number } from "../names.ts";
import type { SourceTable } from "../schema.ts";
import { chooserText, countOf, differenceOf, type Distribution, isFixed } from "./distribution.ts";
import type { Profile, ProfileColumn } from "./profile.ts";

/** The most rows that are written before the first case, so that this takes seconds. */
const MOST_ROWS = 10_000;
const MOST_PARTITIONS = 2_000;
const MOST_ROWS_OF_PARTITION = 1_000;

/** What a column has where the profile does not say it. */
const POPULATION: Distribution = {
  ...{ kind: "uniform", min: 1, max: 100e9, options: [], isInverted: false },
};
const CLUSTER: Distribution = { ...POPULATION, kind: "fixed", max: 1 };

/** How many partitions and rows there are, and which number each key column has. */
export interface RowLayout {
  readonly partitions: number;
  /** The rows of a partition, where all have as many. */
  readonly rows: number | undefined;
  /** The most rows that a partition has. */
  readonly rowsMost: number;
  /** The code that says how many there are and chooses among them. */
  readonly text: readonly string[];
  /** An expression of how many rows a partition has. */
  rowsOf(partition: string): string;
  /** An expression that chooses a row of a partition. */
  someRow(partition: string): string;
  /** The number from which a key column's value is made. */
  numberFor(column: string): string;
  /** The first value of a column of numbers. */
  readonly first: (column: string) => number;
  readonly notes: readonly string[];
}

/** Lays the rows of a table out as a profile spreads them. */
export function layOut(table: SourceTable, { columns }: Profile): RowLayout {
  const { partitionKey, clusteringKey } = table;
  const specOf = (name: string): ProfileColumn =>
    columns.find((one) => one.name === name) ?? { name };
  const populations = partitionKey.map((name) => specOf(name).population ?? POPULATION);
  const clusters = clusteringKey.map((name) => specOf(name).cluster ?? CLUSTER)
    .map((cluster) => ({ ...cluster, max: Math.min(cluster.max, MOST_ROWS_OF_PARTITION) }));
  const asked = populations.reduce((product, one) => product * countOf(one), 1);
  const rowsMost = Math.min(
    MOST_ROWS_OF_PARTITION,
    clusters.reduce((product, { max }) => product * max, 1),
  );
  const most = Math.max(10, Math.min(MOST_PARTITIONS, Math.floor(MOST_ROWS / rowsMost)));
  const partitions = Math.min(asked, most);
  const isAlike = clusters.every(isFixed);
  const rows = isAlike ? rowsMost : undefined;
  return {
    ...{ partitions, rows, rowsMost },
    text: [
      partitionsText(partitions, populations),
      ...clusteringKey.length > 0 ? [rowsText(rows, clusters)] : [],
    ],
    rowsOf: (partition) => rows === undefined ? `rowsOf(${partition})` : "ROWS",
    someRow: (partition) =>
      rows === undefined ? `someRowOf(${partition}, context)` : "someRow(context)",
    numberFor: createNumbers(table, populations.map(countOf), clusters, partitions),
    first: (column) => specOf(column).population?.min ?? 0,
    notes: layoutNotes(
      table,
      { partitions, asked, populations, clusters },
      clusteringKey.map((name) => specOf(name)),
    ),
  };
}

function partitionsText(count: number, populations: readonly Distribution[]): string {
  const chosen = populations.find(({ kind }) => kind !== "uniform" && kind !== "fixed") ??
    populations[0] ?? POPULATION;
  return `/** How many partitions are written before the first case: operations choose among them. */
const PARTITIONS = ${number(count)};
const somePartition = ${chooserText(chosen, count)};`;
}

function rowsText(rows: number | undefined, clusters: readonly Distribution[]): string {
  if (rows !== undefined) {
    return `/** How many rows a partition has. */
const ROWS = ${number(rows)};
const someRow = keys.uniform({ count: ROWS });`;
  }
  const spreads = clusters.map((cluster, at) =>
    isFixed(cluster)
      ? undefined
      : `const spread${at + 1} = ${chooserText(cluster, countOf(cluster))};`
  );
  const factors = clusters.map((cluster, at) => {
    if (isFixed(cluster)) return number(cluster.min);
    const drawn = `spread${at + 1}({ index: partition, random: randomOf(partition + ${at}) })`;
    return `(${number(cluster.min)} + ${drawn})`;
  }).filter((factor) => factor !== "1");
  const product = factors.join(" * ");
  const largest = clusters.reduce((all, { max }) => all * max, 1);
  return `/** How many rows a partition has: spread as in the profile, and always the same for a partition. */
${spreads.filter((one) => one !== undefined).join("\n")}
const rowsOf = (partition: number) => ${
    largest > MOST_ROWS_OF_PARTITION
      ? `Math.min(${number(MOST_ROWS_OF_PARTITION)}, ${product})`
      : product
  };
const someRowOf = (partition: number, { random }: InputContext) =>
  Math.floor(random() * rowsOf(partition));`;
}

/**
 * The numbers of the key columns. Columns with fewer values than there are partitions, or rows, share the number among
 * them, as digits do.
 */
function createNumbers(
  { partitionKey, clusteringKey }: SourceTable,
  populations: readonly number[],
  clusters: readonly Distribution[],
  partitions: number,
): RowLayout["numberFor"] {
  const numbers = new Map<string, string>();
  const partition = clusteringKey.length > 0 ? "partition" : "n";
  let below = 1;
  partitionKey.forEach((name, at) => {
    const count = populations[at] ?? 1;
    numbers.set(name, count >= partitions ? partition : digit(partition, below, count));
    if (count < partitions) below *= count;
  });
  below = 1;
  for (const [at, name] of [...clusteringKey.entries()].reverse()) {
    const count = clusters[at]?.max ?? 1;
    numbers.set(name, at === 0 ? digit("row", below) : digit("row", below, count));
    below *= count;
  }
  return (column) => numbers.get(column) ?? "0";
}

/** What is left of a number after the digits `below`, as far as `count` reaches. */
function digit(n: string, below: number, count?: number): string {
  if (count === 1) return "0";
  const shifted = below === 1 ? n : `Math.floor(${n} / ${number(below)})`;
  return count === undefined ? shifted : `${shifted} % ${number(count)}`;
}

function layoutNotes(
  { partitionKey, clusteringKey }: SourceTable,
  { partitions, asked, populations, clusters }: {
    readonly partitions: number;
    readonly asked: number;
    readonly populations: readonly Distribution[];
    readonly clusters: readonly Distribution[];
  },
  specs: readonly ProfileColumn[],
): string[] {
  const shapes = populations.filter(({ kind }) => kind !== "uniform" && kind !== "fixed");
  return [
    ...partitions < asked
      ? [
        `population of ${partitionKey.join(", ")}: ${number(asked)} partitions are ${
          number(partitions)
        }, as the scenario writes them first; PARTITIONS changes that`,
      ]
      : [],
    ...shapes.length > 1
      ? [`population of ${partitionKey.join(", ")}: the first distribution chooses the partition`]
      : [],
    ...specs.reduce((all, { cluster = CLUSTER }) => all * cluster.max, 1) > MOST_ROWS_OF_PARTITION
      ? [
        `cluster of ${clusteringKey.join(", ")}: a partition has at most ${
          number(MOST_ROWS_OF_PARTITION)
        } rows`,
      ]
      : [],
    ...specs.filter(({ population }) => population !== undefined).map(({ name }) =>
      `population of ${name}: clustering columns count up within their partition`
    ),
    ...[...shapes, ...clusters].map(differenceOf).filter((note) => note !== undefined),
  ];
}
