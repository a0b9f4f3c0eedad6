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
import type { Model } from "../../scenario/model.ts";
import type { Rows, RowsOptions, Session } from "../../scenario/session.ts";
import {
  deleteOne,
  insert,
  LIMIT,
  selectOne,
  selectPartition,
  type Statement,
  update,
} from "../../scenario/statements.ts";
import { collectBatch, keepStatements } from "../model_statements.ts";
import { textPreparer } from "./prepared.ts";
import type { PreparingClient } from "./prepare_handler.d.ts";
import { type Bind, binder, type DriverColumn, type Read, reader } from "./rows.ts";

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
  const kept = keepStatements<Prepared>();
  const prepared = (model: Model, name: string, build: (model: Model) => Statement) =>
    kept(model, name, () => prepare(model, build(model)));
  // The driver has more than its types say.
  const textOf = textPreparer(driver as Requests & PreparingClient, () => counts.texts++);

  async function execute(cql: string, values: unknown[], options: RowsOptions = {}) {
    const { pageSize, pageState } = options;
    return await client.execute(cql, values, {
      ...asked,
      ...(pageSize !== undefined && { fetchSize: pageSize }),
      ...(pageState !== undefined && { pageState }),
    });
  }

  const writes = {
    insert: (model: Model) => prepared(model, "insert", insert),
    update: updating,
    delete: (model: Model) => prepared(model, "deleteOne", deleteOne),
  };

  const session: Session = {
    async create(model, row) {
      const { cql, bind } = writes.insert(model);
      assertVoid(await client.execute(cql, bind(row as Row), asked));
    },

    async createIfNotExists(model, row) {
      const { cql, bind } = prepared(model, "insertIfNotExists", insertIfNotExists);
      const result = await client.execute(cql, bind(row as Row), asked);
      const applied = rowsOf(result)[0]?.["[applied]"];
      if (typeof applied === "boolean") {
        countApplied(counts, applied);
        return applied;
      }
      throw new ProtocolError("The answer to a lightweight transaction does not say if it applied");
    },

    async find(model, key) {
      const { cql, bind, read } = prepared(model, "selectOne", selectOne);
      const [row] = rowsOf(await client.execute(cql, bind(key as Row), asked));
      countRow(counts, row);
      return row && read(row) as never;
    },

    async findAll(model, partition, { limit, ...page } = {}) {
      const { cql, bind, read } = limit === undefined
        ? prepared(model, "selectPartition", selectPartition)
        : prepared(model, "selectLimited", selectLimited);
      const values = bind({ ...partition as Row, [LIMIT]: limit });
      const rows = toRows(await execute(cql, values, page), read);
      countRows(counts, rows);
      return rows as never;
    },

    async update(model, key, changes) {
      const { cql, bind } = updating(model, changes);
      assertVoid(await client.execute(cql, bind({ ...changes, ...key as Row }), asked));
    },

    async delete(model, key) {
      const { cql, bind } = writes.delete(model);
      assertVoid(await client.execute(cql, bind(key as Row), asked));
    },

    async batch(fill, { logged = true } = {}) {
      const { items, isCounter: counter } = collectBatch(fill, writes);
      const queries = items.map(({ statement: { cql, bind }, values }) => ({
        query: cql,
        params: bind(values),
      }));
      const how = { ...asked, logged: logged && !counter, counter };
      assertVoid(await client.batch(queries, how));
    },

    async execute(cql, values = [], options) {
      const text = textOf(cql);
      const { bind, readerOf } = text instanceof Promise ? await text : text;
      const result = await execute(cql, bind(values), options);
      if (result.columns === null || result.columns === undefined) return NOTHING;
      const rows = toRows(result, readerOf(result.columns as DriverColumn[]));
      countAnswer(counts, rows);
      return rows;
    },
  };

  function updating(model: Model, changes: object): Prepared {
    const changed = Object.keys(changes);
    return prepared(model, `update ${changed}`, () => update(model, changed));
  }

  return session;
}

const NOTHING: Rows<Row> = { rows: [], pageState: undefined };

function insertIfNotExists(model: Model): Statement {
  return insert(model, { ifNotExists: true });
}

function selectLimited(model: Model): Statement {
  return selectPartition(model, { limited: true });
}

function prepare(model: Model, { cql, columns }: Statement): Prepared {
  return { cql, bind: binder(model, columns), read: reader(model) };
}

// The driver turns a malformed frame into a result that has no rows, which must not pass for an empty one.
function rowsOf(result: cassandra.types.ResultSet): Row[] {
  if (!Array.isArray(result.rows)) throw new ProtocolError("The answer to a read has no rows");
  return result.rows;
}

function assertVoid({ rows }: cassandra.types.ResultSet): void {
  if (rows !== undefined && rows !== null) {
    throw new ProtocolError("The answer to a write has rows");
  }
}

function toRows(result: cassandra.types.ResultSet, read: Read): Rows<Row> {
  return { rows: rowsOf(result).map(read), pageState: result.pageState ?? undefined };
}
