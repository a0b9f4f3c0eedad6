import type { BatchOptions } from "../scenario/calls/call_options.ts";
import { checkOptions } from "../scenario/calls/option_rules.ts";
import type { Model } from "../scenario/schema/model.ts";
import type { Batch } from "../scenario/calls/session.ts";
import { isCounterTable } from "../scenario/cql/definitions.ts";
import type { ModelStatements } from "./model_statements.ts";
import { createValues, deleteValues, type StatementValues, updateValues } from "./model_values.ts";

type Row = Record<string, unknown>;

/** A statement of a batch, with its values. */
export interface BatchedWrite<S> {
  readonly statement: S;
  readonly values: StatementValues;
}

/** The writes of a batch. */
export interface BatchedWrites<S> {
  readonly items: readonly BatchedWrite<S>[];
  /** Whether they make it a counter batch. */
  readonly isCounter: boolean;
}

/** Collects the writes of a batch. */
export function collectBatch<S>(
  fill: (batch: Batch) => void,
  statements: ModelStatements<S>,
): BatchedWrites<S> {
  const items: BatchedWrite<S>[] = [];
  let isCounter = false;
  function add(model: Model, statement: S, values: StatementValues): void {
    items.push({ statement, values });
    isCounter ||= isCounterTable(model);
  }
  fill({
    create(model, row, options) {
      if (options !== undefined) checkOptions("batch.create", options);
      add(model, statements.create(model, options), createValues(model, row as Row, options));
    },
    update(model, key, changes, options) {
      if (options !== undefined) checkOptions("batch.update", options);
      const [where, what] = [key as Row, changes as Row];
      const statement = statements.update(model, where, what, options);
      add(model, statement, updateValues(model, where, what, options));
    },
    delete(model, key, options) {
      if (options !== undefined) checkOptions("batch.delete", options);
      const statement = statements.delete(model, key as Row, options);
      add(model, statement, deleteValues(model, key as Row, options));
    },
  });
  return { items, isCounter };
}

/**
 * How a batch is sent.
 *
 * @throws {TypeError} for a counter batch with a timestamp, which a server ignores
 */
export function batchType(
  isCounter: boolean,
  { logged = true, timestamp }: BatchOptions = {},
): "logged" | "unlogged" | "counter" {
  if (!isCounter) return logged ? "logged" : "unlogged";
  if (timestamp === undefined) return "counter";
  throw new TypeError('Cannot take option "timestamp" of batch() as counters have no timestamps');
}
