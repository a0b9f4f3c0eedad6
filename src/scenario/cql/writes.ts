/** The CQL texts of a model's writes. */
import { ScenarioError } from "../../errors.ts";
import type { ChangeKind } from "../calls/change.ts";
import {
  boundColumn,
  type BoundValue,
  type CqlPart,
  joinParts,
  listStatement,
  part,
  quoteAll,
  type Statement,
  type Where,
  wherePart,
} from "./part.ts";
import { type CqlType, formatCqlType } from "../schema/cql_type.ts";
import type { Model } from "../schema/model.ts";
import { quote } from "../schema/names.ts";
import { isCounterTable } from "./definitions.ts";

/** What the USING of a write says. */
export interface UsingOptions {
  readonly ttl?: number | undefined;
  readonly timestamp?: bigint | number | undefined;
}

const TTL: BoundValue = { name: "ttl", type: { name: "int", of: [] } };
const TIMESTAMP: BoundValue = { name: "timestamp", type: { name: "bigint", of: [] } };

/** The USING of a write; empty where it says nothing. */
function usingPart({ ttl, timestamp }: UsingOptions): CqlPart {
  const parts: CqlPart[] = [];
  if (ttl !== undefined) parts.push(part("TTL ?", TTL));
  if (timestamp !== undefined) parts.push(part("TIMESTAMP ?", TIMESTAMP));
  if (parts.length === 0) return part("");
  const { text, binds } = joinParts(parts, " AND ");
  return { text: ` USING ${text}`, binds };
}

/** INSERT of a row. With `using`, its values come in a list. */
export function insert(
  model: Model,
  { ifNotExists = false, using }: { ifNotExists?: boolean; using?: UsingOptions | undefined } = {},
): Statement {
  if (isCounterTable(model)) {
    throw new ScenarioError(
      `Cannot create a row of "${model.name}" as it counts`,
      "counters are added to with session.update",
    );
  }
  const columns = Object.keys(model.columns);
  const marks = columns.map(() => "?").join(", ");
  const condition = ifNotExists ? " IF NOT EXISTS" : "";
  const cql = `INSERT INTO ${quote(model.name)} (${
    quoteAll(columns)
  }) VALUES (${marks})${condition}`;
  if (using === undefined) return { cql, columns };
  return listStatement(
    part(cql, ...columns.map((name) => boundColumn(model, name))),
    usingPart(using),
  );
}

/** How one column is changed: to a new value, or by a change of the one that is there. */
export interface ChangedColumn {
  readonly column: string;
  readonly kind?: ChangeKind | undefined;
  /** The field that is changed. */
  readonly field?: string | undefined;
}

/** UPDATE of some columns; its values come in a list. A new value of a counter is added to it. */
export function update(
  model: Model,
  changes: readonly ChangedColumn[],
  { clustering, using = {} }: Where & { using?: UsingOptions | undefined },
): Statement {
  if (changes.length === 0) {
    throw new ScenarioError(`Cannot update "${model.name}" as nothing is to be changed`);
  }
  const { clusteringKey } = model;
  const own = changes.find(({ column }) => model.columns[column]?.isStatic !== true);
  if (clustering < clusteringKey.length && (clustering > 0 || own !== undefined)) {
    throw new ScenarioError(
      `Cannot update "${model.name}" as the key lacks "${clusteringKey[clustering]}"`,
      own && clustering === 0
        ? `only static columns can be updated without it, and "${own.column}" is none`
        : undefined,
    );
  }
  return listStatement(
    `UPDATE ${quote(model.name)}`,
    usingPart(using),
    " SET ",
    joinParts(changes.map((change) => assignment(boundColumn(model, change.column), change)), ", "),
    wherePart(model, { clustering }),
  );
}

/** What is added to a value, or set in it: one column of an UPDATE. */
function assignment({ name, type }: BoundValue, { kind, field }: ChangedColumn): CqlPart {
  const column = quote(name);
  const [first, second] = type.of;
  const isCounter = type.name === "counter";
  const isCollection = type.name === "list" || type.name === "set" || type.name === "map";
  const bound = (type: CqlType): BoundValue => ({ name, type });
  const refuse = (what: string) =>
    new ScenarioError(
      `Cannot change column "${name}" (${formatCqlType(type)}) with ${kind}() as only ${what}`,
    );
  switch (kind) {
    case undefined:
      return part(isCounter ? `${column} = ${column} + ?` : `${column} = ?`, bound(type));
    case "plus":
      if (!isCounter && !isCollection) {
        throw refuse("counters and collections that are not frozen can be added to");
      }
      return part(`${column} = ${column} + ?`, bound(type));
    case "minus":
      if (!isCounter && !isCollection) {
        throw refuse("counters and collections that are not frozen can be taken from");
      }
      return part(
        `${column} = ${column} - ?`,
        bound(type.name === "map" ? { name: "set", of: [first!] } : type),
      );
    case "prepend":
      if (type.name !== "list") throw refuse("lists that are not frozen have a beginning");
      return part(`${column} = ? + ${column}`, bound(type));
    case "at":
      if (type.name !== "list" && type.name !== "map") {
        throw refuse("lists and maps that are not frozen have elements that can be set");
      }
      return type.name === "list"
        ? part(`${column}[?] = ?`, bound({ name: "int", of: [] }), bound(first!))
        : part(`${column}[?] = ?`, bound(first!), bound(second!));
    case "field": {
      const of = type.of[type.fields?.indexOf(field ?? "") ?? -1];
      if (of === undefined) throw refuse(`fields of user types that are not frozen can be set`);
      return part(`${column}.${quote(field ?? "")} = ?`, { name: `${name}.${field}`, type: of });
    }
  }
}

/** DELETE of a row by its primary key. */
export function deleteOne(model: Model): Statement {
  const { text, binds } = wherePart(model, { clustering: model.clusteringKey.length });
  return {
    cql: `DELETE FROM ${quote(model.name)}${text}`,
    columns: binds.map(({ name }) => name),
  };
}

/** DELETE of rows, or of their columns; its values come in a list. */
export function deleteSome(
  model: Model,
  { columns = [], using = {}, ...rows }: Where & {
    readonly columns?: readonly string[] | undefined;
    readonly using?: UsingOptions | undefined;
  },
): Statement {
  for (const name of columns) boundColumn(model, name);
  const chosen = columns.length === 0 ? "" : ` ${quoteAll(columns)}`;
  return listStatement(
    `DELETE${chosen} FROM ${quote(model.name)}`,
    usingPart(using),
    wherePart(model, rows),
  );
}
