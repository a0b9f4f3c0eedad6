import type { Warning } from "../document.ts";
import { formatCount } from "../format.ts";
import { findWritten } from "./written.ts";
import type { PopulateResult } from "../populate.ts";

/** What the reader should know of what filled the tables. */
export function findPopulateWarnings(populated: PopulateResult | undefined): Warning[] {
  if (populated === undefined) return [];
  return [...findWritten(populated.verified, "populate"), ...findFailed(populated)];
}

function findFailed({ errors, operations }: PopulateResult): Warning[] {
  if (errors.total === 0) return [];
  const [[name, message] = ["", ""]] = Object.entries(errors.examples);
  return [{
    code: "populate",
    message: `${formatCount(errors.total)} of ${formatCount(operations)} operations of populate ` +
      `failed; the first as ${name}: ${message}`,
    advice: "rows are missing, so operations can find less than they should; " +
      "see populate.errors in the JSON",
  }];
}
