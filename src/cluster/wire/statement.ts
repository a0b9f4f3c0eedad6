import type { RequestCounts } from "../../measure/request_counts.ts";
import { isRead } from "../../scenario/calls/idempotence.ts";
import type { Rows } from "../../scenario/calls/session.ts";
import type { Statement as Text } from "../../scenario/cql/part.ts";
import type { Described, Prepared } from "./prepared.ts";

/** A statement that nodes prepare when they are first asked. */
export interface WireStatement {
  readonly cql: string;
  /** The names of its values; `undefined` where they come in their order. */
  readonly columns: readonly string[] | undefined;
  /**
   * Whether it names the columns of its result, or has none. Then answers need not describe them. Of another one the
   * columns can change after it was prepared, which version 4 of the protocol does not tell (CASSANDRA-10786).
   */
  readonly namesColumns: boolean;
  /** Whether it can write. */
  readonly isWrite: boolean;
  /** Makes what its request resolves with. */
  readonly finish: Finish;
  /** Counts what its request resolves with. */
  readonly count: ((counts: RequestCounts, answer: never) => void) | undefined;
  /** What each node has prepared, by the node's index. */
  readonly prepared: (Prepared | undefined)[];
  /** The columns that the last answer has described. */
  described: Described | undefined;
}

/** Makes what a request resolves with from its rows; they are `undefined` where the answer has none. */
export type Finish = (rows: Rows<Record<string, unknown>> | undefined) => unknown;

/** Makes a statement of a model. */
export function modelStatement(
  { cql, columns, types }: Text,
  finish: Finish,
  { namesColumns = true, isWrite = false, count }: Partial<
    Pick<WireStatement, "namesColumns" | "isWrite" | "count">
  > = {},
): WireStatement {
  const names = types === undefined ? columns : undefined;
  return {
    ...{ cql, columns: names, namesColumns, isWrite, finish, count },
    ...{ prepared: [], described: undefined },
  };
}

/** Makes a statement of a text, whose values come in their order. */
export function textStatement(
  cql: string,
  finish: Finish,
  count?: WireStatement["count"],
): WireStatement {
  return {
    cql,
    columns: undefined,
    namesColumns: false,
    isWrite: !isRead(cql),
    finish,
    count,
    prepared: [],
    described: undefined,
  };
}
