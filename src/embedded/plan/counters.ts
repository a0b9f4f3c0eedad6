import { fromLong, toBigInt } from "../../protocol/bytes.ts";
import type { Assignment } from "../cql/ast.ts";
import { invalid } from "../errors.ts";
import { type Cell, Cost } from "../store/data.ts";
import type { SchemaColumn } from "../store/schema.ts";
import type { Binds } from "./binds.ts";
import type { ColumnChange } from "./fields.ts";
import { planTerm } from "./terms.ts";

const COUNTER_SIZE = 8;

/** Plans `column = column + value` of a counter. */
export function planCounter(
  column: SchemaColumn,
  { kind, value: term }: Extract<Assignment, { source: string }>,
  binds: Binds,
): ColumnChange {
  const value = planTerm(term, column, binds);
  const sign = kind === "subtract" ? -1n : 1n;
  return {
    column,
    apply({ row, deletedAt, data }, params, stamp) {
      const bytes = value(params);
      if (bytes === undefined) return;
      if (bytes === null) throw invalid(`Invalid null value for counter increment`);
      const old = row.cells[column.cellIndex] as Cell | undefined;
      const sum = toBigInt(old?.value ?? "") + sign * toBigInt(bytes);
      // The time never goes back, so that no increment is lost, whatever the clocks of the clients say.
      const time = Math.max(stamp.time, deletedAt + 1, old?.stamp.time ?? 0);
      data.bytes += COUNTER_SIZE - (old ? old.value?.length ?? 0 : -Cost.cell);
      row.cells[column.cellIndex] = {
        value: fromLong(BigInt.asIntN(64, sum)),
        stamp: { ...stamp, time },
      };
    },
  };
}
