import type cassandra from "cassandra-driver";
import {
  countAnswer,
  countApplied,
  countRow,
  countRows,
  createRequestCounts,
  type RequestCounts,
} from "../../measure/request_counts.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import type { AnyOptions } from "../../scenario/calls/call_options.ts";
import { checkOptions } from "../../scenario/calls/option_rules.ts";
import type { Rows, Session } from "../../scenario/calls/session.ts";
import { isRead } from "../../scenario/calls/idempotence.ts";
import { batchType, collectBatch } from "../batched_writes.ts";
import { failedWrite } from "../failed_write.ts";
import { keepStatements } from "../model_statements.ts";
import { createValues, deleteValues, findAllValues, updateValues } from "../model_values.ts";
import { namedValues, refuseUnpreparedValues } from "../named_values.ts";
import { queryOptions } from "./query_options.ts";
import { textPreparer } from "./prepared.ts";
import type { PreparingClient } from "./prepare_handler.d.ts";
import { type Bind, binder, type DriverColumn, type Read, reader, resultReader } from "./rows.ts";

type Row = Record<string, unknown>;

/** A statement of a model with its codecs. */
interface Prepared {
  readonly cql: string;
  readonly bind: Bind;
  readonly read: Read;
}

/** The part of the driver's client that a session uses. */
export interface Requests {
  execute(
    cql: string,
    values: unknown[],
    options: cassandra.QueryOptions,
  ): Promise<cassandra.types.ResultSet>;
  batch(
    queries: { query: string; params: unknown[] }[],
    options: cassandra.QueryOptions,
  ): Promise<cassandra.types.ResultSet>;
}

/**
 * A session that sends through the driver. Prepares all statements.
 *
 * @param driver the driver's client
 * @param readTimeout milliseconds after which the driver gives up on a request; 0 for never, which saves a timer for each
 * @param client what the requests are sent through instead of the driver's client
 * @param counts counts what the requests give
 */
