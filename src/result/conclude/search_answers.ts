import { parseThreshold } from "../../scenario/threshold.ts";
import type { CaseResult } from "../case.ts";
import type { GaveWay, Result, SearchResult } from "../document.ts";
import { formatFigure, formatMs, formatRate, formatShare } from "../format.ts";
import { placesOf, withPlace } from "./places.ts";

/** More searches than these are told from where to where. */
const MOST = 3;

/** What searches found, in a sentence; `undefined` where there was none. */
export function describeSearches(
  { search = [], environment: { target: { kind } } }: Result,
): string | undefined {
  const [first] = search;
  if (first === undefined) return undefined;
  const subject = kind === "embedded" ? "the embedded server" : "the cluster";
  const condition = first.thresholds.map(sayThreshold).join(" and ");
  const place = placesOf(search.map(({ parameters }) => parameters));
  const rates = search.flatMap(({ rate }) => rate ?? []);
  if (rates.length === 0) return `${sayNone(first, subject)} with ${condition}.`;
  const limits = [...new Set(search.map(sayLimit)), ...sayFirst(search)]
    .filter((text) => text !== "");
  const held = search.length <= MOST
    ? search.map((found) => withPlace(sayRate(found), place(found.parameters))).join(" and ")
    : `${formatRate(Math.min(...rates))} to ${formatRate(Math.max(...rates))} operations/s`;
  const none = search.length > MOST && rates.length < search.length
    ? `; in ${search.length - rates.length} of ${search.length} combinations no rate held`
    : "";
  return `${subject} holds ${held} with ${condition}${none}${limits.join("")}.`;
}

function sayRate({ rate }: SearchResult): string {
  return rate === null ? "no rate" : `${formatRate(rate)} operations/s`;
}

function sayLimit({ rate, limit }: SearchResult): string {
  if (rate === null || limit === "thresholds") return "";
  if (limit === "client") return "; the client was the limit";
  return limit === "target" ? "; a server ended" : "; no higher rate was tried";
}

/** What gave way first, where that is not the only threshold there is. */
function sayFirst(search: readonly SearchResult[]): string[] {
  const all = search.flatMap(({ gaveWay, limit, thresholds }) =>
    gaveWay === undefined || limit !== "thresholds" ||
      (thresholds.length === 1 && gaveWay.what === "threshold")
      ? []
      : [`; ${nameGaveWay(gaveWay)} gave way first`]
  );
  return [...new Set(all)];
}

/** What gave way, as the subject of a sentence. */
export function nameGaveWay({ what, threshold = "" }: GaveWay): string {
  if (what === "threshold") return sayThreshold(threshold);
  return {
    errors: "the errors",
    client: "the client",
    schedule: "the schedule",
    server: "a server",
  }[
    what
  ];
}

/** The p99 at half of the rate that holds, where a curve was measured. */
export function describeHalf(
  { curve = [], rate }: SearchResult,
  cases: readonly CaseResult[],
): string | undefined {
  if (rate === null) return undefined;
  const half = curve.flatMap((at) => cases[at] ?? [])
    .find(({ schedule }) => Math.abs((schedule?.rate ?? 0) / rate - 0.5) < 0.01);
  if (half?.responseTime == null) return undefined;
  const doubt = half.verdict.valid ? "" : " (not valid, see the verdict)";
  return `At half of the highest throughput, ${formatRate(half.throughput)} operations/s, ` +
    `p99 is ${formatMs(half.responseTime.p99)} ms${doubt}.`;
}

function sayNone({ steps, limit }: SearchResult, subject: string): string {
  if (limit === "target") return "a server ended before a rate was found that holds";
  if (steps.length === 0) return "no rate was tried that holds";
  const lowest = formatRate(Math.min(...steps.map(({ rate }) => rate)));
  return limit === "client"
    ? `the client was the limit even at ${lowest} operations/s, so no rate was found that holds`
    : `${subject} does not even hold ${lowest} operations/s`;
}

/** A threshold in words: `p99 under 20 ms`, `read p99 under 5 ms`, `errors.rate at most 1 %`. */
export function sayThreshold(expression: string): string {
  const parsed = parseThreshold(expression);
  if (parsed === undefined) return expression.trim();
  const { part, metric, comparison, bound } = parsed;
  const [time, statistic] = metric.split(".");
  const isTime = /Time$/.test(time ?? "") || metric === "events.recoveredAfter";
  const name = time === "responseTime" ? statistic ?? metric : metric;
  const value = metric.endsWith(".rate")
    ? formatShare(bound)
    : formatFigure(bound) + (isTime ? " ms" : "");
  return `${part === undefined ? "" : `${part} `}${name} ${COMPARISONS[comparison]} ${value}`;
}

const COMPARISONS = { "<": "under", "<=": "at most", ">": "over", ">=": "at least" };
