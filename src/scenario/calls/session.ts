import type { TypedArray } from "../schema/cql_type.ts";
import type {
  BatchOptions,
  ConditionalOptions,
  DeleteOptions,
  ExecuteOptions,
  FindAllOptions,
  FindOptions,
  PartialKey,
  WriteOptions,
} from "./call_options.ts";
import type { ChangeOf } from "./change.ts";
import type { Model } from "../schema/model.ts";

/**
 * Sends an operation's requests. Every method is one request (one CQL round trip) of a prepared statement, except for `prepare: false`; the scenario's
 * latency is injected before each.
 *
 * @example
 * ```ts
 * import { model, run, scenario } from "@cassbench/cassbench";
 *
 * const Message = model("message", { room: "text", sent_at: "timestamp", body: "text" }, [
 *   "room",
 *   "sent_at",
 * ]);
 * await run(scenario({
 *   name: "chat",
 *   models: [Message],
 *   operations: 10,
 *   poolSizes: [1],
 *   operation: async (session) => {
 *     const key = { room: "attic", sent_at: new Date() };
 *     await session.create(Message, { ...key, body: "boo" });
 *     await session.update(Message, key, { body: "BOO" });
 *     const { rows } = await session.findAll(Message, { room: "attic" }, { limit: 10 });
 *     await session.batch((batch) => rows.forEach((row) => batch.delete(Message, row)));
 *   },
 * }));
 * ```
 */
export interface Session {
  /**
   * Writes a row, as CQL's INSERT does: where its key exists already, columns that are missing here keep their values, and
   * `null` removes one.
   */
  create<R, K, P, N extends PropertyKey>(
    model: Model<R, K, P>,
    row: NewRow<NoInfer<R>, NoInfer<K>> & OnlyColumns<N, R>,
    options?: WriteOptions,
  ): Promise<void>;

  /** Writes a row unless its key exists (a lightweight transaction), and returns whether it did. */
  createIfNotExists<R, K, P, N extends PropertyKey>(
    model: Model<R, K, P>,
    row: NewRow<NoInfer<R>, NoInfer<K>> & OnlyColumns<N, R>,
    options?: ConditionalOptions,
  ): Promise<boolean>;

  /** Reads the row with this primary key. */
  find<R, K, P, const C extends keyof R = keyof R>(
    model: Model<R, K, P>,
    key: NoInfer<K>,
    options?: FindOptions<C>,
  ): Promise<Pick<Found<R, K>, C> | undefined>;

  /**
   * Reads rows of a partition in clustering order, as many as one answer holds: all, those whose first clustering columns
   * the key has too, or those in a range.
   */
  findAll<R, K, P, const C extends keyof R = keyof R>(
    model: Model<R, K, P>,
    key: PartialKey<NoInfer<K>, NoInfer<P>>,
    options?: FindAllOptions<NoInfer<K>, NoInfer<P>, C>,
  ): Promise<Rows<Pick<Found<R, K>, C>>>;

  /**
   * Sets columns of the row with this key; `null` removes a value, and `plus`, `minus`, `prepend`, `at` and `field` change
   * the one that is there. In a counter table it adds to the counters. Where all columns are static, the key has none of
   * the clustering columns.
   */
  update<R, K, P>(
    model: Model<R, K, P>,
    key: PartialKey<NoInfer<K>, NoInfer<P>>,
    changes: Changes<NoInfer<R>, NoInfer<K>>,
    options?: WriteOptions,
  ): Promise<void>;

  /**
   * Deletes the row with this key, or only some of its columns. A key without the last clustering columns deletes all rows
   * that have the others, `range` some of them.
   */
  delete<R, K, P>(
    model: Model<R, K, P>,
    key: PartialKey<NoInfer<K>, NoInfer<P>>,
    options?: DeleteOptions<NoInfer<R>, NoInfer<K>, NoInfer<P>>,
  ): Promise<void>;

  /**
   * Sends several writes as one request: `session.batch((batch) => { batch.create(User, user); … })`.
   * Writes to counters make it a counter batch.
   */
  batch(fill: (batch: Batch) => void, options?: BatchOptions): Promise<void>;

  /** Runs any other CQL; values are bound to its `?` in order, or by name: `:id` to `{ id: 1 }`. */
  execute(
    cql: string,
    values?: readonly unknown[] | Readonly<Record<string, unknown>>,
    options?: ExecuteOptions,
  ): Promise<Rows<Record<string, unknown>>>;
}

/** A call of a session, whatever it takes. */
export type Call = (...args: unknown[]) => Promise<unknown>;

/** Makes a session of which each call is what `wrap` makes of it. */
export function wrapCalls(
  session: Session,
  wrap: (call: Call, name: keyof Session) => Call,
): Session {
  const calls = Object.entries(session as unknown as Record<keyof Session, Call>);
  return Object.fromEntries(
    calls.map(([name, call]) => [name, wrap(call, name as keyof Session)]),
  ) as unknown as Session;
}

/**
 * A row as it is read: a column outside of the key can be null, except that a collection without elements is an empty
 * one. A vector is read as an array.
 */
export type Found<R, K> = {
  [C in keyof R]: C extends keyof K ? R[C]
    : R[C] extends Set<unknown> | Map<unknown, unknown> ? R[C]
    : R[C] extends unknown[] ? number extends R[C]["length"] ? R[C] : R[C] | null
    : Exclude<R[C], TypedArray> | null;
};

/**
 * A row as it is written: the columns of its key, and others. One that is missing or `undefined` is left as it is (CQL's
 * unset), one that is `null` has no value afterwards.
 */
export type NewRow<R, K> = K & { [C in Exclude<keyof R, keyof K>]?: R[C] | null | undefined };

/** The names that a row has, which must all be columns: as others may be missing, a wrong one would not be reported. */
export type OnlyColumns<N extends PropertyKey, R> =
  & { readonly [Name in N]?: unknown }
  & { readonly [Name in Exclude<N, keyof R>]: NoColumn };

/** What no value is, so that the compiler reports it. */
export interface NoColumn {
  /** What is wrong with it. */
  readonly "the model has no such column": never;
}

/** New values for columns outside of the key, or changes of those that are there. */
export type Changes<R, K> = {
  [C in Exclude<keyof R, keyof K>]?: R[C] | ChangeOf<R[C]> | null | undefined;
};

/** The rows of one answer. */
export interface Rows<R> {
  /** The rows, in the order of the answer. */
  rows: R[];
  /** The `pageState` that asks for the rows that follow; `undefined` when there are none. */
  pageState: string | undefined;
}

/** The writes of a batch. */
export interface Batch {
  /** As {@linkcode Session.create}. */
  create<R, K, P, N extends PropertyKey>(
    model: Model<R, K, P>,
    row: NewRow<NoInfer<R>, NoInfer<K>> & OnlyColumns<N, R>,
    options?: Pick<WriteOptions, "ttl" | "timestamp">,
  ): void;
  /** As {@linkcode Session.update}. */
  update<R, K, P>(
    model: Model<R, K, P>,
    key: PartialKey<NoInfer<K>, NoInfer<P>>,
    changes: Changes<NoInfer<R>, NoInfer<K>>,
    options?: Pick<WriteOptions, "ttl" | "timestamp">,
  ): void;
  /** As {@linkcode Session.delete}. */
  delete<R, K, P>(
    model: Model<R, K, P>,
    key: PartialKey<NoInfer<K>, NoInfer<P>>,
    options?: Pick<
      DeleteOptions<NoInfer<R>, NoInfer<K>, NoInfer<P>>,
      "timestamp" | "columns" | "range"
    >,
  ): void;
}
