import type { Bytes } from "../protocol/bytes.ts";
import type { CqlType } from "../scenario/cql_type.ts";
import type { SchemaChange } from "./store/schema.ts";

/** A column of a result, or what a bind marker is for. */
export interface ColumnSpec {
  keyspace: string;
  table: string;
  name: string;
  type: CqlType;
}

export interface RowsResult {
  kind: "rows";
  columns: ColumnSpec[];
  rows: (Bytes | null)[][];
  /** Where the next page begins; null on the last one. */
  pagingState: Bytes | null;
}

/** What a request is answered with when all went well. */
export type StatementResult =
  | { kind: "void" }
  | RowsResult
  | { kind: "setKeyspace"; keyspace: string }
  | { kind: "schemaChange"; change: SchemaChange }
  | {
    kind: "prepared";
    id: Bytes;
    binds: ColumnSpec[];
    /** The markers that make up the partition key, in its order; empty if not all of it is bound. */
    keyMarkers: number[];
    columns: ColumnSpec[];
  };
