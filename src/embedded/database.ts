import { type Bytes, toHex } from "../protocol/bytes.ts";
import { murmur3, tokenBytes } from "../protocol/murmur3.ts";
import { ErrorCode } from "../protocol/opcodes.ts";
import type { BatchType } from "./cql/ast.ts";
import { CqlError, invalid } from "./errors.ts";
import { type BoundModification, runBatch } from "./plan/batch.ts";
import { checkParams, type Params } from "./plan/binds.ts";
import {
  batchTime,
  type ExecutionOptions,
  planOf,
  positional,
  type PreparedStatement,
  prepareText,
  type StatementPlan,
} from "./plan/plan.ts";
import type { StatementResult } from "./result.ts";
import { keepStatements, LONGEST_KEPT } from "./statements.ts";
import { boundRows } from "./store/room.ts";
import type { Schema } from "./store/schema.ts";
import { newSchema, publish } from "./store/system_tables.ts";

/** The values of a request, by position or by name. */
export type BoundValues = Params | Map<string, Bytes | null | undefined>;

/** One statement of a BATCH request. */
export interface BatchItem {
  statement: { text: string } | { id: Bytes };
  values: Params;
}

/** What a statement is about. */
export interface Subject {
  kind: "read" | "write";
  keyspace: string;
  table: string;
  /** Whether a user has created the table. */
  isUsers: boolean;
  /** The statement's CQL. */
  text: string;
}

/** What all connections use: the schema, the rows, and the prepared statements. */
export interface Database {
  prepare(text: string, keyspace: string | undefined): StatementResult;
  query(
    text: string,
    keyspace: string | undefined,
    values: BoundValues,
    options: ExecutionOptions,
  ): StatementResult;
  execute(id: Bytes, values: BoundValues, options: ExecutionOptions): StatementResult;
  /** Whether a prepared statement is on a table that a user has created. */
  isOnUserTable(id: Bytes): boolean;
  /** What the statements are about; those are left out that read and write nothing, or cannot be carried out. */
  subjectsOf(
    statements: readonly BatchItem["statement"][],
    keyspace: string | undefined,
  ): Subject[];
  batch(
    type: BatchType,
    items: BatchItem[],
    keyspace: string | undefined,
    clientTime: number | undefined,
  ): StatementResult;
}

const encoder = new TextEncoder();

/** Makes an empty database. Its system tables say that the server listens on `port`. */
export function createDatabase(port: number, mostStored?: number): Database {
  const schema = newSchema(port);
  const room = boundRows(schema, mostStored);
  const byText = keepStatements();
  const byId = keepStatements();

  function read(text: string, keyspace: string | undefined): PreparedStatement {
    const key = `${keyspace ?? ""}\0${text}`;
    const known = byText.get(key);
    if (known) return known;
    const prepared = prepareText(text, keyspace);
    byText.keep(key, prepared);
    return prepared;
  }

  function find(id: Bytes): PreparedStatement {
    const prepared = byId.get(id);
    if (prepared) return prepared;
    throw new CqlError(
      ErrorCode.unprepared,
      `Prepared query with ID ${
        toHex(id)
      } not found (either the query was not prepared on this host ` +
        "(maybe the host has been restarted?) or you have prepared too many queries and it has been evicted " +
        "from the internal cache)",
      { id },
    );
  }

  function checkRoom({ parsed: { statement } }: PreparedStatement, { table }: StatementPlan): void {
    if (table !== undefined && statement.kind !== "select") {
      room.check(table, statement.kind === "delete");
    }
  }

  function subjectOf(prepared: PreparedStatement): Subject[] {
    const { table, isOnUserTable: isUsers } = planOf(prepared, schema);
    if (table === undefined) return [];
    const kind = prepared.parsed.statement.kind === "select" ? "read" : "write";
    const { keyspace, name } = table;
    return [{ kind, keyspace, table: name, isUsers, text: prepared.text }];
  }

  function run(
    prepared: PreparedStatement,
    values: BoundValues,
    options: ExecutionOptions,
  ): StatementResult {
    const plan = planOf(prepared, schema);
    checkRoom(prepared, plan);
    const result = published(schema, plan.run(bind(plan, values), options));
    // Clients know the types of what they have prepared, so they prepare it again where these can have changed.
    if (result.kind === "schemaChange" && result.change.change !== "CREATED") byId.clear();
    return result;
  }

  return {
    prepare(text, keyspace) {
      if (text.length > LONGEST_KEPT) throw invalid("The statement is too long to be prepared");
      const prepared = read(text, keyspace);
      const { markers, keyMarkers, columns } = planOf(prepared, schema);
      const id = murmur3(encoder.encode(`${keyspace ?? ""}\0${text}`)).map(tokenBytes).join("");
      byId.keep(id, prepared);
      return { kind: "prepared", id, binds: markers, keyMarkers, columns };
    },
    query: (text, keyspace, values, options) => run(read(text, keyspace), values, options),
    execute: (id, values, options) => run(find(id), values, options),
    subjectsOf: (statements, keyspace) =>
      statements.flatMap((statement) => {
        try {
          return subjectOf("id" in statement ? find(statement.id) : read(statement.text, keyspace));
        } catch {
          return [];
        }
      }),
    isOnUserTable: (id) => planOf(find(id), schema).isOnUserTable,
    batch(type, items, keyspace, clientTime) {
      const steps = items.map(({ statement, values }): BoundModification => {
        const prepared = "id" in statement ? find(statement.id) : read(statement.text, keyspace);
        const plan = planOf(prepared, schema);
        checkRoom(prepared, plan);
        if (!plan.modification) {
          throw invalid(
            "Invalid statement in batch: only UPDATE, INSERT and DELETE statements are allowed.",
          );
        }
        return { plan: plan.modification, params: bind(plan, values) };
      });
      return runBatch(steps, type, false, batchTime(steps, clientTime));
    },
  };
}

function bind(plan: StatementPlan, values: BoundValues): Params {
  const params = values instanceof Map ? positional(plan.markers, values) : values;
  checkParams(plan.binds, params);
  return params;
}

/** Updates system_schema after a statement that changed the schema. */
function published(schema: Schema, result: StatementResult): StatementResult {
  if (result.kind === "schemaChange") publish(schema, result.change.keyspace);
  return result;
}
