import { type Bytes, fromShort, toElements, toInt, toParts } from "../../protocol/bytes.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import type { Assignment, Delete, Term } from "../cql/ast.ts";
import { type Comparator, comparatorOf, compareBytes } from "../data/compare.ts";
import { isCollection, isMultiCell, native } from "../data/types.ts";
import { invalid, syntax } from "../errors.ts";
import type { Stamp } from "../store/data.ts";
import { liveElements } from "../store/read.ts";
import type { SchemaColumn } from "../store/schema.ts";
import {
  clearElements,
  newListKey,
  putCell,
  putElement,
  type WritableRow,
} from "../store/write.ts";
import type { Binds, Params, Value } from "./binds.ts";
import { planCounter } from "./counters.ts";
import { type ColumnChange, planField, planFieldDeletion } from "./fields.ts";
import { planTerm } from "./terms.ts";

/** Plans an assignment: `c = …`, `c = c + …`, `c[k] = …`, … */
export function planAssignment(
  column: SchemaColumn,
  assignment: Assignment,
  binds: Binds,
): ColumnChange {
  switch (assignment.kind) {
    case "set":
      return planSet(column, assignment.value, binds);
    case "element":
      refuseFrozen(column, assignment.text);
      return planElement(column, assignment.key, assignment.value, binds);
    case "field":
      return planField(column, assignment, binds);
    default:
      if (assignment.source !== column.name) {
        throw syntax("Only expressions of the form X = X +<value> are supported.");
      }
      if (column.type.name === "counter") return planCounter(column, assignment, binds);
      if (!isCollection(column.type)) {
        throw invalid(
          `Invalid operation (${assignment.text}) for non counter column ${column.name}`,
        );
      }
      refuseFrozen(column, assignment.text);
      return assignment.kind === "subtract"
        ? planSubtract(column, assignment.value, binds)
        : planAdd(column, assignment.value, binds, assignment.kind === "prepend");
  }
}

function refuseFrozen({ name, type }: SchemaColumn, operation: string): void {
  if (!isMultiCell(type) || !isCollection(type)) {
    throw invalid(
      isCollection(type)
        ? `Invalid operation (${operation}) for frozen collection column ${name}`
        : `Invalid operation (${operation}) for non collection column ${name}`,
    );
  }
}

/** Plans `column = value`, of an UPDATE or an INSERT. */
export function planSet(column: SchemaColumn, term: Term, binds: Binds): ColumnChange {
  if (column.type.name === "counter") {
    throw invalid(
      `Cannot set the value of counter column ${column.name} ` +
        "(counters can only be incremented/decremented, not set)",
    );
  }
  const value = planTerm(term, column, binds);
  const { cellIndex } = column;
  if (!isMultiCell(column.type)) {
    return {
      column,
      apply(target, params, stamp) {
        const bytes = value(params);
        if (bytes !== undefined) putCell(target, cellIndex, bytes, stamp);
      },
    };
  }
  return {
    column,
    apply(target, params, stamp) {
      const bytes = value(params);
      if (bytes === undefined) return;
      // Clears up to 1 µs earlier, so as not to clear the new elements, which have the same time.
      clearElements(target, cellIndex, stamp.time - 1);
      if (bytes !== null) addElements(target, column, bytes, stamp);
    },
  };
}

/** Plans the deletion of a column, or of one of its elements or fields. */
export function planDeletion(
  column: SchemaColumn,
  { key, field }: Pick<Delete["targets"][number], "key" | "field">,
  binds: Binds,
): ColumnChange {
  if (field !== undefined) return planFieldDeletion(column, field);
  if (key) {
    refuseFrozen(column, `${column.name}[…]`);
    return planElement(column, key, { kind: "literal", type: "null", text: "null" }, binds);
  }
  return {
    column,
    apply(target, _params, stamp) {
      if (isMultiCell(column.type)) clearElements(target, column.cellIndex, stamp.time);
      else putCell(target, column.cellIndex, null, stamp);
    },
  };
}

