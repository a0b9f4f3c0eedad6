import {
  countAnswer,
  countApplied,
  countRow,
  countRows,
  type RequestCounts,
} from "../../measure/request_counts.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import type { Rows } from "../../scenario/calls/session.ts";
import { keepStatements, type ModelStatements, type StatementKind } from "../model_statements.ts";
import { modelStatement, textStatement, type WireStatement } from "./statement.ts";

type Row = Record<string, unknown>;

/** How many texts of `execute` are kept, so that texts which change with each call do not fill the memory. */
const MAX_TEXTS = 1_000;

/** The statements of sessions that have them in common. */
export interface Statements {
  readonly ofModels: ModelStatements<WireStatement>;
  /** The statement of a text, which is counted when it is new. */
  ofText(cql: string, counts: RequestCounts): WireStatement;
}

/** Keeps statements. */
export function createStatements(): Statements {
  const ofModels = keepStatements<WireStatement>((_model, kind, text) => {
    const { finish, count } = ANSWERS[kind];
    // The columns of the answer to a lightweight transaction depend on whether it was applied.
    const namesColumns = kind !== "createIfNotExists";
    const isWrite = kind !== "find" && kind !== "findAll";
    return modelStatement(text, finish, { namesColumns, isWrite, count });
  });
  const texts = new Map<string, WireStatement>();

  function ofText(cql: string, counts: RequestCounts): WireStatement {
    let statement = texts.get(cql);
    if (statement === undefined) {
      if (texts.size === MAX_TEXTS) texts.delete(texts.keys().next().value as string);
      texts.set(cql, statement = textStatement(cql, allOf, countAnswer));
      counts.texts++;
    }
    return statement;
  }

  return { ofModels, ofText };
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

/** What the calls of models resolve with, and how it is counted. */
const ANSWERS: Readonly<Record<StatementKind, Pick<WireStatement, "finish" | "count">>> = {
  create: { finish: nothing, count: undefined },
  createIfNotExists: { finish: wasApplied, count: countApplied },
  find: { finish: firstOf, count: countRow },
  findAll: { finish: allOf, count: countRows },
  update: { finish: nothing, count: undefined },
  delete: { finish: nothing, count: undefined },
};
