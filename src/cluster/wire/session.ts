import { createRequestCounts, type RequestCounts } from "../../measure/request_counts.ts";
import { ConsistencyCode } from "../../protocol/opcodes.ts";
import type { AnyOptions } from "../../scenario/calls/call_options.ts";
import { checkOptions } from "../../scenario/calls/option_rules.ts";
import { isRead } from "../../scenario/calls/idempotence.ts";
import type { Rows, Session } from "../../scenario/calls/session.ts";
import type { Consistency } from "../../scenario/settings.ts";
import { type BatchedWrite, batchType, collectBatch } from "../batched_writes.ts";
import {
  createValues,
  deleteValues,
  findAllValues,
  type StatementValues,
  updateValues,
} from "../model_values.ts";
import { namedValues, refuseUnpreparedValues } from "../named_values.ts";
import type { WireCluster } from "./cluster.ts";
import { BatchRequest, Execute, Query, type Sending } from "./requests.ts";
import type { WireStatement } from "./statement.ts";
import { createStatements, type Statements } from "./statements.ts";
import { within } from "./within.ts";

type Row = Record<string, unknown>;

/** How a session sends. */
export interface SessionOptions {
  readonly consistency: Consistency;
  /** Asks for a trace of each request, and is called with its id in the async context of the request. */
  readonly onTrace?: (id: string) => void;
  /** Counts what the requests give. */
  readonly counts?: RequestCounts | undefined;
}

/** A session that sends through the wire client. Prepares all statements. */
export function createWireSession(
  cluster: WireCluster,
  { consistency, onTrace, counts = createRequestCounts() }: SessionOptions,
  statements: Statements = createStatements(),
): Session {
  const { ofModels } = statements;
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
    asked: AnyOptions | undefined = undefined,
    sending = first,
  ): Promise<unknown> {
    if (statement.isWrite) counts.writes++;
    const host = cluster.choose(statement, values);
    const prepared = statement.prepared[host.index];
    const connection = host.connection();
    if (prepared === undefined || connection === undefined) {
      return host.prepare(statement).then(() => send(statement, values, asked, sending));
    }
    const request = new Execute(statement, values, asked, prepared, sending);
    const answer = connection.send(request);
    return onTrace === undefined ? answer : tell(request, answer, onTrace);
  }

  /** Sends within the time that the call's options give. */
  function call(
    statement: WireStatement,
    values: StatementValues,
    options: AnyOptions | undefined,
  ): Promise<unknown> {
    const answer = send(statement, values, options);
    return within(answer, options?.timeout as number | undefined, statement.isWrite);
  }

  async function sendNamed(statement: WireStatement, values: Row, asked: AnyOptions | undefined) {
    let prepared = statement.prepared.find((one) => one !== undefined);
    if (prepared === undefined) {
      const host = cluster.choose(statement, []);
      await host.prepare(statement);
      prepared = statement.prepared[host.index]!;
    }
    const names = prepared.binds.map(({ name }) => name);
    return await send(statement, namedValues(names, values), asked);
  }

  function sendQuery(cql: string, values: StatementValues, asked: AnyOptions): Promise<unknown> {
    refuseUnpreparedValues(values);
    if (!isRead(cql)) counts.writes++;
    const request = new Query(cql, asked, again);
    const answer = cluster.choose(undefined, values).connectionOrThrow().send(request);
    return onTrace === undefined ? answer : tell(request, answer, onTrace);
  }

  function execute(cql: string, values: StatementValues, asked: AnyOptions | undefined) {
    if (asked?.prepare === false) return sendQuery(cql, values, asked);
    const statement = statements.ofText(cql, counts);
    return Array.isArray(values)
      ? send(statement, values, asked)
      : sendNamed(statement, values as Row, asked);
  }

  async function sendBatch(
    items: readonly BatchedWrite<WireStatement>[],
    type: "logged" | "unlogged" | "counter",
    asked: AnyOptions | undefined,
    isAgain = false,
  ): Promise<void> {
    counts.writes++;
    const [first] = items;
    const host = cluster.choose(first?.statement, first?.values ?? {});
    const statements = [...new Set(items.map(({ statement }) => statement))];
    const missing = () => statements.filter(({ prepared }) => !prepared[host.index]);
    // While some are prepared, the node can turn out to have forgotten others.
    while (missing().length > 0) await Promise.all(missing().map((one) => host.prepare(one)));
    const forgotten = () => {
      for (const { prepared } of statements) prepared[host.index] = undefined;
      return sendBatch(items, type, asked, true);
    };
    const request = new BatchRequest(
      items,
      host.index,
      type,
      asked,
      again,
      isAgain ? undefined : forgotten,
    );
    const answer = host.connectionOrThrow().send(request);
    await (onTrace === undefined ? answer : tell(request, answer, onTrace));
  }

  return {
    create: rejecting((model, row, options) => {
      if (options !== undefined) checkOptions("create", options);
      const values = createValues(model, row as Row, options);
      return call(ofModels.create(model, options), values, options) as Promise<void>;
    }),

    createIfNotExists: rejecting((model, row, options) => {
      if (options !== undefined) checkOptions("createIfNotExists", options);
      const values = createValues(model, row as Row, options);
      return call(ofModels.createIfNotExists(model, options), values, options) as Promise<
        boolean
      >;
    }),

    find: rejecting((model, key, options) => {
      if (options !== undefined) checkOptions("find", options);
      return call(ofModels.find(model, options), key as Row, options) as never;
    }),

    findAll: rejecting((model, key, options) => {
      if (options !== undefined) checkOptions("findAll", options);
      const values = findAllValues(model, key as Row, options);
      return call(ofModels.findAll(model, key as Row, options), values, options) as never;
    }),

    update: rejecting((model, key, changes, options) => {
      if (options !== undefined) checkOptions("update", options);
      const [where, what] = [key as Row, changes as Row];
      const statement = ofModels.update(model, where, what, options);
      const values = updateValues(model, where, what, options);
      return call(statement, values, options) as Promise<void>;
    }),

    delete: rejecting((model, key, options) => {
      if (options !== undefined) checkOptions("delete", options);
      const values = deleteValues(model, key as Row, options);
      return call(ofModels.delete(model, key as Row, options), values, options) as Promise<void>;
    }),

    batch: rejecting((fill, options) => {
      if (options !== undefined) checkOptions("batch", options);
      const { items, isCounter } = collectBatch(fill, ofModels);
      const type = batchType(isCounter, options);
      return within(sendBatch(items, type, options), options?.timeout, true);
    }),

    execute: rejecting((cql, values = [], options) => {
      if (options !== undefined) checkOptions("execute", options);
      const answer = execute(cql, values, options);
      return options?.timeout === undefined
        ? answer as Promise<Rows<Row>>
        : within(answer, options.timeout, !isRead(cql)) as Promise<Rows<Row>>;
    }),
  };
}

/** The same call, of which also what it throws at once is a rejection. */
function rejecting<A extends unknown[], T>(
  call: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      return Promise.reject(error);
    }
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
