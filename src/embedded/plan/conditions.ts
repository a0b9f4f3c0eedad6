import { type Bytes, toElements, toInt, toParts } from "../../protocol/bytes.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import type { IfClause, IfCondition, Term } from "../cql/ast.ts";
import { comparatorOf } from "../data/compare.ts";
import { isCollection, native, unfrozen } from "../data/types.ts";
import { invalid } from "../errors.ts";
import { readColumn, rowExists, type View } from "../store/read.ts";
import { findColumn, type SchemaColumn, type Table } from "../store/schema.ts";
import type { Binds, Params } from "./binds.ts";
import { satisfies } from "./restrictions.ts";
import { planList, planTerm } from "./terms.ts";

/** The planned IF of a statement. */
export interface Check {
  /** Whether the row fulfils the conditions. */
  passes(view: View, params: Params): boolean;
  /** The columns of the row that the answer shows where it does not. */
  shows: SchemaColumn[];
}

type Test = (view: View, params: Params) => boolean;

export function planConditions(table: Table, conditions: IfClause, binds: Binds): Check {
  switch (conditions.kind) {
    case "exists":
      return { passes: (view) => viewExists(view), shows: [] };
    case "notExists":
      return { passes: (view) => !viewExists(view), shows: [...table.columns.values()] };
    case "if": {
      const tests = conditions.all.map((condition) => planCondition(table, condition, binds));
      const names = new Set(conditions.all.map(({ column }) => column));
      return {
        passes: (view, params) => tests.every((test) => test(view, params)),
        shows: [...names].map((name) => findColumn(table, name)),
      };
    }
  }
}

/** Whether the row exists; without a row, whether the partition has static columns. */
export function viewExists({ row, partition, now }: View): boolean {
  const at = row ?? partition.head;
  return at !== null && rowExists(at, now);
}

function planCondition(
  table: Table,
  { column: name, element, field, test }: IfCondition,
  binds: Binds,
): Test {
  const column = findColumn(table, name);
  if (column.kind === "partition_key" || column.kind === "clustering") {
    throw invalid(`PRIMARY KEY column '${name}' cannot have IF conditions`);
  }
  const { type, read } = element
    ? planElement(column, element, binds)
    : field !== undefined
    ? planField(column, field)
    : wholeColumn(column);
  const receiver = { name, type };
  const compare = comparatorOf(type);
  if ("in" in test) {
    const list = planList(test.in, receiver, binds);
    return (view, params) => {
      const value = read(view, params);
      return list(params).some((each) =>
        value === null || typeof each !== "string" ? value === each : compare(value, each) === 0
      );
    };
  }
  const { operator } = test;
  const planned = planTerm(test.value, receiver, binds);
  return (view, params) => {
    const value = read(view, params);
    const wanted = planned(params);
    if (wanted === undefined) throw invalid(`Invalid 'unset' value in condition`);
    if (value !== null && wanted !== null) return satisfies(operator, compare(value, wanted));
    if (operator === "=") return value === wanted;
    return operator === "!=" && value !== wanted;
  };
}

type Read = { type: CqlType; read: (view: View, params: Params) => Bytes | null };

function wholeColumn(column: SchemaColumn): Read {
  return { type: column.type, read: (view) => readColumn(view, column) };
}

/** `column.field` of a user type. */
function planField(column: SchemaColumn, field: string): Read {
  const { fields = [], of } = unfrozen(column.type);
  const at = fields.indexOf(field);
  if (at < 0) throw invalid(`Unknown field ${field} for column ${column.name}`);
  return {
    type: of[at]!,
    read: (view) => toParts(readColumn(view, column) ?? "")[at] ?? null,
  };
}

/** `column[key]` of a map or a list. */
function planElement(column: SchemaColumn, key: Term, binds: Binds): Read {
  const { name, of } = unfrozen(column.type);
  if (!isCollection(column.type) || name === "set") {
    throw invalid(`Invalid element access syntax for ${name} column ${column.name}`);
  }
  const isList = name === "list";
  const receiver = {
    name: isList ? `idx(${column.name})` : `key(${column.name})`,
    type: isList ? native("int") : of[0]!,
  };
  const planned = planTerm(key, receiver, binds);
  const compare = comparatorOf(receiver.type);
  return {
    type: of.at(-1)!,
    read(view, params) {
      const at = planned(params);
      const bytes = readColumn(view, column);
      if (typeof at !== "string") throw invalid(`Invalid null value for ${receiver.name}`);
      const parts = bytes === null ? [] : toElements(bytes);
      if (isList) return parts[toInt(at)] ?? null;
      const found = parts.findIndex((part, i) => i % 2 === 0 && compare(part, at) === 0);
      return found < 0 ? null : parts[found + 1]!;
    },
  };
}