function addElements(
  target: WritableRow,
  column: SchemaColumn,
  bytes: Bytes,
  stamp: Stamp,
  front = false,
): void {
  const { name, of } = column.type;
  if (name === "udt") {
    for (const [at, value] of toParts(bytes).entries()) {
      if (value === null) continue;
      putElement(target, column.cellIndex, { key: fromShort(at), value, stamp }, compareBytes);
    }
    return;
  }
  const elements = toElements(bytes);
  if (name === "list") {
    for (const value of front ? elements.reverse() : elements) {
      const key = newListKey(front ? "front" : "back");
      putElement(target, column.cellIndex, { key, value, stamp }, compareBytes);
    }
    return;
  }
  const compare = comparatorOf(of[0]!);
  for (let i = 0; i < elements.length; i += of.length) {
    const value = name === "map" ? elements[i + 1]! : "";
    putElement(target, column.cellIndex, { key: elements[i]!, value, stamp }, compare);
  }
}

function planAdd(column: SchemaColumn, term: Term, binds: Binds, front: boolean): ColumnChange {
  const value = planTerm(term, column, binds);
  return {
    column,
    apply(target, params, stamp) {
      const bytes = value(params);
      if (typeof bytes === "string") addElements(target, column, bytes, stamp, front);
    },
  };
}

function planSubtract(column: SchemaColumn, term: Term, binds: Binds): ColumnChange {
  const { name, of } = column.type;
  // From a map, keys are subtracted.
  const type: CqlType = name === "map" ? { name: "set", of: [of[0]!] } : column.type;
  const value = planTerm(term, { name: column.name, type }, binds);
  const compare = name === "list" ? compareBytes : comparatorOf(of[0]!);
  return {
    column,
    apply(target, params, stamp, now) {
      const bytes = value(params);
      if (typeof bytes !== "string") return;
      const gone = toElements(bytes);
      for (const { key, value } of liveElements(target.row.cells[column.cellIndex], now)) {
        const matches = name === "list"
          ? gone.includes(value!)
          : gone.some((each) => compare(each, key) === 0);
        if (matches) putElement(target, column.cellIndex, { key, value: null, stamp }, compare);
      }
    },
  };
}

function planElement(column: SchemaColumn, key: Term, term: Term, binds: Binds): ColumnChange {
  const { name, of } = column.type;
  const isList = name === "list";
  const at = planTerm(key, {
    name: isList ? `idx(${column.name})` : `key(${column.name})`,
    type: isList ? native("int") : of[0]!,
  }, binds);
  if (name === "set" && !isNull(term)) {
    throw invalid(`Invalid operation on set column ${column.name}: elements have no value`);
  }
  const value = planTerm(term, { name: `value(${column.name})`, type: of.at(-1)! }, binds);
  const compare: Comparator = isList ? compareBytes : comparatorOf(of[0]!);
  return {
    column,
    apply(target, params, stamp, now) {
      const wanted = keyOf(at, params, column);
      const bytes = value(params);
      if (bytes === undefined) return;
      const element = isList ? listKey(target, column, toInt(wanted), now) : wanted;
      putElement(target, column.cellIndex, { key: element, value: bytes, stamp }, compare);
    },
  };
}

function isNull(term: Term): boolean {
  return term.kind === "literal" && term.type === "null";
}

function keyOf(at: Value, params: Params, { name, type }: SchemaColumn): Bytes {
  const key = at(params);
  if (typeof key !== "string") throw invalid(`Invalid null ${type.name} key for column ${name}`);
  return key;
}

function listKey(target: WritableRow, column: SchemaColumn, index: number, now: number): Bytes {
  const live = liveElements(target.row.cells[column.cellIndex], now);
  if (live.length === 0) throw invalid("Attempted to set an element on a list which is null");
  const element = live[index];
  if (!element) {
    throw invalid(`List index ${index} out of bound, list has size ${live.length}`);
  }
  return element.key;
}
