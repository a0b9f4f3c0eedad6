import type { Bytes } from "../../protocol/bytes.ts";
import { joinKey } from "../../protocol/partition_key.ts";
import type { Assignment, Delete, Insert, ParsedModification, Update } from "../cql/ast.ts";
import { invalid, syntax } from "../errors.ts";
import {
  findRow,
  openHead,
  openPartition,
  openRow,
  type Partition,
  type Slice,
  type Stamp,
} from "../store/data.ts";
import type { View } from "../store/read.ts";
import { findColumn, type SchemaColumn, type Table } from "../store/schema.ts";
import { deletePartition, deleteRow, deleteSlice, markRow, writableRow } from "../store/write.ts";
import { planAssignment, planDeletion, planSet } from "./assign.ts";
import { type Binds, type Params, required } from "./binds.ts";
import { planStamp, type StatementTime } from "./clock.ts";
import { type Check, planConditions } from "./conditions.ts";
import type { ColumnChange } from "./fields.ts";
import { planTerm } from "./terms.ts";
import { missingParts, planTarget, rowOrder } from "./where.ts";

export interface ModifyPlan {
  table: Table;
  /** Set for a conditional statement. */
  check: Check | undefined;
  hasTimestamp: boolean;
  keys(params: Params): Bytes[];
  /** The row that the conditions are about. */
  view(params: Params, now: number): View;
  apply(params: Params, at: StatementTime): void;
}

/** The rows that a statement writes: in each partition of `keys` its head, and the rows in `slices`. */
interface Target {
  keys(params: Params): Bytes[];
  slices(params: Params): Slice[];
  isExact: boolean;
  hasKeyIn: boolean;
  restrictsClustering: boolean;
}
type Write = (partition: Partition, params: Params, stamp: Stamp, now: number) => void;

/** Checks an INSERT, UPDATE or DELETE against its table, and plans it. */
export function planModification(table: Table, ast: ParsedModification, binds: Binds): ModifyPlan {
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

function checkConditional(table: Table, { using }: ParsedModification): void {
  if (table.isCounter) throw invalid("Conditional updates are not supported on counter tables");
  if (using.timestamp) throw invalid("Cannot provide custom timestamp for conditional updates");
}

function viewOf(table: Table, target: Target, params: Params, now: number): View {
  const key = target.keys(params)[0]!;
  const partition = table.data.partitions.get(key) ??
    { data: table.data, key, deletedAt: 0, head: null, blocks: [], deletedSlices: [] };
  const clustering = target.slices(params)[0]?.start?.prefix;
  const row = table.clustering.length === 0
    ? partition.head
    : clustering && target.isExact
    ? findRow(partition, clustering, rowOrder(table)) ?? null
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
  const values = (of: SchemaColumn[]) => {
    const planned = of.map((column) =>
      planTerm(ast.values[columns.indexOf(column)]!, column, binds)
    );
    return (params: Params) => planned.map((value, i) => required(value(params), of[i]!.name));
  };
  const key = values(table.partitionKey);
  const clustering = values(isStatic ? [] : table.clustering);
  const changes = others.map((column) =>
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
  return { target, write: writeRows(table, target, changes, !isStatic) };
}

function planUpdate(table: Table, ast: Update, binds: Binds): { target: Target; write: Write } {
  checkCounterUpdate(table, ast);
  const changes = ast.assignments.map((assignment) => {
    const column = findColumn(table, assignment.column);
    if (column.position >= 0) throw invalid(`PRIMARY KEY part ${column.name} found in SET part`);
    return planAssignment(column, assignment, binds);
  });
  const sets = ast.assignments.filter(({ kind }) => kind !== "element");
  const twice = sets.find((set, i) => sets.slice(0, i).some((each) => clash(set, each)));
  if (twice) throw syntax(`Multiple incompatible setting of column ${twice.column}`);
  const target = targetOf(table, ast, binds, "UPDATE");
  const isStatic = changes.every(({ column }) => column.kind === "static");
  if (!target.isExact && !isStatic) {
    const named = new Set(
      ast.where.flatMap((relation) => "column" in relation ? relation.column : []),
    );
    throw missingParts("clustering keys", table.clustering.filter(({ name }) => !named.has(name)));
  }
  return { target, write: writeRows(table, target, changes, false) };
}

/** Whether two assignments set the same: of different fields of a column they do not. */
function clash(one: Assignment, other: Assignment): boolean {
  if (one.column !== other.column) return false;
  return one.kind !== "field" || other.kind !== "field" || one.field === other.field;
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

/** Applies the changes: those on static columns to the head, the others to each row. */
function writeRows(table: Table, target: Target, changes: ColumnChange[], marks: boolean): Write {
  const order = rowOrder(table);
  const isFlat = table.clustering.length === 0;
  const onHead = changes.filter(({ column }) => isFlat || column.kind === "static");
  const onRows = changes.filter((change) => !onHead.includes(change));
  const reachesHead = onHead.length > 0 || isFlat;
  const reachesRows = !isFlat && target.isExact && (onRows.length > 0 || marks);
  return (partition, params, stamp, now) => {
    if (reachesHead) {
      const row = writableRow(partition, openHead(partition), order);
      if (marks && isFlat) markRow(row, stamp);
      for (const change of onHead) change.apply(row, params, stamp, now);
    }
    if (!reachesRows) return;
    for (const { start } of target.slices(params)) {
      const row = writableRow(partition, openRow(partition, start!.prefix, order), order);
      if (marks) markRow(row, stamp);
      for (const change of onRows) change.apply(row, params, stamp, now);
    }
  };
}

function planDelete(table: Table, ast: Delete, binds: Binds): { target: Target; write: Write } {
  const changes = ast.targets.map(({ column: name, ...part }) => {
    const column = findColumn(table, name);
    if (column.position >= 0) {
      throw invalid(`Invalid identifier ${name} for deletion (should not be a PRIMARY KEY part)`);
    }
    return planDeletion(column, part, binds);
  });
  const target = targetOf(table, ast, binds, "DELETE");
  const isStatic = changes.length > 0 &&
    changes.every(({ column }) => column.kind === "static");
  if (ast.conditions && !target.isExact && !isStatic) {
    throw invalid(
      "DELETE statements must restrict all PRIMARY KEY columns with equality relations in order to delete " +
        "non static columns",
    );
  }
  if (changes.length > 0) {
    if (!target.isExact && !isStatic) {
      throw invalid("Range deletions are not supported for specific columns");
    }
    return { target, write: writeRows(table, target, changes, false) };
  }
  return { target, write: deleteRows(table, target) };
}

function deleteRows(table: Table, target: Target): Write {
  if (!target.restrictsClustering) {
    return (partition, _params, { time }) => deletePartition(partition, time);
  }
  const order = rowOrder(table);
  return (partition, params, { time }) => {
    for (const slice of target.slices(params)) {
      if (target.isExact) {
        deleteRow(partition, openRow(partition, slice.start!.prefix, order), time);
      } else deleteSlice(partition, slice, time, order);
    }
  };
}
