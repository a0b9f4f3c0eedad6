import type { Consistency } from "../settings.ts";

/** How many replicas must answer a read; `serial` and `localSerial` see what lightweight transactions have decided. */
export type ReadConsistency = Consistency | SerialConsistency;

/** Among which replicas lightweight transactions are decided: all, or those of the local data center. */
export type SerialConsistency = "serial" | "localSerial";

/** What every call of a session can be given. What is left out is as the scenario's settings say. */
export interface CallOptions {
  /** Whether it may be sent twice without harm. @default {false} */
  readonly idempotent?: boolean;
  /** The most milliseconds that it may take; then it fails as `clientTimeout`. @default no limit of its own */
  readonly timeout?: number;
  /** How often it is sent again when it fails, as far as that does no harm. @default as the settings say */
  readonly retries?: number;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /** How many replicas must answer. */
  readonly consistency?: Consistency;
  /** Seconds after which what is written is gone. @default as the table says */
  readonly ttl?: number;
  /** The time of the write in microseconds since 1970; of two writes the later one holds. @default now */
  readonly timestamp?: bigint | number;
}

/** Options of a lightweight transaction. */
export interface ConditionalOptions extends Omit<WriteOptions, "timestamp"> {
  /** Among which replicas it is decided. @default {"serial"} */
  readonly serialConsistency?: SerialConsistency;
}

/** Bounds of a clustering column's values. */
export interface ClusteringRange<T = unknown> {
  /** Values above this one. */
  readonly gt?: T;
  /** Values from this one on. */
  readonly gte?: T;
  /** Values below this one. */
  readonly lt?: T;
  /** Values up to this one. */
  readonly lte?: T;
}

/** A range of the first clustering column that a key lacks. */
export type RangeOf<K, P> = {
  readonly [C in Exclude<keyof K, keyof P>]?: ClusteringRange<K[C]>;
};

/** A key of some rows of a partition: clustering columns can be missing, the last ones first. */
export type PartialKey<K, P> = P & { [C in Exclude<keyof K, keyof P>]?: K[C] };

/** Options of a delete. */
export interface DeleteOptions<R = unknown, K = unknown, P = unknown>
  extends Omit<WriteOptions, "ttl"> {
  /** The columns whose values are removed. @default the whole row */
  readonly columns?: readonly Exclude<keyof R, keyof K>[];
  /** Which of the rows: `{ sent_at: { lt: yesterday } }`. */
  readonly range?: RangeOf<K, P>;
}

/** Options of a read by key. */
export interface FindOptions<C extends PropertyKey = string> extends CallOptions {
  /** How many replicas must answer. */
  readonly consistency?: ReadConsistency;
  /** The columns to read. @default all */
  readonly columns?: readonly C[];
}

/** Which rows of a result to ask for, and how. An answer holds a part of them, which CQL calls a page. */
export interface RowsOptions extends CallOptions {
  /** How many replicas must answer. */
  readonly consistency?: ReadConsistency;
  /** The most rows of one answer. @default {5000} */
  readonly pageSize?: number;
  /** The `pageState` of an answer: asks for the rows that follow it. */
  readonly pageState?: string;
}

/** Which rows of a partition to ask for. */
export interface FindAllOptions<K = unknown, P = unknown, C extends PropertyKey = string>
  extends RowsOptions {
  /** The columns to read. @default all */
  readonly columns?: readonly C[];
  /** Which of the rows: `{ sent_at: { gte: from, lt: to } }`. */
  readonly range?: RangeOf<K, P>;
  /** The most rows that all answers together may hold. @default no limit */
  readonly limit?: number;
  /** Whether the rows come in the opposite order. @default {false} */
  readonly reversed?: boolean;
}

/** How CQL is sent. */
export interface ExecuteOptions extends RowsOptions, Pick<ConditionalOptions, "serialConsistency"> {
  /** The time of its writes in microseconds since 1970, where the text says no other. @default now */
  readonly timestamp?: bigint | number;
  /**
   * Whether it is prepared. A text that is not takes no values, as only preparing tells their types: it is for texts that
   * change with each call. @default {true}
   */
  readonly prepare?: boolean;
}

/** How a batch is sent. */
export interface BatchOptions
  extends Omit<WriteOptions, "ttl">, Pick<ConditionalOptions, "serialConsistency"> {
  /** Whether the coordinator writes the batch to its log first, so that all of it happens or nothing. @default {true} */
  readonly logged?: boolean;
}

/** Options of the calls of an operation or a step, where a call does not give its own. */
export interface CallDefaults
  extends Omit<WriteOptions, "consistency">, Pick<RowsOptions, "consistency" | "pageSize"> {
  /** Among which replicas lightweight transactions are decided. */
  readonly serialConsistency?: SerialConsistency;
}

/** The options of all calls by their names. */
export type AnyOptions = Partial<
  Record<keyof WriteOptions | keyof FindAllOptions | keyof ExecuteOptions | "logged", unknown>
>;
