import type { Batch, Definition, Modification } from "../cql/ast.ts";
import { parse, type Parsed } from "../cql/parse.ts";
import type { Bytes } from "../data/bytes.ts";
import { invalid } from "../errors.ts";
import type { ColumnSpec, Result } from "../result.ts";
import { emptyData } from "../store/data.ts";
import { define } from "../store/define.ts";
import { findTable, isSystemKeyspace, refuseSystemKeyspace } from "../store/schema.ts";
import type { Schema, Table } from "../store/schema.ts";
import { runBatch, runSingle, type Step } from "./batch.ts";
import type { Binds, Params } from "./binds.ts";
import { instant, planStamp } from "./clock.ts";
import { type ModifyPlan, planModification } from "./modify.ts";
import { type Paging, planSelect } from "./select.ts";

/** How a client wants a statement run. */
export interface Options {
  paging: Paging;
  /** The time of the writes in µs, where the client sets it. */
  clientTime: number | undefined;
}

/** A statement that is ready to run as long as the schema stays at its epoch. */
export interface Plan {
  epoch: number;
  binds: Binds;
  markers: ColumnSpec[];
  keyMarkers: number[];
  columns: ColumnSpec[];
  /** Set for INSERT, UPDATE and DELETE, which may be part of a batch. */
  modification: ModifyPlan | undefined;
  /** Whether it reads or writes rows that are not the server's own. */
  isOnUserTable: boolean;
  run(params: Params, options: Options): Result;
}

/** A statement's text, read once; planned anew when the schema has changed. */
export interface Prepared {
  keyspace: string | undefined;
  parsed: Parsed;
  plan: Plan | undefined;
}

export function prepareText(text: string, keyspace: string | undefined): Prepared {
  return { keyspace, parsed: parse(text), plan: undefined };
}

/**
 * The plan of a statement under the present schema.
 *
 * @throws {CqlError} When the statement does not fit the schema.
 */
export function planOf(prepared: Prepared, schema: Schema): Plan {
  if (prepared.plan?.epoch !== schema.epoch) prepared.plan = makePlan(prepared, schema);
  return prepared.plan;
}

type Made = Pick<Plan, "columns" | "modification" | "run"> & { table: Table | undefined };

function makePlan({ keyspace, parsed }: Prepared, schema: Schema): Plan {
  const binds: Binds = [];
  const { table, ...made } = planStatement(parsed, schema, keyspace, binds);
  const markers = binds.map(({ name, type }, i): ColumnSpec => ({
    keyspace: table?.keyspace ?? "",
    table: table?.name ?? "",
    name: parsed.markers[i] ?? name,
    type,
  }));
  const keyMarkers = table?.partitionKey.map((column) => binds.indexOf(column)) ?? [];
  return {
    ...made,
    epoch: schema.epoch,
    binds,
    markers,
    isOnUserTable: table !== undefined && !isSystemKeyspace(table.keyspace),
    keyMarkers: keyMarkers.includes(-1) ? [] : keyMarkers,
  };
}

function planStatement(
  { statement }: Parsed,
  schema: Schema,
  inUse: string | undefined,
  binds: Binds,
): Made {
  switch (statement.kind) {
    case "select": {
      const table = findTable(schema, statement.table, inUse);
      const { columns, run } = planSelect(table, statement, binds);
      return {
        table,
        columns,
        modification: undefined,
        run: (params, { paging, clientTime }) => run(params, paging, instant(clientTime).now),
      };
    }
    case "insert":
    case "update":
    case "delete":
      return planSingle(statement, schema, inUse, binds);
    case "batch":
      return planBatch(statement, schema, inUse, binds);
    case "use":
      return simple(() => use(schema, statement.keyspace));
    case "truncate": {
      const table = findTable(schema, statement.table, inUse);
      refuseSystemKeyspace(table.keyspace);
      return simple(() => {
        table.data = emptyData();
        return { kind: "void" };
      });
    }
    default:
      return simple(() => runDefinition(schema, statement, inUse));
  }
}

function simple(run: () => Result): Made {
  return { table: undefined, columns: [], modification: undefined, run };
}

function use({ keyspaces }: Schema, keyspace: string): Result {
  if (!keyspaces.has(keyspace)) throw invalid(`Keyspace '${keyspace}' does not exist`);
  return { kind: "setKeyspace", keyspace };
}

function runDefinition(
  schema: Schema,
  definition: Definition,
  inUse: string | undefined,
): Result {
  const change = define(schema, definition, inUse);
  return change ? { kind: "schemaChange", change } : { kind: "void" };
}

function planSingle(
  statement: Modification,
  schema: Schema,
  inUse: string | undefined,
  binds: Binds,
): Made {
  const table = findTable(schema, statement.table, inUse);
  refuseSystemKeyspace(table.keyspace);
  const plan = planModification(table, statement, binds);
  return {
    table,
    columns: [],
    modification: plan,
    // A condition reads what is there, so its writes must be of the server's own time.
    run: (params, { clientTime }) =>
      runSingle({ plan, params }, instant(plan.check ? undefined : clientTime)),
  };
}

function planBatch(
  { type, using, statements }: Batch,
  schema: Schema,
  inUse: string | undefined,
  binds: Binds,
): Made {
  if (using.ttl) throw invalid("Global TTL on the BATCH statement is not supported.");
  const plans = statements.map((statement) =>
    planSingle(statement, schema, inUse, binds).modification!
  );
  const table = plans[0]?.table;
  const stamp = table && planStamp(table, using, binds);
  const hasTimestamp = using.timestamp !== undefined;
  return {
    table,
    columns: [],
    modification: undefined,
    run(params, { clientTime }) {
      const steps = plans.map((plan): Step => ({ plan, params }));
      const at = batchInstant(steps, clientTime);
      const time = stamp?.(params, at).time ?? at.time;
      return runBatch(steps, type, hasTimestamp, { ...at, time });
    },
  };
}

/** When the statements of a batch are written. */
export function batchInstant(
  steps: Step[],
  clientTime: number | undefined,
): ReturnType<typeof instant> {
  return instant(steps.some(({ plan }) => plan.check) ? undefined : clientTime);
}

/** Where the values that came with names belong. */
export function positional(
  markers: ColumnSpec[],
  values: Map<string, Bytes | null | undefined>,
): Params {
  return markers.map(({ name }) => {
    if (!values.has(name)) throw invalid(`Missing value for the bind marker ${name}`);
    return values.get(name);
  });
}
