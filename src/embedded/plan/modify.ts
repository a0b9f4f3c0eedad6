import type { Delete, Insert, Modification, Update } from "../cql/ast.ts";
import type { Bytes } from "../data/bytes.ts";
import { invalid, syntax } from "../errors.ts";
import { findRow, openHead, openPartition, openRow, type Partition } from "../store/data.ts";
import type { Slice, Stamp } from "../store/data.ts";
import { joinKey, type View } from "../store/read.ts";
import { type Column, findColumn, type Table } from "../store/schema.ts";
import { deletePartition, deleteRow, deleteSlice, markRow, placeOf } from "../store/write.ts";
import { type Operation, planAssignment, planDeletion, planSet } from "./assign.ts";
import { type Binds, type Params, required } from "./binds.ts";
import { type Instant, planStamp } from "./clock.ts";
import { type Check, planConditions } from "./conditions.ts";
import { planTerm } from "./terms.ts";
import { clusteringOrder, missingParts, planTarget } from "./where.ts";

export interface ModifyPlan {
  table: Table;
  /** Set for a conditional statement. */
  check: Check | undefined;
  hasTimestamp: boolean;
  keys(params: Params): Bytes[];
  /** The row that the conditions are about. */
  view(params: Params, now: number): View;
  apply(params: Params, at: Instant): void;
}

/** Which rows are written to: of each partition its head, and the rows or stretches of rows. */
interface Target {
  keys(params: Params): Bytes[];
  slices(params: Params): Slice[];
  isExact: boolean;
  hasKeyIn: boolean;
  restrictsClustering: boolean;
}
type Write = (partition: Partition, params: Params, stamp: Stamp, now: number) => void;

/** Holds an INSERT, UPDATE or DELETE against its table and makes it ready to run. */
export function planModification(table: Table, ast: Modification, binds: Binds): ModifyPlan {
  if (ast.conditions) checkConditional(table, ast);
  const { target, write } = PLANNERS[ast.kind](table, ast as never, binds);
  if (ast.conditions && target.hasKeyIn) {
    throw invalid("IN on the partition key is not supported with conditional updates");
  }
  const stamp = planStamp(table, ast.using, binds);
  return {
    table,
    check: ast.conditions && planConditions(table, ast.conditions, binds),
    hasTimestamp: ast.using.timestamp !== undefined,
    keys: (params) => target.keys(params),
    view: (params, now) => viewOf(table, target, params, now),
    apply(params, at) {
      const written = stamp(params, at);
      for (const key of target.keys(params)) {
        write(openPartition(table.data, key), params, written, at.now);
      }
    },
  };
}

const PLANNERS = { insert: planInsert, update: planUpdate, delete: planDelete };

function checkConditional(table: Table, { using }: Modification): void {
  if (table.isCounter) throw invalid("Conditional updates are not supported on counter tables");
  if (using.timestamp) throw invalid("Cannot provide custom timestamp for conditional updates");
}

function viewOf(table: Table, target: Target, params: Params, now: number): View {
  const key = target.keys(params)[0]!;
  const partition = table.data.partitions.get(key) ??
    { key, deletedAt: 0, head: null, blocks: [], deletedSlices: [] };
  const clustering = target.slices(params)[0]?.start?.prefix;
  const row = table.clustering.length === 0
    ? partition.head
    : clustering && target.isExact
    ? findRow(partition, clustering, clusteringOrder(table)) ?? null
    : null;
  return { table, partition, row, now };
}

function planInsert(table: Table, ast: Insert, binds: Binds): { target: Target; write: Write } {
  if (table.isCounter) {
    throw invalid("INSERT statements are not allowed on counter tables, use UPDATE instead");
  }
  const columns = ast.columns.map((name) => findColumn(table, name));
  if (columns.length !== ast.values.length) throw invalid("Unmatched column names/values");
  if (new Set(columns).size < columns.length) {
    throw invalid("The column names contains duplicates");
  }
  const missingKeys = table.partitionKey.filter((column) => !columns.includes(column));
  if (missingKeys.length > 0) throw missingParts("partition key parts", missingKeys);
  const missing = table.clustering.filter((column) => !columns.includes(column));
  const others = columns.filter((column) => column.position < 0);
  const isStatic = missing.length > 0 && missing.length === table.clustering.length &&
    others.length > 0 && others.every((column) => column.kind === "static");
  if (missing.length > 0 && !isStatic) throw missingParts("clustering keys", missing);
  const values = (of: Column[]) => {
    const planned = of.map((column) =>
      planTerm(ast.values[columns.indexOf(column)]!, column, binds)
    );
    return (params: Params) => planned.map((value, i) => required(value(params), of[i]!.name));
  };
  const key = values(table.partitionKey);
  const clustering = values(isStatic ? [] : table.clustering);
  const operations = others.map((column) =>
    planSet(column, ast.values[columns.indexOf(column)]!, binds)
  );
  const target: Target = {
    keys: (params) => [joinKey(key(params))],
    slices: (params) => {
      const bound = { prefix: clustering(params), inclusive: true };
      return [{ start: bound, end: bound }];
    },
    isExact: !isStatic,
    hasKeyIn: false,
    restrictsClustering: !isStatic,
  };
  return { target, write: writeRows(table, target, operations, !isStatic) };
}

