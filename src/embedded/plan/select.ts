import { type Bytes, toInt } from "../../protocol/bytes.ts";
import type { Select, Term } from "../cql/ast.ts";
import { native } from "../data/types.ts";
import { invalid } from "../errors.ts";
import type { ColumnSpec, RowsResult } from "../result.ts";
import type { View } from "../store/read.ts";
import { findColumn, type Table } from "../store/schema.ts";
import type { Binds, Params } from "./binds.ts";
import { decodePosition, encodePosition, type Position, type Scan, views } from "./scan.ts";
import { accumulators, type Output, planSelectors } from "./selectors.ts";
import { planTerm } from "./terms.ts";
import { planWhere, type Reach, rowOrder } from "./where.ts";

/** How many rows a client wants in an answer, 0 for all, and the paging state from which it continues. */
export interface Paging {
  size: number;
  state: Bytes | null;
}

export interface SelectPlan {
  columns: ColumnSpec[];
  run(params: Params, paging: Paging, now: number): RowsResult;
}

/** Checks a SELECT against its table, and plans it. */
export function planSelect(table: Table, ast: Select, binds: Binds): SelectPlan {
  const outputs = planSelectors(table, ast.selectors, binds);
  const reach = planWhere(table, ast.where, binds, ast.allowFiltering);
  if (ast.distinct) checkDistinct(table, outputs, reach);
  checkStatic(outputs, reach, ast);
  const reversed = planOrder(table, ast, reach);
  const limit = planLimit(ast.limit, "[limit]", "LIMIT", binds);
  const perPartition = planLimit(
    ast.perPartitionLimit,
    "[per_partition_limit]",
    "PER PARTITION LIMIT",
    binds,
  );
  const scan: Scan = {
    table,
    reach,
    order: rowOrder(table),
    reversed,
    perPartition: ast.distinct,
  };
  const columns = outputs.map(({ name, type }): ColumnSpec => ({
    keyspace: table.keyspace,
    table: table.name,
    name,
    type,
  }));
  const isAggregate = outputs.some((output) => output.aggregate);
  const isSorted = ast.orderBy.length > 0 && reach.hasKeyIn;
  return {
    columns,
    run(params, paging, now) {
      const after = paging.state === null ? undefined : decodePosition(paging.state);
      const limits = { limit: limit(params), perPartition: perPartition(params) };
      if (isAggregate) {
        const row = foldRows(outputs, wantedViews(scan, params, now, undefined, limits), params);
        return { kind: "rows", columns, rows: [row], pagingState: null };
      }
      if (isSorted) return sortedRows(scan, { outputs, columns, params, now, paging, limits });
      return {
        kind: "rows",
        columns,
        ...readRows(scan, { outputs, params, now, paging, after, limits }),
      };
    },
  };
}

interface Limits {
  limit: number;
  perPartition: number;
}
interface Run {
  outputs: Output[];
  params: Params;
  now: number;
  paging: Paging;
  limits: Limits;
}

/** The views that pass the filters, each with its number within its partition, from 1. */
function* wantedViews(
  scan: Scan,
  params: Params,
  now: number,
  after: Position | undefined,
  { perPartition }: Pick<Limits, "perPartition">,
): Generator<{ view: View; inPartition: number }> {
  const { filters } = scan.reach;
  let key = after?.key;
  let inPartition = after?.inPartition ?? 0;
  for (const view of views(scan, params, now, after)) {
    if (!filters.every((filter) => filter(view, params))) continue;
    inPartition = view.partition.key === key ? inPartition + 1 : 1;
    key = view.partition.key;
    if (inPartition <= perPartition) yield { view, inPartition };
  }
}

function readRows(
  scan: Scan,
  { outputs, params, now, paging, after, limits }: Run & { after: Position | undefined },
): Pick<RowsResult, "rows" | "pagingState"> {
  const rows: (Bytes | null)[][] = [];
  const before = after?.returned ?? 0;
  let last: { view: View; inPartition: number } | undefined;
  for (const wanted of wantedViews(scan, params, now, after, limits)) {
    if (before + rows.length === limits.limit) break;
    if (last && rows.length === paging.size) {
      const { view, inPartition } = last;
      const position = {
        key: view.partition.key,
        clustering: scan.perPartition || scan.table.clustering.length === 0
          ? null
          : view.row?.clustering ?? null,
        returned: before + rows.length,
        inPartition,
      };
      return { rows, pagingState: encodePosition(position) };
    }
    rows.push(readRow(outputs, wanted.view, params));
    last = wanted;
  }
  return { rows, pagingState: null };
}