export function createSession(
  driver: Requests,
  readTimeout: number,
  client: Requests = driver,
  counts: RequestCounts = createRequestCounts(),
): Session {
  const asked = { prepare: true, readTimeout };
  const statements = keepStatements<Prepared>((model, _kind, text, columns) => ({
    cql: text.cql,
    bind: binder(model, text),
    read: reader(model, columns),
  }));
  // The driver has more than its types say.
  const textOf = textPreparer(driver as Requests & PreparingClient, () => counts.texts++);

  /** What the driver is told beside the text and the values. Of most calls it is the same. */
  function how(options: AnyOptions | undefined): cassandra.QueryOptions {
    return options === undefined ? asked : queryOptions(asked, options);
  }

  async function executeUnprepared(cql: string, options: AnyOptions) {
    const isWrite = !isRead(cql);
    if (isWrite) counts.writes++;
    try {
      const result = await client.execute(cql, [], how(options));
      if (result.columns === null || result.columns === undefined) return NOTHING;
      const rows = toRows(result, resultReader(result.columns as DriverColumn[]));
      countAnswer(counts, rows);
      return rows;
    } catch (error) {
      throw isWrite ? failedWrite(error) : error;
    }
  }

  return {
    async create(model, row, options) {
      if (options !== undefined) checkOptions("create", options);
      const { cql, bind } = statements.create(model, options);
      const values = bind(createValues(model, row as Row, options));
      counts.writes++;
      try {
        assertVoid(await client.execute(cql, values, how(options)));
      } catch (error) {
        throw failedWrite(error);
      }
    },

    async createIfNotExists(model, row, options) {
      if (options !== undefined) checkOptions("createIfNotExists", options);
      const { cql, bind } = statements.createIfNotExists(model, options);
      const values = bind(createValues(model, row as Row, options));
      counts.writes++;
      try {
        const applied = wasApplied(await client.execute(cql, values, how(options)));
        countApplied(counts, applied);
        return applied;
      } catch (error) {
        throw failedWrite(error);
      }
    },

    async find(model, key, options) {
      if (options !== undefined) checkOptions("find", options);
      const { cql, bind, read } = statements.find(model, options);
      const [row] = rowsOf(await client.execute(cql, bind(key as Row), how(options)));
      countRow(counts, row);
      return row && read(row) as never;
    },

    async findAll(model, key, options) {
      if (options !== undefined) checkOptions("findAll", options);
      const { cql, bind, read } = statements.findAll(model, key as Row, options);
      const values = bind(findAllValues(model, key as Row, options));
      const rows = toRows(await client.execute(cql, values, how(options)), read);
      countRows(counts, rows);
      return rows as never;
    },

    async update(model, key, changes, options) {
      if (options !== undefined) checkOptions("update", options);
      const [where, what] = [key as Row, changes as Row];
      const { cql, bind } = statements.update(model, where, what, options);
      const values = bind(updateValues(model, where, what, options));
      counts.writes++;
      try {
        assertVoid(await client.execute(cql, values, how(options)));
      } catch (error) {
        throw failedWrite(error);
      }
    },

    async delete(model, key, options) {
      if (options !== undefined) checkOptions("delete", options);
      const { cql, bind } = statements.delete(model, key as Row, options);
      const values = bind(deleteValues(model, key as Row, options));
      counts.writes++;
      try {
        assertVoid(await client.execute(cql, values, how(options)));
      } catch (error) {
        throw failedWrite(error);
      }
    },

    async batch(fill, options) {
      if (options !== undefined) checkOptions("batch", options);
      const { items, isCounter } = collectBatch(fill, statements);
      const type = batchType(isCounter, options);
      const queries = items.map(({ statement: { cql, bind }, values }) => ({
        query: cql,
        params: bind(values),
      }));
      const kind = { logged: type === "logged", counter: type === "counter" };
      counts.writes++;
      try {
        assertVoid(await client.batch(queries, { ...how(options), ...kind }));
      } catch (error) {
        throw failedWrite(error, type !== "logged");
      }
    },

    async execute(cql, values = [], options) {
      if (options !== undefined) checkOptions("execute", options);
      if (options?.prepare === false) {
        refuseUnpreparedValues(values);
        return await executeUnprepared(cql, options);
      }
      const text = textOf(cql);
      const { isWrite, bind, names, readerOf } = text instanceof Promise ? await text : text;
      const list = bind(Array.isArray(values) ? values : namedValues(names, values as Row));
      if (isWrite) counts.writes++;
      try {
        const result = await client.execute(cql, list, how(options));
        if (result.columns === null || result.columns === undefined) return NOTHING;
        const rows = toRows(result, readerOf(result.columns as DriverColumn[]));
        countAnswer(counts, rows);
        return rows;
      } catch (error) {
        throw isWrite ? failedWrite(error) : error;
      }
    },
  };
}

const NOTHING: Rows<Row> = { rows: [], pageState: undefined };

// The driver turns a malformed frame into a result that has no rows, which must not pass for an empty one.
function rowsOf(result: cassandra.types.ResultSet): Row[] {
  if (!Array.isArray(result.rows)) throw new ProtocolError("The answer to a read has no rows");
  return result.rows;
}

function wasApplied(result: cassandra.types.ResultSet): boolean {
  const applied = rowsOf(result)[0]?.["[applied]"];
  if (typeof applied === "boolean") return applied;
  throw new ProtocolError("The answer to a lightweight transaction does not say if it applied");
}

function assertVoid({ rows }: cassandra.types.ResultSet): void {
  if (rows !== undefined && rows !== null) {
    throw new ProtocolError("The answer to a write has rows");
  }
}

function toRows(result: cassandra.types.ResultSet, read: Read): Rows<Row> {
  return { rows: rowsOf(result).map(read), pageState: result.pageState ?? undefined };
}
