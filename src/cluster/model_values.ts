/** The values of a model's statements, in the order of the `?` in their texts. */
import type { AnyOptions } from "../scenario/calls/call_options.ts";
import { isChange } from "../scenario/calls/change.ts";
import { refuseOtherNames } from "../protocol/refusals.ts";
import { BOUNDS, countClustering } from "../scenario/cql/part.ts";
import type { Model } from "../scenario/schema/model.ts";
import type { UsingOptions } from "../scenario/cql/writes.ts";
import { isOneRow, isWholePartition, usingBits } from "./model_statements.ts";

type Row = Readonly<Record<string, unknown>>;

/** The values of a statement: by their names, or in their order. */
export type StatementValues = Row | readonly unknown[];

/** The values of a create. */
export function createValues({ columns }: Model, row: Row, using?: UsingOptions): StatementValues {
  if (usingBits(using) === 0) return row;
  const names = Object.keys(columns);
  const values = names.map((name) => row[name]);
  if (values.includes(undefined)) refuseOtherNames(names, row);
  pushUsing(values, using);
  return values;
}

/** The values of an update. */
export function updateValues(
  model: Model,
  key: Row,
  changes: Row,
  using?: UsingOptions,
): StatementValues {
  const values: unknown[] = [];
  pushUsing(values, using);
  for (const column in changes) {
    const value = changes[column];
    if (!isChange(value)) values.push(value);
    else if (value.kind === "at") values.push(value.key, value.value);
    else values.push(value.value);
  }
  pushKey(values, model, key, countClustering(model, key));
  return values;
}

/** The values of a delete. */
export function deleteValues(model: Model, key: Row, options?: AnyOptions): StatementValues {
  const clustering = countClustering(model, key);
  if (isOneRow(model, clustering, options)) return key;
  const values: unknown[] = [];
  pushUsing(values, options as UsingOptions | undefined);
  pushKey(values, model, key, clustering);
  pushRange(values, options);
  return values;
}

/** The values of a read of a partition. */
export function findAllValues(model: Model, key: Row, options?: AnyOptions): StatementValues {
  const clustering = countClustering(model, key);
  if (isWholePartition(clustering, options)) return key;
  const values: unknown[] = [];
  pushKey(values, model, key, clustering);
  pushRange(values, options);
  if (options?.limit !== undefined) values.push(options.limit);
  return values;
}

function pushUsing(values: unknown[], using: UsingOptions | undefined): void {
  if (using?.ttl !== undefined) values.push(using.ttl);
  if (using?.timestamp !== undefined) values.push(BigInt(using.timestamp));
}

function pushKey(
  values: unknown[],
  { partitionKey, clusteringKey }: Model,
  key: Row,
  clustering: number,
): void {
  for (const name of partitionKey) values.push(key[name]);
  for (let at = 0; at < clustering; at++) values.push(key[clusteringKey[at]!]);
}

function pushRange(values: unknown[], options: AnyOptions | undefined): void {
  if (options?.range === undefined) return;
  const [bounds] = Object.values(options.range as Record<string, Row>);
  for (const bound of BOUNDS) if (bound in bounds!) values.push(bounds![bound]);
}
