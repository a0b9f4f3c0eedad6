/** The CQL texts of a model's reads. */
import { ScenarioError } from "../../errors.ts";
import {
  boundColumn,
  listStatement,
  part,
  quoteAll,
  type Statement,
  type Where,
  wherePart,
} from "./part.ts";
import type { Model } from "../schema/model.ts";
import { quote } from "../schema/names.ts";

/** The SELECT without its WHERE, of all columns or of those that are chosen. */
function select(model: Model, columns: readonly string[] = Object.keys(model.columns)): string {
  for (const name of columns) boundColumn(model, name);
  if (columns.length === 0) {
    throw new ScenarioError(`Cannot read "${model.name}" as no column is chosen`);
  }
  return `SELECT ${quoteAll(columns)} FROM ${quote(model.name)}`;
}

/** SELECT of one row by its primary key. */
export function selectOne(model: Model, columns?: readonly string[]): Statement {
  const { text, binds } = wherePart(model, { clustering: model.clusteringKey.length });
  return { cql: select(model, columns) + text, columns: binds.map(({ name }) => name) };
}

/** SELECT of a partition's rows. */
export function selectPartition(model: Model): Statement {
  const { text, binds } = wherePart(model, { clustering: 0 });
  return { cql: select(model) + text, columns: binds.map(({ name }) => name) };
}

/** Which of a partition's rows are read, and how. */
export interface Selection extends Where {
  readonly columns?: readonly string[] | undefined;
  readonly isReversed?: boolean;
  readonly isLimited?: boolean;
}

/** SELECT of some of a partition's rows; its values come in a list, the limit as the last one. */
export function selectSome(
  model: Model,
  { columns, isReversed = false, isLimited = false, ...rows }: Selection,
): Statement {
  if (isReversed && model.clusteringKey.length === 0) {
    throw new ScenarioError(
      `Cannot read "${model.name}" in reverse as it has no clustering column`,
    );
  }
  const order = model.clusteringKey.map((name) =>
    `${quote(name)} ${model.clusteringOrder[name] === "desc" ? "ASC" : "DESC"}`
  );
  return listStatement(
    select(model, columns),
    wherePart(model, rows),
    isReversed ? ` ORDER BY ${order.join(", ")}` : "",
    isLimited ? part(" LIMIT ?", { name: "limit", type: { name: "int", of: [] } }) : "",
  );
}
