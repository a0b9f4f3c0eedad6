import {
  countAnswer,
  countApplied,
  countRow,
  countRows,
  createRequestCounts,
  type RequestCounts,
} from "../../measure/request_counts.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import { ConsistencyCode } from "../../protocol/opcodes.ts";
import type { Model } from "../../scenario/model.ts";
import type { Rows, RowsOptions, Session } from "../../scenario/session.ts";
import {
  deleteOne,
  insert,
  LIMIT,
  selectOne,
  selectPartition,
  update,
} from "../../scenario/statements.ts";
import type { Consistency } from "../../scenario/settings.ts";
import { collectBatch, keepStatements } from "../model_statements.ts";
import type { WireCluster } from "./cluster.ts";
import {
  Batch,
  type BatchedWrite,
  Execute,
  type Sending,
  type StatementValues,
} from "./requests.ts";
import { modelStatement, textStatement, type WireStatement } from "./statement.ts";

type Row = Record<string, unknown>;

/** How a session sends. */
export interface SessionOptions {
  readonly consistency: Consistency;
  /** Asks for a trace of each request, and is called with its id in the async context of the request. */
  readonly onTrace?: (id: string) => void;
  /** Counts what the requests give. */
  readonly counts?: RequestCounts | undefined;
}

/** How many texts of `execute` are kept, so that texts which change with each call do not fill the memory. */
const MAX_TEXTS = 1_000;

/** The statements of sessions that have them in common. */
export interface Statements {
  readonly statementOf: ReturnType<typeof keepStatements<WireStatement>>;
  readonly texts: Map<string, WireStatement>;
}

/** Keeps statements. */
export function createStatements(): Statements {
  return { statementOf: keepStatements<WireStatement>(), texts: new Map() };
}

