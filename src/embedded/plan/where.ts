import type { Bytes } from "../../protocol/bytes.ts";
import { joinKey } from "../../protocol/partition_key.ts";
import type { Relation } from "../cql/ast.ts";
import { invalid } from "../errors.ts";
import type { RowOrder, Slice } from "../store/data.ts";
import type { SchemaColumn, Table } from "../store/schema.ts";
import type { Binds, Params } from "./binds.ts";
import {
  type Filter,
  filterOf,
  readRelations,
  type Restriction,
  type Restrictions,
  type TokenTest,
} from "./restrictions.ts";

/** The rows that a WHERE selects. */
export interface Reach {
  /** The partition keys in the order of their values; undefined where all partitions are scanned. */
  keys: ((params: Params) => Bytes[]) | undefined;
  /** Whether there may be several keys. */
  hasKeyIn: boolean;
  tokens: TokenTest[];
  /** The slices of clustered rows, in their order. */
  slices: (params: Params) => Slice[];
  /** Whether each slice is a single row, named by all its clustering columns. */
  isExact: boolean;
  restrictsClustering: boolean;
  filters: Filter[];
}

const FILTERING =
  "Cannot execute this query as it might involve data filtering and thus may have unpredictable performance. " +
  "If you want to execute this query despite the performance unpredictability, use ALLOW FILTERING";

/** Plans the WHERE of a SELECT. */
export function planWhere(
  table: Table,
  relations: Relation[],
  binds: Binds,
  allowFiltering: boolean,
): Reach {
  const found = readRelations(table, relations, binds);
  const restrictions = [...found.byColumn.values()];
  const ofKind = (kind: SchemaColumn["kind"]) =>
    restrictions.filter(({ column }) => column.kind === kind);
  const key = ofKind("partition_key");
  const isKeyed = key.length === table.partitionKey.length && key.every(({ points }) => points);
  const clustering = ofKind("clustering");
  const others = [...ofKind("static"), ...ofKind("regular")];
  const restrictsClustering = clustering.length + found.tuples.length > 0;
  const needsFiltering = (!isKeyed && (key.length > 0 || restrictsClustering)) ||
    others.length + found.contains.length > 0;
  if (needsFiltering && !allowFiltering) throw invalid(FILTERING);
  const path = followClustering(table, found.byColumn, isKeyed && !allowFiltering);
  return {
    keys: isKeyed ? planKeys(table, found.byColumn) : undefined,
    hasKeyIn: key.some(({ isIn }) => isIn),
    tokens: found.tokens,
    slices: planSlices(path),
    isExact: path.prefix.length === table.clustering.length,
    restrictsClustering,
    filters: [
      ...[...(isKeyed ? [] : key), ...path.rest, ...others].map(filterOf),
      ...found.tuples.map(({ filter }) => filter),
      ...found.contains.map(({ filter }) => filter),
    ],
  };
}

/** Plans the WHERE of an UPDATE or a DELETE, which must name its partitions. */
export function planTarget(
  table: Table,
  relations: Relation[],
  binds: Binds,
  verb: "UPDATE" | "DELETE",
): Reach {
  const found = readRelations(table, relations, binds);
  const restrictions = [...found.byColumn.values()];
  const missing = table.partitionKey.filter((column) => !found.byColumn.has(column));
  if (missing.length > 0) throw missingParts("partition key parts", missing);
  if (
    restrictions.some(({ column, points }) => column.kind === "partition_key" && !points) ||
    found.tokens.length > 0
  ) {
    throw invalid(
      "Only EQ and IN relation are supported on the partition key (unless you use the token() function) " +
        `for ${verb} statements`,
    );
  }
  const others = [...restrictions, ...found.contains].filter(({ column }) =>
    column.kind === "regular" || column.kind === "static"
  );
  if (others.length > 0) {
    const names = others.map(({ column }) => column.name).join(", ");
    throw invalid(`Non PRIMARY KEY columns found in where clause: ${names} `);
  }
  if (found.tuples.length > 0) {
    throw invalid(`Multi-column relations are not supported in ${verb} statements`);
  }
  if (verb === "UPDATE" && restrictions.some(({ lower, upper }) => lower || upper)) {
    throw invalid(
      "Slice restrictions are not supported on the clustering columns in UPDATE statements",
    );
  }
  const path = followClustering(table, found.byColumn, true);
  return {
    keys: planKeys(table, found.byColumn),
    hasKeyIn: restrictions.some(({ column, isIn }) => column.kind === "partition_key" && isIn),
    tokens: [],
    slices: planSlices(path),
    isExact: path.prefix.length === table.clustering.length,
    restrictsClustering: path.prefix.length > 0 || path.range !== undefined,
    filters: [],
  };
}

