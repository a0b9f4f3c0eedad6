import type { AnyOptions } from "../scenario/calls/call_options.ts";
import { isChange } from "../scenario/calls/change.ts";
import { BOUNDS, countClustering, type Statement, type Where } from "../scenario/cql/part.ts";
import type { Model } from "../scenario/schema/model.ts";
import { selectOne, selectPartition, selectSome } from "../scenario/cql/reads.ts";
import {
  type ChangedColumn,
  deleteOne,
  deleteSome,
  insert,
  update,
  type UsingOptions,
} from "../scenario/cql/writes.ts";

type Row = Record<string, unknown>;

/** Which call a statement is for. */
export type StatementKind =
  | "create"
  | "createIfNotExists"
  | "find"
  | "findAll"
  | "update"
  | "delete";

/** Makes a client's statement of a text. `columns` are those that a read gives. */
export type MakeStatement<S> = (
  model: Model,
  kind: StatementKind,
  text: Statement,
  columns?: readonly string[],
) => S;

/** A client's statements of models, each made once. */
export interface ModelStatements<S> {
  create(model: Model, using?: UsingOptions): S;
  createIfNotExists(model: Model, using?: UsingOptions): S;
  find(model: Model, options?: AnyOptions): S;
  findAll(model: Model, key: Row, options?: AnyOptions): S;
  update(model: Model, key: Row, changes: Row, using?: UsingOptions): S;
  delete(model: Model, key: Row, options?: AnyOptions): S;
}

/**
 * Statements, each found by a way of parts. A way of parts cannot be mistaken for another, as a text of them could, since
 * names can hold any character: numbers say how many columns there are or what is done, texts name columns and fields.
 */
class Branch<S> {
  statement: S | undefined;
  readonly #next = new Map<string | number, Branch<S>>();

  to(part: string | number): Branch<S> {
    let next = this.#next.get(part);
    if (next === undefined) this.#next.set(part, next = new Branch());
    return next;
  }

  through(parts: readonly string[]): Branch<S> {
    return parts.reduce((branch: Branch<S>, part) => branch.to(part), this);
  }
}

const CHANGE_NUMBERS = { plus: 1, minus: 2, prepend: 3, at: 4, field: 5 } as const;

/** Keeps a client's statements of models. */
export function keepStatements<S>(make: MakeStatement<S>): ModelStatements<S> {
  const roots = new Map<Model, Branch<S>>();

  function branchOf(model: Model, kind: StatementKind): Branch<S> {
    let root = roots.get(model);
    if (root === undefined) roots.set(model, root = new Branch());
    return root.to(kind);
  }

  function inserting(model: Model, kind: "create" | "createIfNotExists", using?: UsingOptions): S {
    const bits = usingBits(using);
    const branch = branchOf(model, kind);
    const end = bits === 0 ? branch : branch.to(bits);
    return end.statement ??= make(
      model,
      kind,
      insert(model, {
        ifNotExists: kind === "createIfNotExists",
        using: bits === 0 ? undefined : using,
      }),
    );
  }

  return {
    create: (model, using) => inserting(model, "create", using),

    createIfNotExists: (model, using) => inserting(model, "createIfNotExists", using),

    find(model, options) {
      const columns = options?.columns as readonly string[] | undefined;
      const branch = branchOf(model, "find");
      const end = columns === undefined ? branch : branch.through(columns);
      return end.statement ??= make(model, "find", selectOne(model, columns), columns);
    },

    findAll(model, key, options) {
      const clustering = countClustering(model, key);
      const branch = branchOf(model, "findAll");
      if (isWholePartition(clustering, options)) {
        return branch.statement ??= make(model, "findAll", selectPartition(model));
      }
      const columns = options?.columns as readonly string[] | undefined;
      const isReversed = options?.reversed === true;
      const isLimited = options?.limit !== undefined;
      const range = rangeOf(options);
      const end = ranged(branch.to(clustering), range)
        .to((isReversed ? 1 : 0) | (isLimited ? 2 : 0)).through(columns ?? []);
      return end.statement ??= make(
        model,
        "findAll",
        selectSome(model, { clustering, range, columns, isReversed, isLimited }),
        columns,
      );
    },

    update(model, key, changes, using) {
      const clustering = countClustering(model, key);
      let end = branchOf(model, "update").to(usingBits(using)).to(clustering);
      for (const column in changes) {
        const value = changes[column];
        end = end.to(column);
        if (!isChange(value)) continue;
        end = end.to(CHANGE_NUMBERS[value.kind]);
        if (value.kind === "field") end = end.to(String(value.key));
      }
      return end.statement ??= make(
        model,
        "update",
        update(model, columnChanges(changes), { clustering, using }),
      );
    },

    delete(model, key, options) {
      const clustering = countClustering(model, key);
      const branch = branchOf(model, "delete");
      if (isOneRow(model, clustering, options)) {
        return branch.statement ??= make(model, "delete", deleteOne(model));
      }
      const columns = options?.columns as readonly string[] | undefined;
      const range = rangeOf(options);
      const using = options as UsingOptions | undefined;
      const end = ranged(branch.to(usingBits(using)).to(clustering), range).through(columns ?? []);
      return end.statement ??= make(
        model,
        "delete",
        deleteSome(model, { clustering, range, columns, using }),
      );
    },
  };
}

/** Which parts the USING of a write has. */
export function usingBits(using: UsingOptions | undefined): number {
  if (using === undefined) return 0;
  return (using.ttl === undefined ? 0 : 1) | (using.timestamp === undefined ? 0 : 2);
}

/** Whether all rows of a partition are asked for, with all columns. */
export function isWholePartition(clustering: number, options: AnyOptions | undefined): boolean {
  if (options === undefined) return clustering === 0;
  const { columns, range, limit, reversed } = options;
  return clustering === 0 && columns === undefined && range === undefined && limit === undefined &&
    reversed !== true;
}

/** Whether one row is deleted, and nothing said but its key. */
export function isOneRow(
  { clusteringKey }: Model,
  clustering: number,
  options: AnyOptions | undefined,
): boolean {
  if (options === undefined) return clustering === clusteringKey.length;
  const { columns, range, timestamp } = options;
  return clustering === clusteringKey.length && columns === undefined && range === undefined &&
    timestamp === undefined;
}

/** The range of a call, where it has one; its options have been checked. */
function rangeOf(options: AnyOptions | undefined): Where["range"] {
  if (options?.range === undefined) return undefined;
  const [[column, bounds]] = Object.entries(options.range as Record<string, object>) as [
    [string, object],
  ];
  return { column, bounds: BOUNDS.filter((bound) => bound in bounds) };
}

function ranged<S>(branch: Branch<S>, range: Where["range"]): Branch<S> {
  return range === undefined
    ? branch.to(0)
    : branch.to(range.bounds.length).through([range.column, ...range.bounds]);
}

function columnChanges(changes: Row): ChangedColumn[] {
  return Object.keys(changes).map((column) => {
    const value = changes[column];
    if (!isChange(value)) return { column };
    return { column, kind: value.kind, field: String(value.key) };
  });
}
