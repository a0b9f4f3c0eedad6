import type { CaseResult } from "../../result/case.ts";
import { meanOf } from "../../result/conclude/estimates.ts";
import { formatCount, formatRate } from "../../result/format.ts";
import type { Environment } from "../../result/document.ts";
import { goodputLimits } from "../../result/goodput.ts";
import { figureCell, type TableCell, type TableColumn } from "../model.ts";

/** The columns of the goodputs that thresholds name. */
export function goodputColumns({ thresholds }: Environment["settings"]): TableColumn[] {
  return goodputLimits(thresholds).map((ms) => ({ title: `≤ ${formatCount(ms)} ms/s` }));
}

/** The cells of one case, or the means of its repetitions. */
export function goodputCells(
  { thresholds }: Environment["settings"],
  ...repetitions: readonly CaseResult[]
): TableCell[] {
  return goodputLimits(thresholds).map((ms) => {
    const found = repetitions.flatMap(({ goodput = [] }) =>
      goodput.filter(({ within }) => within === ms).map(({ throughput }) => throughput)
    );
    return figureCell(meanOf(found), formatRate);
  });
}
