import type { Bytes } from "../protocol/bytes.ts";
import type { CqlType } from "../scenario/schema/cql_type.ts";
import type { SchemaChange } from "./store/schema.ts";

/** A column of a result, or the column that a bind marker is for. */
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
  /** Where the next rows begin, for a client that fetches them in parts; null with the last ones. */
  pagingState: Bytes | null;
}

/** The result of a statement. */
export type StatementResult =
  | { kind: "void" }
  | RowsResult
  | { kind: "setKeyspace"; keyspace: string }
  | { kind: "schemaChange"; change: SchemaChange }
  | {
    kind: "prepared";
    id: Bytes;
    binds: ColumnSpec[];
    /** The markers of the partition key, in its order; empty unless all of the key is bound. */
    keyMarkers: number[];
    columns: ColumnSpec[];
  };
