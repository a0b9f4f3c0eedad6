import type { RequestFigures } from "../../result/request_figures.ts";
import { formatCount } from "../../result/format.ts";
import { figureCell, type TableCell, type TableColumn } from "../model.ts";

/** What requests gave that may be no success. */
const FIGURES: readonly {
  readonly title: string;
  of(figures: RequestFigures): number | undefined;
}[] = [
  { title: "misses", of: ({ misses }) => misses },
  { title: "not applied", of: ({ notApplied }) => notApplied },
  { title: "retries", of: ({ retries }) => retries },
  { title: "speculative", of: ({ speculative }) => speculative },
];

/** The columns of those figures that are not 0 in all results, and how a table shows one or several results in them. */
export interface RequestColumns {
  readonly columns: readonly TableColumn[];
  /** Of several, as of repetitions, the sums. */
  cells(...results: readonly RequestFigures[]): TableCell[];
}

/** Finds out which figures the results of a table have. */
export function requestColumns(results: readonly RequestFigures[]): RequestColumns {
  const shown = FIGURES.filter(({ of }) => results.some((result) => of(result) !== undefined));
  return {
    columns: shown.map(({ title }) => ({ title, priority: 8 })),
    cells: (...results) =>
      shown.map(({ of }) => {
        const sum = results.reduce((total, result) => total + (of(result) ?? 0), 0);
        return figureCell(sum, formatCount);
      }),
  };
}
