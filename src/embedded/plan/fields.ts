import { fromShort } from "../../protocol/bytes.ts";
import type { Assignment } from "../cql/ast.ts";
import { compareBytes } from "../data/compare.ts";
import { isMultiCell, unfrozen } from "../data/types.ts";
import { invalid } from "../errors.ts";
import type { Stamp } from "../store/data.ts";
import type { SchemaColumn } from "../store/schema.ts";
import { putElement, type WritableRow } from "../store/write.ts";
import type { Binds, Params } from "./binds.ts";
import { planTerm } from "./terms.ts";

/** What a statement does to one column of a row. */
export interface ColumnChange {
  column: SchemaColumn;
  apply(target: WritableRow, params: Params, stamp: Stamp, now: number): void;
}

/** Plans `column.field = value` of a user type. */
export function planField(
  column: SchemaColumn,
  { field, value: term, text }: Extract<Assignment, { kind: "field" }>,
  binds: Binds,
): ColumnChange {
  const { name, type } = column;
  if (unfrozen(type).name !== "udt") {
    throw invalid(`Invalid operation (${text}) for non-UDT column ${name}`);
  }
  if (!isMultiCell(type)) {
    throw invalid(`Invalid operation (${text}) for frozen UDT column ${name}`);
  }
  const at = fieldIndex(column, field);
  const value = planTerm(term, { name: `${name}.${field}`, type: type.of[at]! }, binds);
  const key = fromShort(at);
  return {
    column,
    apply(target, params, stamp) {
      const bytes = value(params);
      if (bytes === undefined) return;
      putElement(target, column.cellIndex, { key, value: bytes, stamp }, compareBytes);
    },
  };
}

/** Plans the deletion of a field of a user type. */
export function planFieldDeletion(column: SchemaColumn, field: string): ColumnChange {
  const { name, type } = column;
  if (unfrozen(type).name !== "udt") {
    throw invalid(`Invalid deletion operation for non-UDT column ${name}`);
  }
  if (!isMultiCell(type)) {
    throw invalid(`Frozen UDT column ${name} does not support field deletions`);
  }
  const key = fromShort(fieldIndex(column, field));
  return {
    column,
    apply(target, _params, stamp) {
      putElement(target, column.cellIndex, { key, value: null, stamp }, compareBytes);
    },
  };
}

function fieldIndex({ name, type: { fields = [] } }: SchemaColumn, field: string): number {
  const at = fields.indexOf(field);
  if (at < 0) throw invalid(`UDT column ${name} does not have a field named ${field}`);
  return at;
}
