import type { Bytes } from "../../protocol/bytes.ts";
import type { Definition, ParsedBatch, ParsedModification } from "../cql/ast.ts";
import { parse, type ParsedText } from "../cql/parse.ts";
import { invalid } from "../errors.ts";
import type { ColumnSpec, StatementResult } from "../result.ts";
import { emptyData } from "../store/data.ts";
import { define } from "../store/define.ts";
import {
  findTable,
  isSystemKeyspace,
  refuseSystemKeyspace,
  type Schema,
  type Table,
} from "../store/schema.ts";
import { type BoundModification, runBatch, runSingle } from "./batch.ts";
import type { Binds, Params } from "./binds.ts";
import { planStamp, statementTime } from "./clock.ts";
import { type ModifyPlan, planModification } from "./modify.ts";
import { type Paging, planSelect } from "./select.ts";

/** How a client wants a statement run. */
export interface ExecutionOptions {
  paging: Paging;
  /** The timestamp of the writes in µs, where the client sets it. */
  clientTime: number | undefined;
}

/** A statement that is ready to run, until the epoch of the schema changes. */
export interface StatementPlan {
  epoch: number;
  binds: Binds;
  markers: ColumnSpec[];
  keyMarkers: number[];
  columns: ColumnSpec[];
  /** Set for INSERT, UPDATE and DELETE, which may be part of a batch. */
  modification: ModifyPlan | undefined;
  /** The table that it is on; of a batch, that of its first statement. */
  table: Table | undefined;
  /** Whether it is on a table that a user has created. */
  isOnUserTable: boolean;
  run(params: Params, options: ExecutionOptions): StatementResult;
}

/** A parsed statement. It is planned again after a change of the schema. */
export interface PreparedStatement {
  text: string;
  keyspace: string | undefined;
  parsed: ParsedText;
  plan: StatementPlan | undefined;
}

export function prepareText(text: string, keyspace: string | undefined): PreparedStatement {
  return { text, keyspace, parsed: parse(text), plan: undefined };
}

/**
 * The plan of a statement for the schema as it is now.
 *
 * @throws {CqlError} When the statement does not fit the schema.
 */
export function planOf(prepared: PreparedStatement, schema: Schema): StatementPlan {
  if (prepared.plan?.epoch !== schema.epoch) prepared.plan = makePlan(prepared, schema);
  return prepared.plan;
}

type Made = Pick<StatementPlan, "columns" | "modification" | "run" | "table">;

function makePlan({ keyspace, parsed }: PreparedStatement, schema: Schema): StatementPlan {
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
    table,
    epoch: schema.epoch,
    binds,
    markers,
    isOnUserTable: table !== undefined && !isSystemKeyspace(table.keyspace),
    keyMarkers: keyMarkers.includes(-1) ? [] : keyMarkers,
  };
}

function planStatement(
  { statement }: ParsedText,
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
        run: (params, { paging, clientTime }) => run(params, paging, statementTime(clientTime).now),
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

function simple(run: () => StatementResult): Made {
  return { table: undefined, columns: [], modification: undefined, run };
}

function use({ keyspaces }: Schema, keyspace: string): StatementResult {
  if (!keyspaces.has(keyspace)) throw invalid(`Keyspace '${keyspace}' does not exist`);
  return { kind: "setKeyspace", keyspace };
}

function runDefinition(
  schema: Schema,
  definition: Definition,
  inUse: string | undefined,
): StatementResult {
  const change = define(schema, definition, inUse);
  return change ? { kind: "schemaChange", change } : { kind: "void" };
}

function planSingle(
  statement: ParsedModification,
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
    // A condition reads rows as they are, so its writes need a timestamp of the server.
    run: (params, { clientTime }) =>
      runSingle({ plan, params }, statementTime(plan.check ? undefined : clientTime)),
  };
}

function planBatch(
  { type, using, statements }: ParsedBatch,
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
      const steps = plans.map((plan): BoundModification => ({ plan, params }));
      const at = batchTime(steps, clientTime);
      const time = stamp?.(params, at).time ?? at.time;
      return runBatch(steps, type, hasTimestamp, { ...at, time });
    },
  };
}

/** The time of a batch: of the client, unless a statement has conditions. */
export function batchTime(
  steps: BoundModification[],
  clientTime: number | undefined,
): ReturnType<typeof statementTime> {
  return statementTime(steps.some(({ plan }) => plan.check) ? undefined : clientTime);
}

/** Puts values that came with names in the order of the markers. */
export function positional(
  markers: ColumnSpec[],
  values: Map<string, Bytes | null | undefined>,
): Params {
  return markers.map(({ name }) => {
    if (!values.has(name)) throw invalid(`Missing value for the bind marker ${name}`);
    return values.get(name);
  });
}
