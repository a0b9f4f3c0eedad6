import type { CaseResult } from "../../result/case.ts";

/**
 * The counts of operations that were due and not sent, under the titles of their columns. Tables and logs of an open load
 * show all of them.
 */
export const NOT_SENT: readonly {
  readonly title: string;
  of(measured: CaseResult): number;
}[] = [
  { title: "dropped", of: ({ dropped }) => dropped },
];
