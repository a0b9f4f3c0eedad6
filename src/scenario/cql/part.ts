import { ScenarioError } from "../../errors.ts";
import type { CqlType } from "../schema/cql_type.ts";
import type { Model } from "../schema/model.ts";
import { quote } from "../schema/names.ts";

/** A CQL text, and the columns whose values are bound to its `?`, in their order. */
export interface Statement {
  readonly cql: string;
  readonly columns: readonly string[];
  /** Where its values come in a list, in the order of `columns`: their types. Otherwise they come by their names. */
  readonly types?: readonly CqlType[];
}

/** A part of a CQL text, with what is bound to its `?`, in their order. */
export interface CqlPart {
  readonly text: string;
  readonly binds: readonly BoundValue[];
}

/** A value that is bound. */
export interface BoundValue {
  readonly name: string;
  readonly type: CqlType;
}

/** A part of a text. */
export function part(text: string, ...binds: BoundValue[]): CqlPart {
  return { text, binds };
}

/** Parts with a text between them. */
export function joinParts(parts: readonly CqlPart[], between: string): CqlPart {
  return {
    text: parts.map(({ text }) => text).join(between),
    binds: parts.flatMap(({ binds }) => binds),
  };
}

/** A statement of parts, whose values come in a list. */
export function listStatement(...parts: readonly (CqlPart | string)[]): Statement {
  const { text, binds } = joinParts(
    parts.map((one) => typeof one === "string" ? part(one) : one),
    "",
  );
  return {
    cql: text,
    columns: binds.map(({ name }) => name),
    types: binds.map(({ type }) => type),
  };
}

/** Names in quotes, with commas between them. */
export function quoteAll(names: readonly string[]): string {
  return names.map(quote).join(", ");
}

/** A column of a model, as it is bound. */
export function boundColumn(model: Model, name: string): BoundValue {
  const column = model.columns[name];
  if (column === undefined) throw noColumn(model, name);
  return { name, type: column.type };
}

/** The error of a column that a model does not have. */
function noColumn({ name, columns }: Model, column: string): ScenarioError {
  const known = Object.keys(columns).join(", ");
  return new ScenarioError(
    `Cannot use column "${column}" as "${name}" has no such: it has ${known}`,
  );
}

/** The bounds of a range, and how CQL writes them. */
const COMPARISONS = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** The bounds that a range has, in the order in which they are bound. */
export const BOUNDS = Object.keys(COMPARISONS) as (keyof typeof COMPARISONS)[];

/** Which rows a call is about. */
export interface Where {
  /** How many of the clustering columns its key has. */
  readonly clustering: number;
  /** The clustering column with a range, and its bounds. */
  readonly range?: undefined | {
    readonly column: string;
    readonly bounds: readonly (typeof BOUNDS)[number][];
  };
}

/** The WHERE of some rows. */
export function wherePart(model: Model, { clustering, range }: Where): CqlPart {
  const { partitionKey, clusteringKey } = model;
  const key = [...partitionKey, ...clusteringKey.slice(0, clustering)];
  const parts = key.map((name) => part(`${quote(name)} = ?`, boundColumn(model, name)));
  if (range !== undefined) {
    const next = clusteringKey[clustering];
    if (range.column !== next) {
      const must = next === undefined
        ? "its key names single rows"
        : `a range is on "${next}" here`;
      throw new ScenarioError(`Cannot take a range of "${range.column}" as ${must}`);
    }
    for (const bound of range.bounds) {
      const text = `${quote(next)} ${COMPARISONS[bound]} ?`;
      parts.push(part(text, boundColumn(model, next)));
    }
  }
  const { text, binds } = joinParts(parts, " AND ");
  return { text: ` WHERE ${text}`, binds };
}

type Row = Readonly<Record<string, unknown>>;

/** How many clustering columns a key has: the first ones. One that is there and undefined is one. */
export function countClustering({ name, clusteringKey }: Model, key: Row): number {
  let count = 0;
  while (count < clusteringKey.length && clusteringKey[count]! in key) count++;
  for (let at = count + 1; at < clusteringKey.length; at++) {
    if (!(clusteringKey[at]! in key)) continue;
    throw new ScenarioError(
      `Cannot use a key of "${name}" with "${clusteringKey[at]}" as it lacks "${
        clusteringKey[count]
      }" before it`,
    );
  }
  return count;
}
