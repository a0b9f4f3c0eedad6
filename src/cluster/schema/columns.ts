import { canonicalType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { canonicalText } from "./user_types.ts";

/** A column as `system_schema.columns` describes it. */
export interface ExistingColumn {
  readonly name: string;
  readonly kind: "partition_key" | "clustering" | "regular" | "static";
  readonly position: number;
  readonly type: string;
  readonly order: string;
}

/** The columns that a table lacks. A missing column of the key is none of them: it counts as a difference, as a key cannot grow. */
export function missingColumns(model: Model, existing: readonly ExistingColumn[]): string[] {
  const present = new Set(existing.map(({ name }) => name));
  const key = [...model.partitionKey, ...model.clusteringKey];
  return Object.keys(model.columns).filter((name) => !present.has(name) && !key.includes(name));
}

/** How the columns of a table differ from those of its model, each difference in words. */
export function compareColumns(model: Model, existing: readonly ExistingColumn[]): string[] {
  const differences: string[] = [];
  function differ(what: string, found: string, wanted: string): void {
    if (found === wanted) return;
    differences.push(`${model.name}: ${what} is ${found} and the model says ${wanted}`);
  }

  differ("the partition key", keyOf(existing, "partition_key"), nameList(model.partitionKey));
  differ("the clustering key", keyOf(existing, "clustering"), nameList(model.clusteringKey));
  for (const { name, kind, type, order } of existing) {
    const column = model.columns[name];
    if (column === undefined) continue;
    differ(`column ${name}`, canonicalText(type), formatCqlType(canonicalType(column.type)));
    if (kind === "static" || kind === "regular") {
      differ(`column ${name}`, kind, column.isStatic ? "static" : "regular");
    }
    if (kind === "clustering") {
      differ(`the order of ${name}`, order.toLowerCase(), model.clusteringOrder[name] ?? "asc");
    }
  }
  return differences;
}

function keyOf(existing: readonly ExistingColumn[], kind: ExistingColumn["kind"]): string {
  const columns = existing.filter((column) => column.kind === kind)
    .sort((a, b) => a.position - b.position);
  return nameList(columns.map(({ name }) => name));
}

function nameList(names: readonly string[]): string {
  return `(${names.join(", ")})`;
}
