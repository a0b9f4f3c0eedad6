import type { Outage } from "../result/outage.ts";

/** What makes an outage: this many failures without an answer, and milliseconds from the first of them to the next answer. */
const LEAST = { errors: 3, length: 100 };

/** Finds the outages of a load. Instants are milliseconds on the case's clock. */
export interface OutageWatch {
  /** The server answered. */
  answer(now: number): void;
  /** An operation failed without an answer. */
  fail(now: number): void;
  /** For how many milliseconds the present outage has lasted; 0 when there is none. */
  lasts(now: number): number;
  /** The outages up to the end of the case. */
  found(end: number): Outage[];
}

/** Starts to watch. */
export function watchOutages(): OutageWatch {
  const ended: Outage[] = [];
  let errors = 0, from = 0;

  function lasts(now: number): number {
    return errors >= LEAST.errors && now - from >= LEAST.length ? now - from : 0;
  }

  return {
    answer(now) {
      if (errors === 0) return;
      if (lasts(now) > 0) ended.push({ from, to: now, errors });
      errors = 0;
    },
    fail(now) {
      if (errors++ === 0) from = now;
    },
    lasts,
    found: (end) => lasts(end) > 0 ? [...ended, { from, to: null, errors }] : [...ended],
  };
}

/** Merges the outages of several threads: those that overlap are one. */
export function mergeOutages(outages: readonly Outage[]): Outage[] {
  const merged: Outage[] = [];
  for (const outage of outages.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || (last.to ?? Infinity) < outage.from) merged.push(outage);
    else {
      const to = last.to === null || outage.to === null ? null : Math.max(last.to, outage.to);
      merged[merged.length - 1] = { from: last.from, to, errors: last.errors + outage.errors };
    }
  }
  return merged;
}