function readRow(outputs: Output[], view: View, params: Params): (Bytes | null)[] {
  return outputs.map((output) => output.read(view, params));
}

function foldRows(
  outputs: Output[],
  wanted: Iterable<{ view: View }>,
  params: Params,
): (Bytes | null)[] {
  const folded = accumulators(outputs);
  for (const { view } of wanted) {
    outputs.forEach((output, i) => folded[i]!.add(output.read(view, params)));
  }
  return folded.map((accumulator) => accumulator.result());
}

/** The rows of several partitions with ORDER BY, which sorts all of them. */
function sortedRows(
  scan: Scan,
  { outputs, columns, params, now, paging, limits }: Run & { columns: ColumnSpec[] },
): RowsResult {
  if (paging.size > 0) {
    throw invalid(
      "Cannot page queries with both ORDER BY and a IN restriction on the partition key; you must either " +
        "remove the ORDER BY or the IN and sort client side, or disable paging for this query",
    );
  }
  const sign = scan.reversed ? -1 : 1;
  const sorted = [...wantedViews(scan, params, now, undefined, limits)].map(({ view }) => view)
    .sort((a, b) => sign * scan.order(a.row?.clustering ?? [], b.row?.clustering ?? []));
  const rows = sorted.slice(0, limits.limit).map((view) => readRow(outputs, view, params));
  return { kind: "rows", columns, rows, pagingState: null };
}

function checkDistinct(table: Table, outputs: Output[], reach: Reach): void {
  const columns = outputs.flatMap((output) => output.columns);
  const other = columns.find((column) => column.kind === "regular" || column.kind === "clustering");
  if (other) {
    throw invalid(
      "SELECT DISTINCT queries must only request partition key columns and/or static columns " +
        `(not ${other.name})`,
    );
  }
  const missing = table.partitionKey.find((column) => !columns.includes(column));
  if (missing) {
    throw invalid(
      `SELECT DISTINCT queries must request all the partition key columns (missing ${missing.name})`,
    );
  }
  if (reach.restrictsClustering) {
    throw invalid(
      "SELECT DISTINCT with WHERE clause only supports restriction by partition key and/or static columns.",
    );
  }
}

function checkStatic(outputs: Output[], reach: Reach, { distinct }: Select): void {
  const columns = outputs.flatMap((output) => output.columns);
  const onlyStatic = columns.length > 0 &&
    columns.every((column) => column.kind === "static" || column.kind === "partition_key") &&
    columns.some((column) => column.kind === "static");
  if (onlyStatic && reach.restrictsClustering && !distinct) {
    throw invalid("Cannot restrict clustering columns when selecting only static columns");
  }
}

/** Whether ORDER BY asks for the reverse of the order in which the rows are stored. */
function planOrder(table: Table, { orderBy }: Select, reach: Reach): boolean {
  if (orderBy.length === 0) return false;
  if (!reach.keys) {
    throw invalid(
      "ORDER BY is only supported when the partition key is restricted by an EQ or an IN.",
    );
  }
  const reversals = orderBy.map(({ column: name, descending }, i) => {
    const column = findColumn(table, name);
    if (column.kind !== "clustering") {
      throw invalid(
        `Order by is currently only supported on the clustered columns of the PRIMARY KEY, got ${name}`,
      );
    }
    if (column.position !== i) {
      throw invalid(
        "Order by currently only supports the ordering of columns following their declared order in " +
          "the PRIMARY KEY",
      );
    }
    return descending !== column.descending;
  });
  if (new Set(reversals).size > 1) throw invalid("Unsupported order by relation");
  return reversals[0]!;
}

function planLimit(
  term: Term | undefined,
  name: string,
  words: string,
  binds: Binds,
): (params: Params) => number {
  if (!term) return () => Infinity;
  const planned = planTerm(term, { name, type: native("int") }, binds);
  return (params) => {
    const value = planned(params);
    if (value === undefined) return Infinity;
    if (value === null) throw invalid("Invalid null value of limit");
    const limit = toInt(value);
    if (limit <= 0) throw invalid(`${words} must be strictly positive`);
    return limit;
  };
}
