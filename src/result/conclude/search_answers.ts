import { parseThreshold } from "../../scenario/threshold.ts";
import type { Result, SearchResult } from "../document.ts";
import { formatFigure, formatRate, formatShare } from "../format.ts";
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
  const limits = [...new Set(search.map(sayLimit))].filter((text) => text !== "");
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
