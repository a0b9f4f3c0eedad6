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

/** The figures of a case while it runs, as texts. */
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

/** The figures of a case while it runs, of the last second where one is over: `5,000`, `2,500/s`, `1.20 ms`, …. */
export function liveFigures({ at, seconds, errors, soFar }: LiveCase): LiveTexts {
  const last = seconds.at(-1);
  const left = timeLeft(at);
  return {
    done: formatCount(at.done),
    rate: `${formatCount(last?.rate ?? averageRate(at))}/s`,
    ...soFar && { p50: `${formatMs(soFar.p50)} ms`, p99: `${formatMs(soFar.p99)} ms` },
    ...last && {
      errors: formatCount(errors),
      inFlight: formatCount(Math.round(last.inFlight)),
    },
    ...left !== undefined && { left },
  };
}

const NAMES: { readonly [F in keyof LiveTexts]-?: readonly [before: string, after: string] } = {
  ...{ done: ["", " done"], rate: ["", ""], p50: ["p50 ", ""], p99: ["p99 ", ""] },
  ...{ errors: ["errors ", ""], inFlight: ["in flight ", ""], left: ["", " left"] },
};

/** The same with their names: `5,000 done`, `2,500/s`, `p50 1.20 ms`, …. */
export function describeFigures(live: LiveCase): LiveTexts {
  const entries = Object.entries(liveFigures(live)) as [keyof LiveTexts, string][];
  const named = entries.map(([name, text]) => [name, NAMES[name].join(text)]);
  return Object.fromEntries(named) as LiveTexts;
}

/** How far the filling of tables is. */
export function describePopulate(progress: PopulateProgress): string {
  const left = timeLeft(progress);
  const texts = [
    `${formatCount(progress.done)} done`,
    `${formatCount(averageRate(progress))}/s`,
    ...left === undefined ? [] : [`${left} left`],
  ];
  return `populate ${formatCount(progress.operations)}: ${texts.join(", ")}`;
}

type Speed = Pick<CaseProgress, "done" | "elapsed" | "share">;

function timeLeft({ elapsed, share }: Speed): string | undefined {
  const left = Math.max(0, Math.ceil((elapsed / share - elapsed) / 1_000));
  return share > 0 ? `${formatCount(left)} s` : undefined;
}

function averageRate({ done, elapsed }: Speed): number {
  return elapsed > 0 ? done / elapsed * 1_000 : 0;
}