export function missingParts(what: string, columns: SchemaColumn[]): Error {
  return invalid(`Some ${what} are missing: ${columns.map((column) => column.name).join(", ")}`);
}

function planKeys(table: Table, byColumn: Restrictions["byColumn"]): (params: Params) => Bytes[] {
  const points = table.partitionKey.map((column) => byColumn.get(column)!.points!);
  if (points.length === 1) {
    const { compare } = table.partitionKey[0]!;
    const only = points[0]!;
    return (params) => distinct(only(params), compare);
  }
  return (params) =>
    combinations(
      points.map((values, i) => distinct(values(params), table.partitionKey[i]!.compare)),
    ).map(joinKey);
}

/**
 * How the restrictions of the clustering columns lead to rows: `prefix` and `range` find them directly, and `rest` must
 * filter.
 */
interface Path {
  table: Table;
  prefix: Restriction[];
  range: Restriction | undefined;
  rest: Restriction[];
}

function followClustering(
  table: Table,
  byColumn: Restrictions["byColumn"],
  strict: boolean,
): Path {
  const path: Path = { table, prefix: [], range: undefined, rest: [] };
  let before: SchemaColumn | undefined;
  for (const column of table.clustering) {
    const restriction = byColumn.get(column);
    if (!restriction) {
      before ??= column;
    } else if (before || path.range) {
      if (strict) throw unreachable(column, before, path.range);
      path.rest.push(restriction);
    } else if (restriction.points) {
      path.prefix.push(restriction);
    } else {
      path.range = restriction;
    }
  }
  return path;
}

function unreachable(
  column: SchemaColumn,
  before: SchemaColumn | undefined,
  range: Restriction | undefined,
): Error {
  return invalid(
    range
      ? `Clustering column "${column.name}" cannot be restricted ` +
        `(preceding column "${range.column.name}" is restricted by a non-EQ relation)`
      : `PRIMARY KEY column "${column.name}" cannot be restricted ` +
        `as preceding column "${before!.name}" is not restricted`,
  );
}

function planSlices({ prefix, range }: Path): (params: Params) => Slice[] {
  return (params) => {
    const prefixes = combinations(prefix.map(({ column, points }) => {
      const values = distinct(points!(params), column.compare);
      return column.descending ? values.reverse() : values;
    }));
    return prefixes.map((values) => range ? rangeSlice(values, range, params) : wholeSlice(values));
  };
}

function wholeSlice(prefix: Bytes[]): Slice {
  const bound = prefix.length > 0 ? { prefix, inclusive: true } : null;
  return { start: bound, end: bound };
}

function rangeSlice(prefix: Bytes[], { lower, upper, column }: Restriction, params: Params): Slice {
  const [first, last] = column.descending ? [upper, lower] : [lower, upper];
  const bound = (limit: typeof lower) =>
    limit
      ? { prefix: [...prefix, limit.value(params)], inclusive: limit.inclusive }
      : wholeSlice(prefix).start;
  return { start: bound(first), end: bound(last) };
}

function distinct(values: Bytes[], compare: (a: Bytes, b: Bytes) => number): Bytes[] {
  return values.length < 2 ? values : [...new Set(values)].sort(compare);
}

function combinations(lists: Bytes[][]): Bytes[][] {
  return lists.reduce<Bytes[][]>(
    (heads, list) => heads.flatMap((head) => list.map((value) => [...head, value])),
    [[]],
  );
}

/** The order of the rows in a partition of the table. */
export function rowOrder({ clustering }: Table): RowOrder {
  const compares = clustering.map(({ compare, descending }) =>
    descending ? (a: Bytes, b: Bytes) => compare(b, a) : compare
  );
  return (row, prefix) => {
    for (let i = 0; i < prefix.length; i++) {
      const difference = compares[i]!(row[i]!, prefix[i]!);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}
