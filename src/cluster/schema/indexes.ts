import { createIndex, type ModelIndex } from "../../scenario/schema/indexes.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { shownName } from "../../scenario/schema/names.ts";
import type { Findings } from "./findings.ts";
import { describeTwin, findTwin } from "./names.ts";

/** An index as `system_schema.indexes` describes it. */
export interface ExistingIndex {
  readonly table: string;
  readonly name: string;
  /** `target`, and of a custom index `class_name` and what else it was given. */
  readonly options: ReadonlyMap<string, string>;
}

/**
 * Finds which indexes of a model are missing, and how others differ.
 *
 * @param existing all indexes of the keyspace, as their names belong to it
 * @returns the names of the model's indexes
 */
export function lookAtIndexes(
  model: Model,
  keyspace: string,
  existing: readonly ExistingIndex[],
  found: Findings,
): string[] {
  return model.indexes.map((index) => {
    const same = existing.find(({ name }) => name === index.name);
    if (same !== undefined) {
      compare(model, index, same, found);
      return same.name;
    }
    const other = existing.find((one) => one.table === model.name && isSame(model, index, one));
    if (other !== undefined) {
      if (index.isNamed) {
        found.differences.push(
          `${model.name}: the index on ${
            targetOf(model, index)
          } is ${other.name} and the model says ${index.name}`,
        );
      }
      return other.name;
    }
    const twin = findTwin(index.name, existing.map(({ name }) => name), []);
    if (twin !== undefined) {
      found.twins.push(`${model.name}.${index.name}: ${describeTwin("index", twin)}`);
    }
    found.changes.push({
      cql: createIndex(model.name, keyspace, index),
      missing: twin === undefined ? [`${model.name}: index ${index.name} is not there`] : [],
    });
    return index.name;
  });
}

function compare(model: Model, index: ModelIndex, existing: ExistingIndex, found: Findings): void {
  const { name } = index;
  if (existing.table !== model.name) {
    found.differences.push(`${model.name}: index ${name} is one of table ${existing.table}`);
    return;
  }
  const target = existing.options.get("target") ?? "";
  const wanted = targetOf(model, index);
  if (target !== wanted) {
    found.differences.push(
      `${model.name}: index ${name} is on ${target} and the model says ${wanted}`,
    );
  }
  const kind = shortClass(existing.options.get("class_name"));
  if (index.using !== undefined && kind !== shortClass(index.using)) {
    found.differences.push(
      `${model.name}: index ${name} uses ${kind ?? "no class"} and the model says ${
        shortClass(index.using)
      }`,
    );
  }
  const differences = Object.entries(index.options).filter(([key, value]) =>
    existing.options.get(key) !== String(value)
  ).map(([key, value]) => `${key} is ${existing.options.get(key) ?? "not set"}, not ${value}`);
  if (differences.length === 0) return;
  found.warnings.push({
    code: "indexOptions",
    message: `Index "${name}" was there and is as it was: its ${differences.join(", ")}`,
    advice: "cassbench alters nothing that exists: drop the index, or pass another --keyspace",
  });
}

function isSame(model: Model, index: ModelIndex, existing: ExistingIndex): boolean {
  const kind = shortClass(existing.options.get("class_name"));
  return existing.options.get("target") === targetOf(model, index) &&
    (index.using === undefined || shortClass(index.using) === kind);
}

/** What an index is on, as Cassandra shows it: of a collection without a word, its values. */
function targetOf({ columns }: Model, { column, part }: ModelIndex): string {
  const isCollection = ["list", "set", "map"].includes(columns[column]?.type.name ?? "");
  const shown = part ?? (isCollection ? "values" : undefined);
  return shown === undefined ? shownName(column) : `${shown}(${shownName(column)})`;
}

function shortClass(name: string | undefined): string | undefined {
  const short = name?.split(".").at(-1);
  // Cassandra keeps the word where an index was made with it.
  return short?.toLowerCase() === "sai" ? "StorageAttachedIndex" : short;
}
