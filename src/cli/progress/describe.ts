import { formatCount, formatMs } from "../../result/format.ts";
import type { CaseProgress, PopulateProgress } from "../../run/options.ts";
import type { LiveCase } from "../../telemetry/live.ts";

/** Which of how many cases it is, and what it varies in: `3/6 5 ms, pool 100`. */
export function describeCase({ case: { parameters }, index, cases }: CaseProgress): string {
  const which = cases === undefined ? `step ${index + 1}` : `${index + 1}/${cases}`;
  const { latency, poolSize, rate, ...own } = parameters;
  const axes = Object.entries(own).map(([name, value]) => `${name} ${value}, `).join("");
  const asked = rate === undefined ? "" : `${formatCount(rate)}/s asked, `;
  return `${which} ${axes}${latency} ms, ${asked}pool ${poolSize}`;
}

/** What is to be said of a case while it runs, apart: `2,500 done`, `2,500/s`, `p50 1.20 ms`, …. */
export interface LiveTexts {
  readonly done: string;
  readonly rate: string;
  readonly p50?: string;
  readonly p99?: string;
  readonly errors?: string;
  readonly inFlight?: string;
  /** Absent before anything is done. */
  readonly left?: string;
}

/** The figures of a case while it runs, as texts: of the last second where one is over. */
export function describeFigures({ at, seconds, errors, soFar }: LiveCase): LiveTexts {
  const last = seconds.at(-1);
  const { left } = describeSpeed(at);
  return {
    done: `${formatCount(at.done)} done`,
    rate: `${formatCount(last?.rate ?? averageRate(at))}/s`,
    ...soFar && { p50: `p50 ${formatMs(soFar.p50)} ms`, p99: `p99 ${formatMs(soFar.p99)} ms` },
    ...last && {
      errors: `errors ${formatCount(errors)}`,
      inFlight: `in flight ${formatCount(Math.round(last.inFlight))}`,
    },
    ...left !== undefined && { left },
  };
}

/** How far the filling of tables is. */
export function describePopulate(progress: PopulateProgress): string {
  const { done, left } = describeSpeed(progress);
  const texts = [done, `${formatCount(averageRate(progress))}/s`, left ?? []].flat();
  return `populate ${formatCount(progress.operations)}: ${texts.join(", ")}`;
}

type Speed = Pick<CaseProgress, "done" | "elapsed" | "share">;

function describeSpeed({ done, elapsed, share }: Speed): Pick<LiveTexts, "done" | "left"> {
  const left = Math.max(0, Math.ceil((elapsed / share - elapsed) / 1_000));
  return {
    done: `${formatCount(done)} done`,
    ...share > 0 && { left: `${formatCount(left)} s left` },
  };
}

function averageRate({ done, elapsed }: Speed): number {
  return elapsed > 0 ? done / elapsed * 1_000 : 0;
}