/** A session that sends through the wire client. Prepares all statements. */
export function createWireSession(
  cluster: WireCluster,
  { consistency, onTrace, counts = createRequestCounts() }: SessionOptions,
  { statementOf, texts }: Statements = createStatements(),
): Session {
  const again: Sending = {
    consistency: ConsistencyCode[consistency],
    isTraced: onTrace !== undefined,
    counts,
  };
  const first: Sending = {
    ...again,
    sendAgain({ statement, values, asked, prepared }) {
      const at = statement.prepared.indexOf(prepared);
      if (at !== -1) statement.prepared[at] = undefined;
      return send(statement, values, asked, again);
    },
  };

  function send(
    statement: WireStatement,
    values: StatementValues,
    asked: RowsOptions | undefined = undefined,
    sending = first,
  ): Promise<unknown> {
    try {
      const host = cluster.choose(statement, values);
      const prepared = statement.prepared[host.index];
      const connection = host.connection();
      if (prepared === undefined || connection === undefined) {
        return host.prepare(statement).then(() => send(statement, values, asked, sending));
      }
      const request = new Execute(statement, values, asked, prepared, sending);
      const answer = connection.send(request);
      return onTrace === undefined ? answer : tell(request, answer, onTrace);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Sends a statement that the model may refuse to have. */
  function sendModel(statementOf: (model: Model) => WireStatement, model: Model, row: unknown) {
    let statement: WireStatement;
    try {
      statement = statementOf(model);
    } catch (error) {
      return Promise.reject(error);
    }
    return send(statement, row as Row);
  }

  async function sendBatch(
    items: readonly BatchedWrite[],
    type: "logged" | "unlogged" | "counter",
    isAgain = false,
  ): Promise<void> {
    const [first] = items;
    const host = cluster.choose(first?.statement, first?.values ?? {});
    const statements = [...new Set(items.map(({ statement }) => statement))];
    const missing = () => statements.filter(({ prepared }) => !prepared[host.index]);
    // While some are prepared, the node can turn out to have forgotten others.
    while (missing().length > 0) await Promise.all(missing().map((one) => host.prepare(one)));
    const forgotten = () => {
      for (const { prepared } of statements) prepared[host.index] = undefined;
      return sendBatch(items, type, true);
    };
    const request = new Batch(items, host.index, type, again, isAgain ? undefined : forgotten);
    const answer = host.connectionOrThrow().send(request);
    await (onTrace === undefined ? answer : tell(request, answer, onTrace));
  }

  function textOf(cql: string): WireStatement {
    let statement = texts.get(cql);
    if (statement === undefined) {
      if (texts.size === MAX_TEXTS) texts.delete(texts.keys().next().value as string);
      texts.set(cql, statement = textStatement(cql, allOf, countAnswer));
      counts.texts++;
    }
    return statement;
  }

  const insertOf = (model: Model) => statementOf(model, "insert", createStatement);
  const conditionalOf = (model: Model) =>
    statementOf(model, "createIfNotExists", conditionalStatement);
  const deleteOf = (model: Model) => statementOf(model, "delete", deleteStatement);
  function updateOf(model: Model, changes: object): WireStatement {
    const changed = Object.keys(changes);
    const build = () => modelStatement(update(model, changed), nothing);
    return statementOf(model, `update ${changed}`, build);
  }

  const writes = { insert: insertOf, update: updateOf, delete: deleteOf };

  return {
    create: (model, row) => sendModel(insertOf, model, row) as Promise<void>,

    createIfNotExists: (model, row) => sendModel(conditionalOf, model, row) as Promise<boolean>,

    find: (model, key) => send(statementOf(model, "find", findStatement), key as Row) as never,

    findAll(model, partition, { limit, ...asked } = {}) {
      const { statement, values } = limit === undefined
        ? { statement: statementOf(model, "findAll", findAllStatement), values: partition as Row }
        : {
          statement: statementOf(model, "findLimited", findLimitedStatement),
          values: { ...partition as Row, [LIMIT]: limit },
        };
      return send(statement, values, asked) as never;
    },

    update(model, key, changes) {
      const values = { ...changes, ...key as Row };
      return sendModel((model) => updateOf(model, changes), model, values) as Promise<void>;
    },

    delete: (model, key) => send(deleteOf(model), key as Row) as Promise<void>,

    async batch(fill, { logged = true } = {}) {
      const { items, isCounter } = collectBatch(fill, writes);
      await sendBatch(items, isCounter ? "counter" : logged ? "logged" : "unlogged");
    },

    execute: (cql, values = [], asked) => send(textOf(cql), values, asked) as Promise<Rows<Row>>,
  };
}

/** Tells of the trace of a request, in its async context. */
async function tell<T>(
  request: { readonly trace: string | undefined },
  answer: Promise<T>,
  onTrace: (id: string) => void,
): Promise<T> {
  const answered = await answer;
  if (request.trace !== undefined) onTrace(request.trace);
  return answered;
}

const NOTHING: Rows<Row> = { rows: [], pageState: undefined };

function nothing(): undefined {}

function firstOf(rows: Rows<Row> | undefined): Row | undefined {
  return allOf(rows).rows[0];
}

function allOf(rows: Rows<Row> | undefined): Rows<Row> {
  return rows ?? NOTHING;
}

function wasApplied(rows: Rows<Row> | undefined): boolean {
  const applied = rows?.rows[0]?.["[applied]"];
  if (typeof applied === "boolean") return applied;
  throw new ProtocolError("The answer to a lightweight transaction does not say if it applied");
}

function createStatement(model: Model): WireStatement {
  return modelStatement(insert(model), nothing);
}

/** The columns of its answer depend on whether it was applied. */
function conditionalStatement(model: Model): WireStatement {
  return modelStatement(insert(model, { ifNotExists: true }), wasApplied, {
    namesColumns: false,
    count: countApplied,
  });
}

function findStatement(model: Model): WireStatement {
  return modelStatement(selectOne(model), firstOf, { count: countRow });
}

function findAllStatement(model: Model): WireStatement {
  return modelStatement(selectPartition(model), allOf, { count: countRows });
}

function findLimitedStatement(model: Model): WireStatement {
  return modelStatement(selectPartition(model, { limited: true }), allOf, { count: countRows });
}

function deleteStatement(model: Model): WireStatement {
  return modelStatement(deleteOne(model), nothing);
}
