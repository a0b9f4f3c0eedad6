import { TargetError } from "../../errors.ts";
import type { Warning } from "../../result/document.ts";
import { TWIN_HINT } from "./names.ts";

/** A change to the schema. */
export interface NeededChange {
  readonly cql: string;
  /** What is missing as long as it is not made. */
  readonly missing: readonly string[];
  /** The table that it makes or changes; absent where it is about another thing. */
  readonly table?: string;
}

/** What a look at the schema found. */
export interface Findings {
  /** What is missing can be made by these, in their order. */
  readonly changes: NeededChange[];
  /** What cannot be made to fit. */
  readonly differences: string[];
  /** What is there in other letters. */
  readonly twins: string[];
  /** What is not as it was asked for, and can be used. */
  readonly warnings: Warning[];
}

/** What to do where something is missing and nothing may be made. */
export const NO_DDL_HINT = "leave out --no-ddl (createSchema: false) so that cassbench creates " +
  "what is missing, or create it yourself";

/**
 * Asserts that the tables can be used.
 *
 * @param createSchema whether what is missing can be made
 * @throws {TargetError} with everything that is not as the models need it
 */
export function assertUsable(
  keyspace: string,
  createSchema: boolean,
  { changes, differences, twins }: Findings,
): void {
  const missing = createSchema ? [] : changes.flatMap((change) => change.missing);
  const list = [...missing, ...differences, ...twins].map((difference) => `\n  - ${difference}`);
  if (list.length === 0) return;
  const hints = [
    ...missing.length === 0 ? [] : [NO_DDL_HINT],
    ...differences.length === 0
      ? []
      : ["cassbench never alters or drops: pass another --keyspace, or drop the table yourself"],
    ...twins.length === 0 ? [] : [TWIN_HINT],
  ];
  throw new TargetError(
    `Cannot use keyspace "${keyspace}" as its tables differ from the models:${list.join("")}`,
    hints.join("; "),
  );
}
