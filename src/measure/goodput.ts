import type { Goodput } from "../result/case.ts";
import { sumOf } from "./sums.ts";

/** Counts the operations that succeeded in time. */
export interface GoodputCounts {
  /** Counts one that succeeded so many milliseconds after it was due. */
  add(ms: number): void;
  /** The goodputs, where `perSecond` divides a count by the time that it took. */
  read(perSecond: (count: number) => number): Goodput[];
}

/** Counts by these limits; `undefined` where there are none. */
export function countGoodput(limits: readonly number[]): GoodputCounts | undefined {
  if (limits.length === 0) return undefined;
  const counts = limits.map(() => 0);
  return {
    add(ms) {
      for (let at = 0; at < limits.length; at++) {
        if (ms <= (limits[at] as number)) counts[at] = (counts[at] as number) + 1;
      }
    },
    read: (perSecond) =>
      limits.map((within, at) => {
        const operations = counts[at] ?? 0;
        return { within, operations, throughput: perSecond(operations) };
      }),
  };
}

/** Adds up what several threads counted. */
export function mergeGoodput(
  parts: readonly (readonly Goodput[] | undefined)[],
  perSecond: (count: number) => number,
): { readonly goodput?: Goodput[] } {
  const [first] = parts;
  if (first === undefined) return {};
  return {
    goodput: first.map(({ within }, at) => {
      const operations = sumOf(parts, (part) => part?.[at]?.operations ?? 0);
      return { within, operations, throughput: perSecond(operations) };
    }),
  };
}
