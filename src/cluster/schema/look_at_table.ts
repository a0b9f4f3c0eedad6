import type { Model } from "../../scenario/schema/model.ts";
import { addColumns, createTable } from "../../scenario/cql/definitions.ts";
import { compareColumns, type ExistingColumn, missingColumns } from "./columns.ts";
import type { Findings } from "./findings.ts";
import { compareOptions, type ExistingOptions } from "./options.ts";
import { describeTwin, findTwin } from "./names.ts";

/** What stands where a model's table is looked for. */
export interface Place {
  readonly keyspace: string;
  /** All tables of the keyspace, with their options. */
  readonly tables: ReadonlyMap<string, ExistingOptions>;
  /** The columns of the model's table; none where it is missing. */
  readonly columns: readonly ExistingColumn[];
}

/**
 * Finds what a model's table lacks, and how it differs.
 *
 * @param models all models: what two of them name in two spellings are two tables
 */
export function lookAtTable(
  model: Model,
  { keyspace, tables, columns }: Place,
  models: readonly Model[],
  found: Findings,
): void {
  if (columns.length === 0) {
    const twin = findTwin(model.name, [...tables.keys()], models.map(({ name }) => name));
    if (twin === undefined) {
      const missing = [`${model.name}: the table is not there`];
      found.changes.push({ cql: createTable(model, keyspace), missing, table: model.name });
    } else found.twins.push(`${model.name}: ${describeTwin("table", twin)}`);
    return;
  }
  const [wanted, there] = [Object.keys(model.columns), columns.map(({ name }) => name)];
  const twins = new Map(wanted.map((name) => [name, findTwin(name, there, wanted)]));
  for (const [name, twin] of twins) {
    if (twin === undefined) continue;
    found.twins.push(`${model.name}.${name}: ${describeTwin("column", twin)}`);
  }
  const lacking = missingColumns(model, columns).filter((name) => twins.get(name) === undefined);
  if (lacking.length > 0) {
    const missing = lacking.map((name) => `${model.name}: column ${name} is not there`);
    found.changes.push({ cql: addColumns(model, keyspace, lacking), missing, table: model.name });
  }
  found.differences.push(...compareColumns(model, columns));
  found.warnings.push(...compareOptions(model, tables.get(model.name) ?? {}));
}
