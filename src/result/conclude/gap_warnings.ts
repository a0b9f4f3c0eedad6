import type { CaseResult } from "../case.ts";
import type { Warning } from "../document.ts";
import { describeParameters, formatCount, formatCounted, formatDuration } from "../format.ts";
import { lengthOfOutage, sumOutages } from "../outage.ts";

/** A closed load stood still when it did for this many milliseconds, and for this many times the service time's p90. */
const STALL = { ms: 200, times: 10 };

const SECOND = 1_000;

/** What the reader should know of the times in which a case got no answers, or too few. */
export function findGaps(result: CaseResult): Warning[] {
  return [...findOutages(result), ...findUnfinished(result), ...findStalls(result)];
}

function findOutages(result: CaseResult): Warning[] {
  const { outages = [], endedBy, elapsed } = result;
  const last = outages.at(-1);
  if (last === undefined) return [];
  const { length, errors } = sumOutages(outages, elapsed);
  const lastLength = formatCount(lengthOfOutage(last, elapsed));
  const ended = endedBy !== "outage"
    ? ""
    : `; the case was ended, as nothing was answered for ${lastLength} ms`;
  return [{
    code: "outage",
    message: `Nothing was answered for ${formatDuration(length)} of ${formatDuration(elapsed)} ` +
      `(${formatCounted(outages.length, "outage")}, ${formatCounted(errors, "error")}) ` +
      `in the case ${describeParameters(result)}${ended}`,
    advice: "the first error says why; look into the log of the servers",
  }];
}

function findUnfinished(result: CaseResult): Warning[] {
  const { unfinished = 0, endedBy } = result;
  // A search ends a step for what is in flight too long, and says so.
  if (unfinished === 0 || endedBy === "search") return [];
  return [{
    code: "unfinished",
    message: `${formatCounted(unfinished, "operation")} had not ended when the case ` +
      `${describeParameters(result)} was stopped: they stand in the times at the age they had ` +
      "reached, a lower bound",
    advice: "they are in no other figure; let the case run to its end",
  }];
}

/** A closed load sends nothing while it waits, so few operations see a stall, however long it is. */
function findStalls(result: CaseResult): Warning[] {
  const { schedule, serviceTime, throughput } = result;
  if (schedule !== null || serviceTime === null) return [];
  const stall = Math.max(serviceTime.max, longestSilence(result));
  if (stall < Math.max(STALL.ms, STALL.times * serviceTime.p90)) return [];
  const rate = Math.max(1, Number(throughput.toPrecision(2)));
  return [{
    code: "stall",
    message: `The load stood still for up to ${formatDuration(stall)} in the case ` +
      `${describeParameters(result)}: a closed load sends nothing meanwhile, so its percentiles ` +
      "do not show how long others would have waited",
    advice: `--rate ${rate} sends on a schedule, and its response times show that`,
  }];
}

/** The most milliseconds of whole seconds in a row in which no operation ended. */
function longestSilence({ series }: CaseResult): number {
  let silence = 0, longest = 0;
  for (const [index, { at, operations }] of series.entries()) {
    const isWhole = at - index * SECOND >= SECOND;
    silence = operations === 0 && isWhole ? silence + SECOND : 0;
    longest = Math.max(longest, silence);
  }
  return longest;
}
