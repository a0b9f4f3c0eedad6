import {
  type Bytes,
  fromElements,
  fromInt,
  fromLong,
  fromParts,
  toElements,
  toParts,
} from "../../protocol/bytes.ts";
import { tokenBytes, tokenOf } from "../../protocol/murmur3.ts";
import { type CqlType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { Selectable, Selector } from "../cql/ast.ts";
import { comparatorOf } from "../data/compare.ts";
import { frozen, isMultiCell, native, unfrozen } from "../data/types.ts";
import { invalid, unsupported } from "../errors.ts";
import type { Cell } from "../store/data.ts";
import { cellsOf, readColumn, type View } from "../store/read.ts";
import { findColumn, type SchemaColumn, type Table } from "../store/schema.ts";
import {
  type Accumulator,
  type Aggregate,
  aggregate,
  COUNT_ROWS,
  isAggregate,
} from "./aggregates.ts";
import type { Binds, Params } from "./binds.ts";
import { findFunction } from "./functions.ts";
import { planTerm } from "./terms.ts";

/** One column of the result. */
export interface Output {
  name: string;
  type: CqlType;
  read(view: View, params: Params): Bytes | null;
  /** Set where the value is computed from all rows. */
  aggregate: Aggregate | undefined;
  /** The columns of the table that it reads. */
  columns: SchemaColumn[];
}

/** Plans the outputs of a SELECT: all columns where it names none. */
export function planSelectors(table: Table, selectors: Selector[], binds: Binds): Output[] {
  if (selectors.length === 0) return [...table.columns.values()].map(columnOutput);
  return selectors.map(({ what, alias }) => {
    const output = planSelectable(table, what, binds);
    return alias === undefined ? output : { ...output, name: alias };
  });
}

function columnOutput(column: SchemaColumn): Output {
  return {
    name: column.name,
    type: column.type,
    read: (view) => readColumn(view, column),
    aggregate: undefined,
    columns: [column],
  };
}

function planSelectable(table: Table, what: Selectable, binds: Binds): Output {
  switch (what.kind) {
    case "column":
      return columnOutput(findColumn(table, what.name));
    case "countRows":
      return {
        name: "count",
        type: native("bigint"),
        read: () => null,
        aggregate: COUNT_ROWS,
        columns: [],
      };
    case "cell":
      return planCell(findColumn(table, what.name), what.property, what.field);
    case "field":
      return planField(findColumn(table, what.name), what.path);
    case "element":
      return planElement(findColumn(table, what.name), what, binds);
    case "term":
      throw invalid(
        `Cannot infer type for term ${what.text} in selection clause (try using a cast to force a type)`,
      );
    case "call":
      return planCall(table, what, binds);
  }
}

/** `column.field`, of which each further field is one of the field before. */
function planField(column: SchemaColumn, path: readonly string[]): Output {
  let { name, type } = column;
  const indexes = path.map((field) => {
    const at = fieldIndex(name, type, field);
    name += `.${field}`;
    type = unfrozen(type).of[at]!;
    return at;
  });
  return {
    name,
    type,
    read(view) {
      let value = readColumn(view, column);
      for (const at of indexes) value = value === null ? null : toParts(value)[at] ?? null;
      return value;
    },
    aggregate: undefined,
    columns: [column],
  };
}

function fieldIndex(name: string, type: CqlType, field: string): number {
  const { name: kind, fields = [], userType } = unfrozen(type);
  if (kind !== "udt") {
    throw invalid(
      `Invalid field selection: ${name} of type ${formatCqlType(type)} is not a user type`,
    );
  }
  const at = fields.indexOf(field);
  if (at < 0) throw invalid(`${name} of type ${userType} has no field ${field}`);
  return at;
}

/** WRITETIME(column) or TTL(column), or of a field. */
function planCell(
  column: SchemaColumn,
  property: "writetime" | "ttl",
  field: string | undefined,
): Output {
  if (column.kind === "partition_key" || column.kind === "clustering") {
    throw invalid(`Cannot use selection function ${property} on PRIMARY KEY part ${column.name}`);
  }
  const single = property === "ttl" ? native("int") : native("bigint");
  const read = property === "ttl" ? ttlOf : writetimeOf;
  if (field !== undefined) {
    const at = fieldIndex(column.name, column.type, field);
    const isFrozen = !isMultiCell(column.type);
    return {
      name: `${property}(${column.name}.${field})`,
      type: single,
      read(view) {
        const cells = cellsOf(view, column);
        const cell = isFrozen ? cells[0] : cells[at];
        return cell ? read(cell, view.now) : null;
      },
      aggregate: undefined,
      columns: [column],
    };
  }
  return {
    name: `${property}(${column.name})`,
    type: isMultiCell(column.type) ? frozen({ name: "list", of: [single] }) : single,
    read: (view) => {
      const values = cellsOf(view, column).map((cell) => cell && read(cell, view.now));
      if (!isMultiCell(column.type)) return values[0] ?? null;
      return values.some((value) => value !== null) ? fromParts(values) : null;
    },
    aggregate: undefined,
    columns: [column],
  };
}

function ttlOf({ stamp }: Cell, now: number): Bytes | null {
  return stamp.expiresAt === 0 ? null : fromInt(Math.ceil((stamp.expiresAt - now) / 1000));
}

function writetimeOf({ stamp }: Cell): Bytes {
  return fromLong(BigInt(stamp.time));
}

/** column[key] */
function planElement(
  column: SchemaColumn,
  what: Extract<Selectable, { kind: "element" }>,
  binds: Binds,
): Output {
  const { name, of: [keyType, valueType] } = unfrozen(column.type);
  if (name !== "map") throw unsupported(`selecting elements of a ${name}`);
  const key = planTerm(what.key, { name: `key(${column.name})`, type: keyType! }, binds);
  const compare = comparatorOf(keyType!);
  return {
    name: `${column.name}[${what.text}]`,
    type: valueType!,
    read: (view, params) => {
      const wanted = key(params);
      const parts = toElements(readColumn(view, column) ?? fromElements([]));
      const at = parts.findIndex((part, i) => i % 2 === 0 && compare(part, wanted ?? "") === 0);
      return at < 0 ? null : parts[at + 1]!;
    },
    aggregate: undefined,
    columns: [column],
  };
}

function planCall(
  table: Table,
  { name, args }: Extract<Selectable, { kind: "call" }>,
  binds: Binds,
): Output {
  if (name === "token") return planToken(table, args, binds);
  const inputs = args.map((arg) => planSelectable(table, arg, binds));
  const shared = {
    name: `system.${name}(${inputs.map((input) => input.name).join(", ")})`,
    columns: inputs.flatMap((input) => input.columns),
  };
  if (isAggregate(name) && inputs.length === 1) {
    const found = aggregate(name, inputs[0]!.type);
    return { ...shared, type: found.returns, read: inputs[0]!.read, aggregate: found };
  }
  if (inputs.some((input) => input.aggregate)) throw unsupported("functions of aggregates");
  const found = findFunction(name, inputs.map((input) => input.type));
  return {
    ...shared,
    type: found.returns,
    aggregate: undefined,
    read: (view, params) => {
      const values = inputs.map((input) => input.read(view, params));
      return values.every((value) => value !== null) ? found.call(...values) : null;
    },
  };
}

/** token(partition key) */
function planToken(table: Table, args: Selectable[], binds: Binds): Output {
  const inputs = args.map((arg) => planSelectable(table, arg, binds));
  const key = table.partitionKey.map((column) => column.name).join(", ");
  if (inputs.map((input) => input.name).join(", ") !== key) {
    throw invalid(`The token function arguments must be in the partition key order: ${key}`);
  }
  return {
    name: `system.token(${key})`,
    type: native("bigint"),
    read: (view) => tokenBytes(tokenOf(view.partition.key)),
    aggregate: undefined,
    columns: table.partitionKey,
  };
}

/** Starts an accumulator for each output; an output that is no aggregate has its value of the first row. */
export function accumulators(outputs: Output[]): Accumulator[] {
  return outputs.map((output) => output.aggregate?.start() ?? firstValue());
}

function firstValue(): Accumulator {
  let first: Bytes | null | undefined;
  return {
    add: (value) => void (first === undefined && (first = value)),
    result: () => first ?? null,
  };
}
