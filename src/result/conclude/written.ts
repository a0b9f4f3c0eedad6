import type { Warning } from "../document.ts";
import { formatCount, formatCounted } from "../format.ts";
import type { Verified } from "../verified.ts";

/** Why writes are not looked for, or cannot be, in words. */
const WHY: Readonly<Record<string, string>> = {
  counters: "counters",
  changes: "changes of a value that was there",
  cql: "CQL of the scenario, or of a table that it names",
  ranges: "in partitions of which several rows were deleted at once",
  static: "static columns",
  timestamp: "rows with timestamps of their own",
  conditional: "rows with conditional writes and others",
  any: "at consistency any",
  expired: "gone after their TTL",
  sampled: "left out of the sample that fits in memory",
  otherTable: "of tables that are not in models",
  values: "values that could not be noted",
  unreadable: "could not be read",
  stopped: "the run was stopped",
};

/** What the reader should know of writes that were read back. */
export function findWritten(verified: Verified | undefined, where: string): Warning[] {
  if (verified === undefined) return [];
  const { acknowledged, notChecked = {}, examples: [first] = [] } = verified;
  const all = formatCounted(acknowledged, "acknowledged write");
  const lost = countLost(verified) === 0 ? [] : [{
    code: "written",
    message: `Of ${all} of ${where} ${describeLost(verified)}: ${first}`,
    advice: "a server that acknowledges a write must keep it; see verified in the JSON",
  }];
  const whys = Object.entries(notChecked);
  if (whys.length === 0) return lost;
  const reasons = whys.map(([why, count]) => `${WHY[why] ?? why} (${formatCount(count)})`);
  const last = verified.examples?.at(-1);
  const unreadable = notChecked.unreadable === undefined || !last ? "" : `; ${last}`;
  return [...lost, {
    code: "notChecked",
    message: `Not all of ${all} of ${where} could be checked: ${reasons.join(", ")}${unreadable}`,
    advice: "see docs/workloads.md for what can be read back exactly",
  }];
}

/** How many acknowledged writes were not found as they were written. */
export function countLost({ missing, different }: Verified): number {
  return missing + different;
}

/** How many acknowledged writes were missing and different, in words. */
export function describeLost({ missing, different }: Verified): string {
  return [
    ...missing > 0 ? [`${formatCount(missing)} ${missing === 1 ? "is" : "are"} missing`] : [],
    ...different > 0
      ? [`${formatCount(different)} ${different === 1 ? "has" : "have"} other values`]
      : [],
  ].join(" and ");
}
