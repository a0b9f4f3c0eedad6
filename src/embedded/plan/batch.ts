import { type Bytes, fromBoolean } from "../../protocol/bytes.ts";
import type { BatchType } from "../cql/ast.ts";
import { native } from "../data/types.ts";
import { invalid } from "../errors.ts";
import type { ColumnSpec, StatementResult } from "../result.ts";
import { readColumn, type View } from "../store/read.ts";
import type { SchemaColumn, Table } from "../store/schema.ts";
import type { Params } from "./binds.ts";
import type { StatementTime } from "./clock.ts";
import { viewExists } from "./conditions.ts";
import type { ModifyPlan } from "./modify.ts";

/** A planned statement with its values. */
export interface BoundModification {
  plan: ModifyPlan;
  params: Params;
}

/** Runs one INSERT, UPDATE or DELETE. */
export function runSingle(step: BoundModification, at: StatementTime): StatementResult {
  if (!step.plan.check) {
    step.plan.apply(step.params, at);
    return { kind: "void" };
  }
  const refusal = findRefusal([step], at.now);
  if (refusal) return refused(refusal, refusal.shows);
  step.plan.apply(step.params, at);
  return applied(step.plan.table);
}

/** Runs all statements of a batch, or none of them. */
export function runBatch(
  steps: BoundModification[],
  type: BatchType,
  hasTimestamp: boolean,
  at: StatementTime,
): StatementResult {
  checkCounters(steps, type);
  const keys = new Set(steps.flatMap(({ plan, params }) => plan.keys(params)));
  const isConditional = steps.some(({ plan }) => plan.check);
  if (hasTimestamp) checkTimestamps(steps, isConditional);
  if (isConditional) {
    const tables = new Set(steps.map(({ plan }) => plan.table));
    if (tables.size > 1) throw invalid("Batch with conditions cannot span multiple tables");
    if (keys.size > 1) throw invalid("Batch with conditions cannot span multiple partitions");
    const refusal = findRefusal(steps, at.now);
    if (refusal) return refused(refusal, withKey(refusal));
  }
  for (const { plan, params } of steps) plan.apply(params, at);
  return isConditional ? applied(steps[0]!.plan.table) : { kind: "void" };
}

function checkCounters(steps: BoundModification[], type: BatchType): void {
  const counters = steps.filter(({ plan }) => plan.table.isCounter).length;
  if (type === "counter") {
    if (counters === steps.length) return;
    throw invalid("Cannot include non-counter statement in a counter batch");
  }
  if (counters === 0) return;
  if (counters < steps.length) {
    throw invalid("Counter and non-counter mutations cannot exist in the same batch");
  }
  if (type === "logged") throw invalid("Cannot include a counter statement in a logged batch");
}

function checkTimestamps(steps: BoundModification[], isConditional: boolean): void {
  if (isConditional) {
    throw invalid("Cannot provide custom timestamp for conditional BATCH");
  }
  if (steps.some(({ plan }) => plan.hasTimestamp)) {
    throw invalid("Timestamp must be set either on BATCH or individual statements");
  }
}

interface Refusal {
  view: View;
  shows: SchemaColumn[];
}

function findRefusal(steps: BoundModification[], now: number): Refusal | undefined {
  for (const { plan, params } of steps) {
    if (!plan.check) continue;
    const view = plan.view(params, now);
    if (!plan.check.passes(view, params)) return { view, shows: plan.check.shows };
  }
  return undefined;
}

function withKey({ view: { table }, shows }: Refusal): SchemaColumn[] {
  return [...table.columns.values()].filter((column) =>
    column.position >= 0 || shows.includes(column)
  );
}

function applied(table: Table): StatementResult {
  const columns = [appliedColumn(table)];
  return { kind: "rows", columns, rows: [[fromBoolean(true)]], pagingState: null };
}

function refused({ view }: Refusal, shows: SchemaColumn[]): StatementResult {
  const shown = viewExists(view) ? shows : [];
  const { keyspace, name: table } = view.table;
  const columns = shown.map(({ name, type }): ColumnSpec => ({ keyspace, table, name, type }));
  const values = shown.map((column): Bytes | null => readColumn(view, column));
  return {
    kind: "rows",
    columns: [appliedColumn(view.table), ...columns],
    rows: [[fromBoolean(false), ...values]],
    pagingState: null,
  };
}

function appliedColumn({ keyspace, name }: Table): ColumnSpec {
  return { keyspace, table: name, name: "[applied]", type: native("boolean") };
}
