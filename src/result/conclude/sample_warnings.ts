import type { CaseResult } from "../case.ts";
import type { Warning } from "../document.ts";
import { describeParameters, formatCount, formatCounted } from "../format.ts";

/** What was kept of a case's operations by themselves, where that is not all of them. */
export function findSampled(result: CaseResult): Warning[] {
  const { samples, operations } = result;
  if (samples === undefined || samples.every === 1) return [];
  const { kept, every } = samples;
  const how = every === null ? "" : `: each by chance, one in ${formatCount(every)}`;
  return [{
    code: "samples",
    message: `Of the case ${describeParameters(result)} ${formatCount(kept)} of ` +
      `${
        formatCounted(operations, "operation")
      } were kept by themselves, as there was room for no more${how}`,
    advice: "--max-samples makes more room for all cases of a run together",
  }];
}
