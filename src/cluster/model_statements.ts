import type { Model } from "../scenario/model.ts";
import type { Batch } from "../scenario/session.ts";
import { isCounterTable } from "../scenario/statements.ts";

type Row = Record<string, unknown>;

/** Keeps a client's statements of models, each under a name of its own. */
export function keepStatements<S>(): (
  model: Model,
  name: string,
  build: (model: Model) => S,
) => S {
  const byModel = new Map<Model, Map<string, S>>();
  return (model, name, build) => {
    let statements = byModel.get(model);
    if (statements === undefined) byModel.set(model, statements = new Map());
    let statement = statements.get(name);
    if (statement === undefined) statements.set(name, statement = build(model));
    return statement;
  };
}

/** A client's statements of the writes that a batch can hold. */
export interface WriteStatements<S> {
  readonly insert: (model: Model) => S;
  readonly update: (model: Model, changes: object) => S;
  readonly delete: (model: Model) => S;
}

/** Collects the writes of a batch, and whether they make it a counter batch. */
export function collectBatch<S>(
  fill: (batch: Batch) => void,
  statements: WriteStatements<S>,
): { readonly items: readonly { statement: S; values: Row }[]; readonly isCounter: boolean } {
  const items: { statement: S; values: Row }[] = [];
  let isCounter = false;
  function add(model: Model, statement: S, values: Row): void {
    items.push({ statement, values });
    isCounter ||= isCounterTable(model);
  }
  fill({
    create: (model, row) => add(model, statements.insert(model), row as Row),
    update: (model, key, changes) =>
      add(model, statements.update(model, changes), { ...changes, ...key as Row }),
    delete: (model, key) => add(model, statements.delete(model), key as Row),
  });
  return { items, isCounter };
}
