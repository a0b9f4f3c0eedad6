import type { Assignment, Term } from "../cql/ast.ts";
import { type Bytes, fromLong, toBigInt, toElements, toInt } from "../data/bytes.ts";
import { type Comparator, comparatorOf, compareBytes } from "../data/compare.ts";
import { type CqlType, isCollection, isMultiCell, native } from "../data/types.ts";
import { invalid, syntax } from "../errors.ts";
import type { Cell, Stamp } from "../store/data.ts";
import { liveElements } from "../store/read.ts";
import type { Column } from "../store/schema.ts";
import { clearElements, newListKey, type Place, putCell, putElement } from "../store/write.ts";
import type { Binds, Params, Value } from "./binds.ts";
import { planTerm } from "./terms.ts";

/** What a statement does to one column of a row. */
export interface Operation {
  column: Column;
  apply(place: Place, params: Params, stamp: Stamp, now: number): void;
}

/** Plans `c = …`, `c = c + …`, `c[k] = …` and their kin. */
export function planAssignment(column: Column, assignment: Assignment, binds: Binds): Operation {
  switch (assignment.kind) {
    case "set":
      return planSet(column, assignment.value, binds);
    case "element":
      refuseFrozen(column, assignment.text);
      return planElement(column, assignment.key, assignment.value, binds);
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

function refuseFrozen({ name, type }: Column, operation: string): void {
  if (!isMultiCell(type)) {
    throw invalid(
      isCollection(type)
        ? `Invalid operation (${operation}) for frozen collection column ${name}`
        : `Invalid operation (${operation}) for non collection column ${name}`,
    );
  }
}

/** Plans `column = value`, which INSERT does too. */
export function planSet(column: Column, term: Term, binds: Binds): Operation {
  if (column.type.name === "counter") {
    throw invalid(
      `Cannot set the value of counter column ${column.name} ` +
        "(counters can only be incremented/decremented, not set)",
    );
  }
  const value = planTerm(term, column, binds);
  const { slot } = column;
  if (!isMultiCell(column.type)) {
    return {
      column,
      apply(place, params, stamp) {
        const bytes = value(params);
        if (bytes !== undefined) putCell(place, slot, bytes, stamp);
      },
    };
  }
  return {
    column,
    apply(place, params, stamp) {
      const bytes = value(params);
      if (bytes === undefined) return;
      // Just before, so that the new elements, written at the same µs, live.
      clearElements(place, slot, stamp.time - 1);
      if (bytes !== null) addElements(place, column, bytes, stamp);
    },
  };
}

/** Plans the deletion of the column, or of one element of it. */
export function planDeletion(column: Column, key: Term | undefined, binds: Binds): Operation {
  if (key) {
    refuseFrozen(column, `${column.name}[…]`);
    return planElement(column, key, { kind: "literal", type: "null", text: "null" }, binds);
  }
  return {
    column,
    apply(place, _params, stamp) {
      if (isMultiCell(column.type)) clearElements(place, column.slot, stamp.time);
      else putCell(place, column.slot, null, stamp);
    },
  };
}

function addElements(
  place: Place,
  column: Column,
  bytes: Bytes,
  stamp: Stamp,
  front = false,
): void {
  const { name, args } = column.type;
  const elements = toElements(bytes);
  if (name === "list") {
    for (const value of front ? elements.reverse() : elements) {
      const key = newListKey(front ? "front" : "back");
      putElement(place, column.slot, { key, value, stamp }, compareBytes);
    }
    return;
  }
  const compare = comparatorOf(args[0]!);
  for (let i = 0; i < elements.length; i += args.length) {
    const value = name === "map" ? elements[i + 1]! : "";
    putElement(place, column.slot, { key: elements[i]!, value, stamp }, compare);
  }
}

function planAdd(column: Column, term: Term, binds: Binds, front: boolean): Operation {
  const value = planTerm(term, column, binds);
  return {
    column,
    apply(place, params, stamp) {
      const bytes = value(params);
      if (typeof bytes === "string") addElements(place, column, bytes, stamp, front);
    },
  };
}

function planSubtract(column: Column, term: Term, binds: Binds): Operation {
  const { name, args } = column.type;
  // What is taken from a map are keys.
  const type: CqlType = name === "map"
    ? { name: "set", args: [args[0]!], frozen: false }
    : column.type;
  const value = planTerm(term, { name: column.name, type }, binds);
  const compare = name === "list" ? compareBytes : comparatorOf(args[0]!);
  return {
    column,
    apply(place, params, stamp, now) {
      const bytes = value(params);
      if (typeof bytes !== "string") return;
      const gone = toElements(bytes);
      for (const { key, value } of liveElements(place.row.cells[column.slot], now)) {
        const matches = name === "list"
          ? gone.includes(value!)
          : gone.some((each) => compare(each, key) === 0);
        if (matches) putElement(place, column.slot, { key, value: null, stamp }, compare);
      }
    },
  };
}

function planElement(column: Column, key: Term, term: Term, binds: Binds): Operation {
  const { name, args } = column.type;
  const isList = name === "list";
  const at = planTerm(key, {
    name: isList ? `idx(${column.name})` : `key(${column.name})`,
    type: isList ? native("int") : args[0]!,
  }, binds);
  if (name === "set" && !isNull(term)) {
    throw invalid(`Invalid operation on set column ${column.name}: elements have no value`);
  }
  const value = planTerm(term, { name: `value(${column.name})`, type: args.at(-1)! }, binds);
  const compare: Comparator = isList ? compareBytes : comparatorOf(args[0]!);
  return {
    column,
    apply(place, params, stamp, now) {
      const wanted = keyOf(at, params, column);
      const bytes = value(params);
      if (bytes === undefined) return;
      const element = isList ? listKey(place, column, toInt(wanted), now) : wanted;
      putElement(place, column.slot, { key: element, value: bytes, stamp }, compare);
    },
  };
}

function isNull(term: Term): boolean {
  return term.kind === "literal" && term.type === "null";
}

function keyOf(at: Value, params: Params, { name, type }: Column): Bytes {
  const key = at(params);
  if (typeof key !== "string") throw invalid(`Invalid null ${type.name} key for column ${name}`);
  return key;
}

function listKey(place: Place, column: Column, index: number, now: number): Bytes {
  const live = liveElements(place.row.cells[column.slot], now);
  if (live.length === 0) throw invalid("Attempted to set an element on a list which is null");
  const element = live[index];
  if (!element) {
    throw invalid(`List index ${index} out of bound, list has size ${live.length}`);
  }
  return element.key;
}

function planCounter(
  column: Column,
  { kind, value: term }: Extract<Assignment, { source: string }>,
  binds: Binds,
): Operation {
  const value = planTerm(term, column, binds);
  const sign = kind === "subtract" ? -1n : 1n;
  return {
    column,
    apply({ row, deletedAt }, params, stamp) {
      const bytes = value(params);
      if (bytes === undefined) return;
      if (bytes === null) throw invalid(`Invalid null value for counter increment`);
      const old = row.cells[column.slot] as Cell | undefined;
      const sum = toBigInt(old?.value ?? "") + sign * toBigInt(bytes);
      // Increments never lose to one another, whatever their clients' clocks say.
      const time = Math.max(stamp.time, deletedAt + 1, old?.stamp.time ?? 0);
      row.cells[column.slot] = {
        value: fromLong(BigInt.asIntN(64, sum)),
        stamp: { ...stamp, time },
      };
    },
  };
}
