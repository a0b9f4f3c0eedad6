/** A change of a value that is there, which an update sends instead of a new value. */
export interface Change<Kind extends ChangeKind = ChangeKind, Key = unknown, Value = unknown> {
  /** What is done. */
  readonly kind: Kind;
  /** Which element or field is changed; `undefined` where all are. */
  readonly key: Key;
  /** The value that is sent. */
  readonly value: Value;
}

/** What a {@linkcode Change} can do. */
export type ChangeKind = "plus" | "minus" | "prepend" | "at" | "field";

/** The changes that a column's value can have. */
export type ChangeOf<T> = T extends bigint ? Change<"plus" | "minus", undefined, bigint>
  : T extends Set<infer E> ? Change<"plus" | "minus", undefined, Set<E>>
  : T extends Map<infer K, infer V> ?
      | Change<"plus", undefined, Map<K, V>>
      | Change<"minus", undefined, Set<K>>
      | Change<"at", K, V | null>
  : T extends unknown[] ? number extends T["length"] ? ListChange<T[number]> : never
  : T extends readonly unknown[] | ArrayBufferView | Date ? never
  : T extends object ? { [F in keyof T]: Change<"field", F, T[F] | null> }[keyof T]
  : never;

/** The changes that a list can have. */
export type ListChange<E> =
  | Change<"plus" | "minus" | "prepend", undefined, readonly E[]>
  | Change<"at", number, E | null>;

/** Also known where two copies of cassbench are loaded, of which one made the change. */
const MARK = Symbol.for("cassbench.change");

/** Whether a value is a change of the value that is there. */
export function isChange(value: unknown): value is Change {
  return typeof value === "object" && value !== null && MARK in value;
}

function make<K extends ChangeKind, Key, V>(kind: K, key: Key, value: V): Change<K, Key, V> {
  return { [MARK]: true, kind, key, value } as Change<K, Key, V>;
}

/**
 * Adds to a counter; to a list at its end; to a set; to a map, where the same keys get new values.
 *
 * @example
 * ```ts
 * import { at, minus, model, plus, scenario } from "@cassbench/cassbench";
 *
 * const User = model("user", { id: "int", tags: "set<text>", marks: "map<text, int>" }, ["id"]);
 * const tagging = scenario({
 *   name: "tags",
 *   models: [User],
 *   input: ({ index }) => ({ id: index % 100 }),
 *   operation: async (session, key) => {
 *     await session.update(User, key, { tags: plus(new Set(["new"])), marks: at("maths", 1) });
 *     await session.update(User, key, { tags: minus(new Set(["old"])) });
 *   },
 * });
 * ```
 */
export function plus<T>(value: T): Change<"plus", undefined, T> {
  return make("plus", undefined, value);
}

/** Takes from a counter; removes these elements from a list or set, and these keys, a set, from a map. */
export function minus<T>(value: T): Change<"minus", undefined, T> {
  return make("minus", undefined, value);
}

/** Adds to a list, before its first element. */
export function prepend<T>(value: T): Change<"prepend", undefined, T> {
  return make("prepend", undefined, value);
}

/** Sets an element: of a list by its index from 0, of a map by its key. `null` removes it. */
export function at<K, V>(key: K, value: V): Change<"at", K, V> {
  return make("at", key, value);
}

/** Sets a field of a user type that is not frozen. `null` removes its value. */
export function field<F extends string, V>(name: F, value: V): Change<"field", F, V> {
  return make("field", name, value);
}