function planUpdate(table: Table, ast: Update, binds: Binds): { target: Target; write: Write } {
  checkCounterUpdate(table, ast);
  const operations = ast.assignments.map((assignment) => {
    const column = findColumn(table, assignment.column);
    if (column.position >= 0) throw invalid(`PRIMARY KEY part ${column.name} found in SET part`);
    return planAssignment(column, assignment, binds);
  });
  const sets = ast.assignments.filter(({ kind }) => kind !== "element");
  const twice = sets.find(({ column }, i) => sets.findIndex((each) => each.column === column) < i);
  if (twice) throw syntax(`Multiple incompatible setting of column ${twice.column}`);
  const target = targetOf(table, ast, binds, "UPDATE");
  const isStatic = operations.every(({ column }) => column.kind === "static");
  if (!target.isExact && !isStatic) {
    const named = new Set(
      ast.where.flatMap((relation) => "column" in relation ? relation.column : []),
    );
    throw missingParts("clustering keys", table.clustering.filter(({ name }) => !named.has(name)));
  }
  return { target, write: writeRows(table, target, operations, false) };
}

function checkCounterUpdate(table: Table, { using }: Update): void {
  if (!table.isCounter) return;
  if (using.timestamp) throw invalid("Cannot provide custom timestamp for counter updates");
  if (using.ttl) throw invalid("Cannot provide custom TTL for counter updates");
}

function targetOf(
  table: Table,
  ast: Update | Delete,
  binds: Binds,
  verb: "UPDATE" | "DELETE",
): Target {
  const reach = planTarget(table, ast.where, binds, verb);
  return { ...reach, keys: reach.keys! };
}

/** Applies the operations: those on static columns to the head, the others to each row. */
function writeRows(table: Table, target: Target, operations: Operation[], marks: boolean): Write {
  const order = clusteringOrder(table);
  const isFlat = table.clustering.length === 0;
  const onHead = operations.filter(({ column }) => isFlat || column.kind === "static");
  const onRows = operations.filter((operation) => !onHead.includes(operation));
  const reachesHead = onHead.length > 0 || isFlat;
  const reachesRows = !isFlat && target.isExact && (onRows.length > 0 || marks);
  return (partition, params, stamp, now) => {
    if (reachesHead) {
      const place = placeOf(partition, openHead(partition), order);
      if (marks && isFlat) markRow(place, stamp);
      for (const operation of onHead) operation.apply(place, params, stamp, now);
    }
    if (!reachesRows) return;
    for (const { start } of target.slices(params)) {
      const place = placeOf(partition, openRow(partition, start!.prefix, order), order);
      if (marks) markRow(place, stamp);
      for (const operation of onRows) operation.apply(place, params, stamp, now);
    }
  };
}

function planDelete(table: Table, ast: Delete, binds: Binds): { target: Target; write: Write } {
  const operations = ast.targets.map(({ column: name, key }) => {
    const column = findColumn(table, name);
    if (column.position >= 0) {
      throw invalid(`Invalid identifier ${name} for deletion (should not be a PRIMARY KEY part)`);
    }
    return planDeletion(column, key, binds);
  });
  const target = targetOf(table, ast, binds, "DELETE");
  const isStatic = operations.length > 0 &&
    operations.every(({ column }) => column.kind === "static");
  if (ast.conditions && !target.isExact && !isStatic) {
    throw invalid(
      "DELETE statements must restrict all PRIMARY KEY columns with equality relations in order to delete " +
        "non static columns",
    );
  }
  if (operations.length > 0) {
    if (!target.isExact && !isStatic) {
      throw invalid("Range deletions are not supported for specific columns");
    }
    return { target, write: writeRows(table, target, operations, false) };
  }
  return { target, write: deleteRows(table, target) };
}

function deleteRows(table: Table, target: Target): Write {
  if (!target.restrictsClustering) {
    return (partition, _params, { time }) => deletePartition(partition, time);
  }
  const order = clusteringOrder(table);
  return (partition, params, { time }) => {
    for (const slice of target.slices(params)) {
      if (target.isExact) deleteRow(openRow(partition, slice.start!.prefix, order), time);
      else deleteSlice(partition, slice, time, order);
    }
  };
}
